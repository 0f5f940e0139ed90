package io.solflow.core.extract;

import io.solflow.core.event.Window;
import io.solflow.core.program.SwapDecoder;

/**
 * Refuses trades that the windows could not add up exactly. A trade may move at most one {@value #SHARES}th of what all
 * trades of the longest window, of all mints together, leave of 2^63 lamports. So a long holds the sum of whatever trades
 * of the window, in whatever order they come and leave.
 *
 * <p>A real market never notices: all five programs together move less than 2^54 lamports in four hours. Hostile amounts
 * take little from the others: after a thousand of the largest trades one may still move 1.7 million SOL.
 *
 * <p>Time is that of the trades admitted, in unix seconds, and never goes back; so it is never ahead of the watermark, and
 * what still is in a window is always counted here. One thread; allocates nothing.
 */
final class VolumeLimit {

    /** The limit is this fraction of the room left; with empty windows it is {@link SwapDecoder#MAX_LAMPORTS}. */
    static final int SHARES = 1 << 12;

    private static final int SPAN_SECONDS = Window.S14400.seconds();
    private static final int RING_SECONDS = 1 << 14;
    private static final int RING_MASK = RING_SECONDS - 1;

    private final long[] lamportsBySecond = new long[RING_SECONDS];
    private long newestSecond = -1;
    private long total;

    /** Counts a trade; false, without counting it, when it moves too much. Neither number is negative. */
    boolean admit(final long second, final long lamports) {
        return lamports <= (Long.MAX_VALUE - total) / SHARES && count(second, lamports);
    }

    /** Counts a stored trade, whatever it moves; false when not even the sum of all would have a place. */
    boolean restore(final long second, final long lamports) {
        return second >= 0 && lamports <= Long.MAX_VALUE - total && count(second, lamports);
    }

    private boolean count(final long second, final long lamports) {
        advanceTo(second);
        if (second >= newestSecond - SPAN_SECONDS) {
            lamportsBySecond[(int) second & RING_MASK] += lamports;
            total += lamports;
        }
        return true;
    }

    private void advanceTo(final long second) {
        if (second <= newestSecond) {
            return;
        }
        // however far the time jumps, nothing lies beyond the old one
        final long end = Math.min(second - SPAN_SECONDS, newestSecond + 1);
        for (long left = newestSecond - SPAN_SECONDS; left < end; left++) {
            total -= lamportsBySecond[(int) left & RING_MASK];
            lamportsBySecond[(int) left & RING_MASK] = 0;
        }
        newestSecond = second;
    }
}
