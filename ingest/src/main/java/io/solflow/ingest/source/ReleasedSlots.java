package io.solflow.ingest.source;

import io.solflow.core.event.TimeSource;
import java.util.Arrays;

/** The slots released last and the times they were given; a slot displaces the one {@value #SLOTS} before it. */
final class ReleasedSlots {

    static final int SLOTS = 512;

    private static final int MASK = SLOTS - 1;

    private final long[] slots = new long[SLOTS];
    private final long[] seconds = new long[SLOTS];
    private final TimeSource[] sources = new TimeSource[SLOTS];

    ReleasedSlots() {
        Arrays.fill(slots, -1);
    }

    boolean contains(final long slot) {
        return slots[(int) slot & MASK] == slot;
    }

    void add(final long slot, final long timeSeconds, final TimeSource source) {
        final int index = (int) slot & MASK;
        slots[index] = slot;
        seconds[index] = timeSeconds;
        sources[index] = source;
    }

    /** Time of a slot that is contained. */
    long seconds(final long slot) {
        return seconds[(int) slot & MASK];
    }

    /** Source of the time of a slot that is contained. */
    TimeSource source(final long slot) {
        return sources[(int) slot & MASK];
    }
}
