package io.solflow.core.metrics;

import io.solflow.core.event.MetricsRows;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * The way back of large arrays from the last reader of rows to the engine that lent them: one thread gives, the engine's
 * takes. Arrays that do not fit are left to the garbage collector.
 */
public final class RowReturns {

    /** Rows keep an array of up to this many, 4 KB: it is used again when the ring comes round. */
    public static final int RETAINED_ROWS = 32;

    private static final int CAPACITY = 1024;

    private final OneToOneConcurrentArrayQueue<long[]> arrays = new OneToOneConcurrentArrayQueue<>(CAPACITY);

    RowReturns() {}

    /** True for rows whose array is to be given back. */
    public static boolean isLarge(final MetricsRows rows) {
        return rows.values().length > RETAINED_ROWS * MetricsRows.STRIDE;
    }

    /** Empties rows that nobody reads any more and gives their array back; the last reader's thread. */
    public void give(final MetricsRows rows) {
        final long[] array = rows.giveBack();
        if (array != null) {
            arrays.offer(array);
        }
    }

    /** The next array that came back, null when there is none; the engine's thread. */
    long[] take() {
        return arrays.poll();
    }
}
