package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.solflow.ingest.proto.SlotStatus;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

class SlotForksTest {

    private static final long SLOT = 400_000_000L;
    private static final long ABSENT = 0;

    private final AssemblerCounters counters = new AssemblerCounters();
    private final SlotForks forks = new SlotForks(counters);

    @Test
    void shouldReportADeadSlotOnce() {
        status(5, ABSENT, SlotStatus.SLOT_DEAD);
        status(5, ABSENT, SlotStatus.SLOT_DEAD);

        assertThat(polled()).containsExactly(SLOT + 5);
        assertThat(forks.isDead(SLOT + 5)).isTrue();
        assertThat(forks.isDead(SLOT + 6)).isFalse();
    }

    @Test
    void shouldReportWhatASettledSlotAndItsParentLeaveOut() {
        status(9, 5, SlotStatus.SLOT_PROCESSED);
        assertThat(polled()).isEmpty();

        status(9, ABSENT, SlotStatus.SLOT_CONFIRMED);

        assertThat(polled()).containsExactlyInAnyOrder(SLOT + 6, SLOT + 7, SLOT + 8);
    }

    @Test
    void shouldLearnTheParentOfASettledSlotLater() {
        status(9, ABSENT, SlotStatus.SLOT_FINALIZED);
        assertThat(polled()).isEmpty();

        forks.onParent(SLOT + 9, SLOT + 7);

        assertThat(polled()).containsExactly(SLOT + 8);
    }

    @Test
    void shouldFollowTheParentsOfASettledSlot() {
        status(3, 1, SlotStatus.SLOT_PROCESSED);
        status(4, 1, SlotStatus.SLOT_PROCESSED);
        status(6, 3, SlotStatus.SLOT_PROCESSED);
        status(7, 6, SlotStatus.SLOT_CONFIRMED);

        assertThat(polled()).containsExactlyInAnyOrder(SLOT + 2, SLOT + 4, SLOT + 5);
    }

    @Test
    void shouldReportNothingTwiceWhenStatusesAreRepeated() {
        for (int i = 0; i < 3; i++) {
            status(9, 5, SlotStatus.SLOT_PROCESSED);
            status(9, 5, SlotStatus.SLOT_CONFIRMED);
            status(9, ABSENT, SlotStatus.SLOT_FINALIZED);
            status(7, ABSENT, SlotStatus.SLOT_DEAD);
            assertThat(polled()).hasSize(i == 0 ? 3 : 0);
            forks.onResume();
        }
        assertThat(counters.forkContradictions().get()).isZero();
    }

    @Test
    void shouldReviveADeadSlotWhoseBankIsMadeAgain() {
        for (final SlotStatus again : List.of(SlotStatus.SLOT_CREATED_BANK, SlotStatus.SLOT_FIRST_SHRED_RECEIVED)) {
            status(5, 4, SlotStatus.SLOT_DEAD);
            assertThat(polled()).containsExactly(SLOT + 5);
            status(5, 3, again);
            assertThat(forks.isDead(SLOT + 5)).isFalse();
        }
        status(5, 3, SlotStatus.SLOT_CONFIRMED);

        assertThat(polled()).containsExactly(SLOT + 4);
        assertThat(counters.forkContradictions().get()).isZero();
    }

    @Test
    void shouldNotReviveASlotThatASettledOneLeavesOut() {
        status(5, ABSENT, SlotStatus.SLOT_DEAD);
        status(6, 4, SlotStatus.SLOT_CONFIRMED);
        status(5, ABSENT, SlotStatus.SLOT_CREATED_BANK);
        forks.onResume();

        assertThat(polled()).containsExactly(SLOT + 5);
        assertThat(forks.isDead(SLOT + 5)).isTrue();
    }

    @Test
    void shouldDoubtADeathThatANewStreamMayHaveMissedTheEndOf() {
        status(5, ABSENT, SlotStatus.SLOT_DEAD);
        polled();
        forks.onResume();
        assertThat(forks.isDead(SLOT + 5)).isFalse();

        status(6, 4, SlotStatus.SLOT_CONFIRMED);

        assertThat(polled()).containsExactly(SLOT + 5);
    }

    @Test
    void shouldNeverReportASettledSlotAndCountWhatContradicts() {
        status(5, 4, SlotStatus.SLOT_CONFIRMED);
        status(5, ABSENT, SlotStatus.SLOT_DEAD);
        status(6, 4, SlotStatus.SLOT_CONFIRMED);
        status(6, 3, SlotStatus.SLOT_FINALIZED);

        assertThat(polled()).isEmpty();
        assertThat(counters.forkContradictions().get()).isEqualTo(3);
    }

    @Test
    void shouldIgnoreAParentThatIsNone() {
        status(5, 5, SlotStatus.SLOT_CONFIRMED);
        status(5, 8, SlotStatus.SLOT_CONFIRMED);
        forks.onParent(SLOT + 5, ABSENT);
        status(5, 3, SlotStatus.SLOT_CONFIRMED);

        assertThat(polled()).containsExactly(SLOT + 4);
    }

    @Test
    void shouldCountWhatDiesBeyondItsMemory() {
        status(3 * SlotForks.SLOTS, 10, SlotStatus.SLOT_CONFIRMED);

        assertThat(polled()).hasSize(SlotForks.SLOTS - 1).allMatch(slot -> slot > SLOT + 2 * SlotForks.SLOTS);
        assertThat(counters.deathsOutOfReach().get()).isEqualTo(2L * SlotForks.SLOTS - 10);
        status(3 * SlotForks.SLOTS - SlotForks.SLOTS, ABSENT, SlotStatus.SLOT_DEAD);
        assertThat(polled()).isEmpty();
        assertThat(counters.deathsOutOfReach().get()).isEqualTo(2L * SlotForks.SLOTS - 9);
    }

    @Test
    void shouldMakeRoomForTheChainBehindASlotFarAhead() {
        status(5 + ((long) SlotForks.SLOTS << 20), ABSENT, SlotStatus.SLOT_PROCESSED);
        status(5, ABSENT, SlotStatus.SLOT_DEAD);

        assertThat(polled()).containsExactly(SLOT + 5);
    }

    /** A server's order: each update at its time, some late; some slots of the chain die first and are made again. */
    @Test
    void shouldFindEveryForkInTheOrderOfAServer() {
        for (int seed = 0; seed < 300; seed++) {
            new Tree(seed, true).play();
        }
    }

    /** Any order at all, as long as each slot of the chain tells its parent once. */
    @Test
    void shouldFindEveryForkInAnyOrder() {
        for (int seed = 0; seed < 300; seed++) {
            new Tree(seed, false).play();
        }
    }

    @Test
    void shouldAllocateNothing() {
        final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        playInARow(1, 10_000);
        threads.getCurrentThreadAllocatedBytes();

        final long before = threads.getCurrentThreadAllocatedBytes();
        final long deaths = playInARow(10_000, 50_000);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isZero();
        assertThat(deaths).isEqualTo(10_000);
    }

    /** Every fourth slot is left out by the next. */
    private long playInARow(final int from, final int to) {
        long deaths = 0;
        for (long slot = from; slot < to; slot++) {
            final long parent = SLOT + slot - (slot % 4 == 1 ? 2 : 1);
            forks.onStatus(SLOT + slot, parent, SlotStatus.SLOT_PROCESSED_VALUE);
            if (slot % 4 != 0) {
                forks.onStatus(SLOT + slot, ABSENT, SlotStatus.SLOT_CONFIRMED_VALUE);
            }
            while (forks.pollDead() != SlotForks.NONE) {
                deaths++;
            }
        }
        return deaths;
    }

    private void status(final long slot, final long parent, final SlotStatus status) {
        forks.onStatus(SLOT + slot, parent == ABSENT ? ABSENT : SLOT + parent, status.getNumber());
    }

    private List<Long> polled() {
        return polled(forks);
    }

    private static List<Long> polled(final SlotForks forks) {
        final List<Long> slots = new ArrayList<>();
        for (long slot = forks.pollDead(); slot != SlotForks.NONE; slot = forks.pollDead()) {
            slots.add(slot);
        }
        return slots;
    }

    /** A random chain with forks and skipped slots, and the updates that tell of it. */
    private static final class Tree {

        private record Update(double at, long slot, long parent, SlotStatus status) {}

        private final int seed;
        private final Random random;
        private final boolean inOrder;
        private final List<Update> updates = new ArrayList<>();
        private final Set<Long> dead = new TreeSet<>();
        private final Set<Long> madeAgain = new TreeSet<>();

        Tree(final int seed, final boolean inOrder) {
            this.seed = seed;
            this.inOrder = inOrder;
            random = new Random(seed);
            long parent = SLOT;
            final int slots = 3 + random.nextInt(300);
            for (int i = 1; i <= slots; i++) {
                final long slot = SLOT + i;
                final boolean last = i == slots;
                if (last || random.nextInt(4) > 0) {
                    onChain(slot, parent, last);
                    parent = slot;
                } else {
                    dead.add(slot);
                    offChain(slot, parent);
                }
            }
        }

        private void onChain(final long slot, final long parent, final boolean last) {
            if (inOrder) {
                add(slot, 0, ABSENT, SlotStatus.SLOT_FIRST_SHRED_RECEIVED);
                if (random.nextInt(6) == 0) {
                    add(slot, 0.2, parent - 1, SlotStatus.SLOT_CREATED_BANK);
                    add(slot, 0.3, ABSENT, SlotStatus.SLOT_DEAD);
                    madeAgain.add(slot);
                }
                add(slot, 0.4, parent, SlotStatus.SLOT_CREATED_BANK);
            }
            add(slot, 1 + random.nextDouble() / 10, parent, SlotStatus.SLOT_PROCESSED);
            // not every slot is named when it is confirmed, and not with its parent
            if (last || random.nextInt(3) > 0) {
                add(slot, 3 + random.nextInt(6), ABSENT, SlotStatus.SLOT_CONFIRMED);
            }
            if (random.nextInt(3) > 0) {
                add(slot, 32 + random.nextInt(3), parent, SlotStatus.SLOT_FINALIZED);
            }
        }

        /** Skipped, dead, abandoned by the chain, or dead and made again and abandoned. */
        private void offChain(final long slot, final long parent) {
            final int how = random.nextInt(4);
            if (how == 1 || (how == 3 && inOrder)) {
                add(slot, 0.5, parent, SlotStatus.SLOT_DEAD);
            }
            if (how == 3 && inOrder) {
                add(slot, 0.6, parent, SlotStatus.SLOT_CREATED_BANK);
                madeAgain.add(slot);
            }
            if (how >= 2) {
                add(slot, 1, parent, SlotStatus.SLOT_PROCESSED);
            }
        }

        private void add(final long slot, final double at, final long parent, final SlotStatus status) {
            updates.add(new Update(slot - SLOT + at, slot, parent, status));
            if (random.nextInt(10) == 0 && status != SlotStatus.SLOT_DEAD) {
                updates.add(new Update(slot - SLOT + at, slot, parent, status));
            }
        }

        void play() {
            if (inOrder) {
                updates.sort(Comparator.comparingDouble(Update::at));
            } else {
                Collections.shuffle(updates, random);
            }
            final AssemblerCounters counters = new AssemblerCounters();
            final SlotForks forks = new SlotForks(counters);
            final List<Long> reported = new ArrayList<>();
            for (final Update update : updates) {
                forks.onStatus(update.slot, update.parent, update.status.getNumber());
                reported.addAll(polled(forks));
            }
            assertThat(counters.forkContradictions().get()).as("seed %d", seed).isZero();
            assertThat(counters.deathsOutOfReach().get()).as("seed %d", seed).isZero();
            final Set<Long> expected = new TreeSet<>(dead);
            expected.addAll(madeAgain);
            assertThat(new TreeSet<>(reported)).as("seed %d", seed).isEqualTo(expected);
            for (final long slot : expected) {
                assertThat(forks.isDead(slot))
                        .as("seed %d, slot %d", seed, slot)
                        .isEqualTo(dead.contains(slot));
                assertThat(Collections.frequency(reported, slot))
                        .as("seed %d, slot %d", seed, slot)
                        .isEqualTo(dead.contains(slot) && madeAgain.contains(slot) ? 2 : 1);
            }
        }
    }
}
