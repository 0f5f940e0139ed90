package io.solflow.core.extract;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.StoredSlots;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class SeenTradesTest {

    private static final int SPAN = SeenTrades.SPAN_SECONDS;
    private static final long NOW = 1_780_000_000;
    private static final long UNTOLD = ChainPosition.NO_POSITION;

    private final byte[] signature = new byte[64];
    private final SeenTrades seen = new SeenTrades();

    private byte[] signature(final long number) {
        ByteBuffer.wrap(signature).putLong(8, number);
        return signature;
    }

    /** True when the one trade of a transaction is new. */
    private boolean add(
            final SeenTrades target, final long slot, final long told, final long number, final long seconds) {
        assertThat(target.begin(slot, told, signature(number), 0, seconds)).isTrue();
        if (target.isKnown(0)) {
            return false;
        }
        target.add(0);
        return true;
    }

    @Test
    void shouldKnowEveryTradeOfTheLastFourHoursWhateverSlotsCome() {
        for (int seed = 0; seed < 20; seed++) {
            final Random random = new Random(seed);
            final SeenTrades filter = new SeenTrades();
            final Map<Long, Long> lastSeen = new HashMap<>();
            final int highest = 1 << random.nextInt(17);
            long now = NOW;
            long slot = random.nextInt(1_000_000_000);
            for (int i = 0; i < 20_000; i++) {
                slot += random.nextInt(3);
                now += random.nextInt(1_000) == 0 ? random.nextInt(4_000) : random.nextInt(2);
                filter.advanceTo(now);
                final long at =
                        switch (random.nextInt(8)) {
                            case 0 -> Math.max(0, slot - random.nextInt(100_000));
                            case 1 -> random.nextLong(ChainPosition.MAX_SLOT + 1);
                            case 2 -> (slot + ((long) random.nextInt(100) << 16)) & ChainPosition.MAX_SLOT;
                            default -> slot;
                        };
                final int txIndex = random.nextInt(highest);
                final long seconds = now + random.nextInt(61) - random.nextInt(20_000);
                final Long before = lastSeen.put(ChainPosition.of(at, txIndex, 0), Math.max(now, seconds));
                final boolean isNew = add(filter, at, txIndex, txIndex, seconds);
                if (before == null || before >= now - SPAN) {
                    assertThat(isNew)
                            .as("seed %d: slot %d, %d", seed, at, txIndex)
                            .isEqualTo(before == null);
                }
            }
        }
    }

    @Test
    void shouldGiveThesePlacesWhateverTheOrderAndWhateverIsToldWhen() {
        for (int seed = 0; seed < 200; seed++) {
            final Random random = new Random(seed);
            final int transactions = 1 + random.nextInt(30);
            // a source that knows no positions says 0; the transaction that is first is not among these
            final int zeroToo = random.nextInt(transactions);
            final List<long[]> versions = new ArrayList<>();
            final Map<Long, Boolean> told = new HashMap<>();
            for (long number = 0; number < transactions; number++) {
                final int mode = random.nextInt(3);
                told.put(number, mode != 0);
                if (mode != 1) {
                    versions.add(new long[] {number, UNTOLD});
                }
                if (mode != 0) {
                    versions.add(new long[] {number, 3 + number * 3});
                }
                if (number == zeroToo) {
                    versions.add(new long[] {number, 0});
                    told.put(number, true);
                }
            }
            Map<Long, Integer> expected = null;
            for (int order = 0; order < 4; order++) {
                Collections.shuffle(versions, random);
                final Map<Long, Integer> places = placesAfter(versions);
                if (expected == null) {
                    expected = places;
                }
                assertThat(places).as("seed %d", seed).isEqualTo(expected);
            }
            for (final Map.Entry<Long, Integer> entry : expected.entrySet()) {
                assertThat(entry.getValue() <= ChainPosition.MAX_TOLD_TX_INDEX)
                        .as("seed %d, transaction %d", seed, entry.getKey())
                        .isEqualTo(told.get(entry.getKey()));
            }
        }
    }

    /** What a store holds after these versions of one slot's transactions: their last places. */
    private Map<Long, Integer> placesAfter(final List<long[]> versions) {
        final SeenTrades fresh = new SeenTrades();
        final Map<Long, Integer> places = new HashMap<>();
        for (final long[] version : versions) {
            assertThat(fresh.begin(77, version[1], signature(version[0]), 0, NOW))
                    .isTrue();
            final Integer before = places.put(version[0], fresh.txIndex());
            assertThat(fresh.isKnown(5)).isEqualTo(before != null);
            if (before == null) {
                fresh.add(5);
            } else if (fresh.movedFromTxIndex() >= 0) {
                assertThat(fresh.movedFromTxIndex()).isEqualTo(before);
            } else {
                assertThat(fresh.txIndex()).isEqualTo(before);
            }
        }
        assertThat(new HashSet<>(places.values())).hasSameSizeAs(places.values());
        return places;
    }

    @Test
    void shouldNeverGiveTwoSignaturesOnePlace() {
        final Set<Integer> places = new TreeSet<>();
        for (int number = 0; number < 5_000; number++) {
            assertThat(add(seen, 5, number % 3 == 0 ? 7 : UNTOLD, number, NOW)).isTrue();
            assertThat(places.add(seen.txIndex())).isTrue();
        }
        for (int number = 0; number < 5_000; number++) {
            assertThat(add(seen, 5, number % 3 == 0 ? 7 : UNTOLD, number, NOW)).isFalse();
        }
    }

    @Test
    void shouldTakeATransactionThatWasSaidToBeFirstForTheOneWithAnotherPosition() {
        final byte[] stored = signature(3).clone();
        for (final boolean zeroFirst : new boolean[] {true, false}) {
            final SeenTrades resumed = new SeenTrades(new StoredSlots() {
                @Override
                public long newestSlot() {
                    return 100;
                }

                @Override
                public void read(final long slot, final TradeReader reader) {
                    reader.trade(zeroFirst ? 0 : 17, 4, stored);
                }
            });
            resumed.begin(100, zeroFirst ? 17 : 0, stored, 0, NOW);
            assertThat(resumed.isKnown(4)).isTrue();
            assertThat(resumed.txIndex()).isEqualTo(17);
            assertThat(resumed.movedFromTxIndex()).isEqualTo(zeroFirst ? 0 : -1);
            // place 0 is another transaction's now
            resumed.begin(100, 0, signature(9), 0, NOW);
            assertThat(resumed.isKnown(4)).isFalse();
            assertThat(resumed.txIndex()).isZero();
        }
    }

    @Test
    void shouldKnowEachTradeOfATransaction() {
        seen.begin(5, 9, signature(1), 0, NOW);
        seen.add(2);
        seen.add(8);
        seen.begin(5, 9, signature(1), 0, NOW);
        assertThat(seen.isKnown(2)).isTrue();
        assertThat(seen.isKnown(4)).isFalse();
        assertThat(seen.isKnown(8)).isTrue();
    }

    @Test
    void shouldKnowWhatAnEarlierRunHasStored() {
        final byte[] stored = signature(3).clone();
        final List<Long> read = new ArrayList<>();
        final SeenTrades resumed = new SeenTrades(new StoredSlots() {
            @Override
            public long newestSlot() {
                return 100;
            }

            @Override
            public void read(final long slot, final TradeReader reader) {
                read.add(slot);
                if (slot == 100) {
                    reader.trade(7, 4, stored);
                    reader.trade(9, 4, null);
                }
            }
        });
        resumed.begin(100, 7, signature(3), 0, NOW);
        assertThat(resumed.isKnown(4)).isTrue();
        assertThat(resumed.isKnown(5)).isFalse();
        // a trade added by hand has no signature: its position stands for it
        resumed.begin(100, 9, signature(4), 0, NOW);
        assertThat(resumed.isKnown(4)).isTrue();
        resumed.begin(100, 7, signature(5), 0, NOW);
        assertThat(resumed.isKnown(4)).isFalse();
        assertThat(resumed.isUnpositioned()).isTrue();
        resumed.begin(101, 7, signature(3), 0, NOW);
        assertThat(resumed.isKnown(4)).isFalse();
        assertThat(read).containsExactly(100L);
    }

    @Test
    void shouldAskTheStoreForWhatItHasForgotten() {
        final List<Long> read = new ArrayList<>();
        final SeenTrades resumed = new SeenTrades(new StoredSlots() {
            @Override
            public long newestSlot() {
                return -1;
            }

            @Override
            public void read(final long slot, final TradeReader reader) {
                read.add(slot);
            }
        });
        for (int slot = 0; slot < 10_000; slot++) {
            final long seconds = NOW + 100L * slot;
            resumed.advanceTo(seconds);
            add(resumed, slot, 1, slot, seconds);
        }
        assertThat(read).isEmpty();
        add(resumed, 5, 1, 5, NOW);
        assertThat(read).containsExactly(5L);
        assertThat(resumed.capacity()).isEqualTo(SeenSlots.INITIAL_CAPACITY);
    }

    @Test
    void shouldKnowASlotAlthoughWildOnesWithTheSameLowBitsCome() {
        assertThat(add(seen, 300_000_000L, 7, 1, NOW)).isTrue();
        for (long wild = 1; wild < 200_000; wild++) {
            add(seen, (300_000_000L + (wild << 16)) & ChainPosition.MAX_SLOT, 60_000, 1, NOW - 100_000_000);
        }
        assertThat(add(seen, 300_000_000L, 7, 1, NOW)).isFalse();
    }

    @Test
    void shouldNotLetATradeFromTheFutureForgetTheOthers() {
        add(seen, 100, 7, 1, NOW);
        seen.advanceTo(NOW);
        // its time counts for itself; only a trade that was passed on moves the windows
        add(seen, 101, 7, 1, NOW + 10L * SPAN);
        play(1_000, 10_000, NOW);
        assertThat(add(seen, 100, 7, 1, NOW)).isFalse();
    }

    @Test
    void shouldForgetASlotAndNoOther() {
        for (int txIndex = 0; txIndex < 2_000; txIndex++) {
            add(seen, 100, txIndex, txIndex, NOW);
        }
        add(seen, 101, 7, 7, NOW);
        final int pieces = seen.pieces();
        seen.forget(100);
        seen.forget(101 + 65_536);

        assertThat(add(seen, 100, 1_999, 1_999, NOW)).isTrue();
        assertThat(add(seen, 100, 1_999, 1_999, NOW)).isFalse();
        assertThat(add(seen, 101, 7, 7, NOW)).isFalse();
        assertThat(seen.pieces()).isEqualTo(pieces);
    }

    @Test
    void shouldForgetATransactionAndNoOther() {
        for (int seed = 0; seed < 50; seed++) {
            final Random random = new Random(seed);
            final SeenTrades fresh = new SeenTrades();
            final Set<Integer> held = new TreeSet<>();
            for (int step = 0; step < 400; step++) {
                final int txIndex = random.nextInt(60);
                if (random.nextInt(3) == 0) {
                    fresh.forget(8, txIndex);
                    held.remove(txIndex);
                } else {
                    assertThat(add(fresh, 8, txIndex, txIndex, NOW))
                            .as("seed %d, step %d", seed, step)
                            .isEqualTo(held.add(txIndex));
                }
            }
        }
    }

    @Test
    void shouldAllocateNothingOnceItHoldsFourHours() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        playHours(0, 20);
        threads.getCurrentThreadAllocatedBytes();
        final int pieces = seen.pieces();
        final int capacity = seen.capacity();

        final long before = threads.getCurrentThreadAllocatedBytes();
        playHours(20, 60);
        final long allocated = threads.getCurrentThreadAllocatedBytes() - before;

        assertThat(allocated).isZero();
        assertThat(seen.pieces()).isEqualTo(pieces);
        assertThat(seen.capacity()).isEqualTo(capacity).isLessThanOrEqualTo(1 << 17);
    }

    private void playHours(final int from, final int to) {
        for (int second = from * 3_600; second < to * 3_600; second++) {
            seen.advanceTo(NOW + second);
            play(second * 5 / 2, (second + 1) * 5 / 2, NOW + second);
        }
    }

    private void play(final int fromSlot, final int toSlot, final long seconds) {
        for (int slot = fromSlot; slot < toSlot; slot++) {
            for (int txIndex = 0; txIndex < 1_500; txIndex += 300) {
                seen.begin(slot, txIndex, signature(txIndex), 0, seconds);
                if (!seen.isKnown(0)) {
                    seen.add(0);
                }
            }
        }
    }
}
