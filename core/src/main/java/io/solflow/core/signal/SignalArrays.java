package io.solflow.core.signal;

import io.solflow.core.event.SignalList;
import java.util.Arrays;

/**
 * Arrays of signals for lending to events, in sizes of a power of two. Few events have signals, and give their array back
 * when the ring brings them round again; most of these have few, so that one size serves them and soon suffices. One thread.
 */
final class SignalArrays {

    private static final long[] NONE = {};

    /** Larger ones, of the seconds in which very many begin or end, are left to the garbage collector. */
    private static final int KEPT_SIZES = 8;

    private static final int FIRST_ROOM = 16;
    private static final int SMALLEST_SIGNALS = 16;

    private final long[][][] kept = new long[KEPT_SIZES][FIRST_ROOM][];
    private final int[] keptCounts = new int[KEPT_SIZES];

    /** Takes a list's array back; the list is empty then. */
    void takeBack(final SignalList list) {
        if (list.values().length > 0) {
            keep(list.take(NONE));
        }
    }

    /** Makes {@code target} hold what {@code source} holds. */
    void copy(final SignalList source, final SignalList target) {
        final int size = sizeFor(source.size());
        if (target.values().length != length(size)) {
            takeBack(target);
            target.take(borrow(size));
        }
        System.arraycopy(source.values(), 0, target.values(), 0, source.size() * SignalList.STRIDE);
        target.size(source.size());
    }

    private static int sizeFor(final int signals) {
        return signals <= SMALLEST_SIGNALS
                ? 0
                : Integer.SIZE - Integer.numberOfLeadingZeros((signals - 1) / SMALLEST_SIGNALS);
    }

    private static int length(final int size) {
        return (SMALLEST_SIGNALS << size) * SignalList.STRIDE;
    }

    private long[] borrow(final int size) {
        if (size >= KEPT_SIZES || keptCounts[size] == 0) {
            return new long[length(size)];
        }
        return kept[size][--keptCounts[size]];
    }

    private void keep(final long[] values) {
        final int size = sizeFor(values.length / SignalList.STRIDE);
        if (size >= KEPT_SIZES || values.length != length(size)) {
            return;
        }
        if (keptCounts[size] == kept[size].length) {
            kept[size] = Arrays.copyOf(kept[size], 2 * keptCounts[size]);
        }
        kept[size][keptCounts[size]++] = values;
    }
}
