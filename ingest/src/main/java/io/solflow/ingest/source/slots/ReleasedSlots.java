package io.solflow.ingest.source.slots;

import io.solflow.core.event.TimeSource;
import io.solflow.core.wire.UpdateEnvelope;
import java.util.Arrays;

/** The slots released last, their times and banks; a slot displaces the one {@value #SLOTS} before it. */
final class ReleasedSlots {

    /** More than three minutes at 100 ms a slot: servers replay less. */
    static final int SLOTS = 2_048;

    private static final int MASK = SLOTS - 1;

    private final long[] slots = new long[SLOTS];
    private final long[] seconds = new long[SLOTS];
    private final TimeSource[] sources = new TimeSource[SLOTS];
    private final long[] banks = new long[SLOTS];

    ReleasedSlots() {
        Arrays.fill(slots, -1);
    }

    boolean contains(final long slot) {
        return slots[(int) slot & MASK] == slot;
    }

    void add(final long slot, final long timeSeconds, final TimeSource source, final long bank) {
        final int index = (int) slot & MASK;
        slots[index] = slot;
        seconds[index] = timeSeconds;
        sources[index] = source;
        banks[index] = bank;
    }

    /** Time of a slot that is contained. */
    long seconds(final long slot) {
        return seconds[(int) slot & MASK];
    }

    /** Source of the time of a slot that is contained. */
    TimeSource source(final long slot) {
        return sources[(int) slot & MASK];
    }

    /** The bank of a slot that is contained, {@link UpdateEnvelope#NO_BANK} when it is not known. */
    long bank(final long slot) {
        return banks[(int) slot & MASK];
    }

    void bank(final long slot, final long value) {
        banks[(int) slot & MASK] = value;
    }

    /** A new stream begins, where banks have other numbers. */
    void forgetBanks() {
        Arrays.fill(banks, UpdateEnvelope.NO_BANK);
    }
}
