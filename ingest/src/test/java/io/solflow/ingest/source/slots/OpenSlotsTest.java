package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.wire.UpdateEnvelope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class OpenSlotsTest {

    private static final long SEED = 20_261_126;
    private static final int PAGE = BytePages.PAGE_BYTES;

    private final OpenSlots slots = new OpenSlots(8, SlotClock.live());

    @Test
    void shouldGiveBackWhatCameWhateverItsSize() {
        final Random random = new Random(SEED);
        for (int life = 0; life < 20; life++) {
            final OpenSlot slot = slots.open(life, 0);
            final List<byte[]> model = transactions(random, 300);
            final List<Integer> arrival = new ArrayList<>();
            for (int i = 0; i < model.size(); i++) {
                arrival.add(i);
            }
            Collections.shuffle(arrival, random);
            for (final int index : arrival) {
                final byte[] update = model.get(index);
                slots.add(slot, envelope(index), update, 1, update.length - 1, index);
            }
            for (int entry = 0; entry < model.size(); entry++) {
                final int index = arrival.get(entry);
                final byte[] expected = Arrays.copyOfRange(model.get(index), 1, model.get(index).length);
                final byte[] held = Arrays.copyOfRange(
                        slot.bytes(entry), slot.offset(entry), slot.offset(entry) + slot.length(entry));
                assertThat(held)
                        .as("seed %d, life %d, index %d", SEED, life, index)
                        .isEqualTo(expected);
                assertThat(slot.txIndex(entry)).isEqualTo(index);
                assertThat(slot.receivedNs(entry)).isEqualTo(index);
            }
            assertThat(slots.heldBytes())
                    .isEqualTo(model.stream()
                            .mapToLong(u -> u.length - 1 + OpenSlot.OVERHEAD_BYTES)
                            .sum());
            slots.remove(slot);
            slots.recycle(slot);
            assertThat(slots.heldBytes()).isZero();
        }
    }

    @Test
    void shouldMakeNoArraysForALargeSlotOnceOneWasOpen() {
        fill(slots.open(1, 0));
        final long made = slots.pages().made();
        assertThat(made).isGreaterThan(200);
        for (long slot = 2; slot < 6; slot++) {
            fill(slots.open(slot, 0));
        }
        assertThat(slots.pages().made()).isEqualTo(made);
    }

    @Test
    void shouldKeepNoMoreArraysThanPromised() {
        final BytePages pages = new BytePages();
        final List<byte[]> lent = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            lent.add(pages.lend());
        }
        lent.forEach(pages::takeBack);
        pages.takeBack(new byte[PAGE + 1]);
        for (int i = 0; i < 600; i++) {
            assertThat(pages.lend()).hasSize(PAGE);
        }
        assertThat(pages.made()).isEqualTo(600 + 600 - 512);
    }

    /** Fifty-six megabytes, then its end. */
    private void fill(final OpenSlot slot) {
        final byte[] update = new byte[8_000];
        final UpdateEnvelope envelope = envelope(1);
        for (int i = 0; i < 7_000; i++) {
            slots.add(slot, envelope, update, 0, update.length, 0);
        }
        slots.remove(slot);
        slots.recycle(slot);
    }

    private static UpdateEnvelope envelope(final long index) {
        final byte[] update = Updates.transaction(1, index);
        final UpdateEnvelope envelope = new UpdateEnvelope();
        assertThat(envelope.wrap(update, 0, update.length)).isTrue();
        return envelope;
    }

    private static List<byte[]> transactions(final Random random, final int count) {
        final List<byte[]> transactions = new ArrayList<>();
        final int[] special = {1, 2, PAGE, PAGE + 1, PAGE + 2, 3 * PAGE};
        for (int i = 0; i < count; i++) {
            final boolean usual = random.nextInt(20) > 0;
            final byte[] update =
                    new byte[usual ? 1 + random.nextInt(20_000) : special[random.nextInt(special.length)]];
            random.nextBytes(update);
            transactions.add(update);
        }
        return transactions;
    }
}
