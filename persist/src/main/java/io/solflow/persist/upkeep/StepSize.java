package io.solflow.persist.upkeep;

/** How many rows fit into a transaction of a given time, learned from those before. One thread. */
final class StepSize {

    static final int MIN_ROWS = 64;
    static final int MAX_ROWS = 20_000;
    private static final int FIRST_ROWS = 200;

    private final long targetNs;
    private int rows = FIRST_ROWS;

    StepSize(final long targetNs) {
        this.targetNs = targetNs;
    }

    /** Rows for the next transaction. */
    int rows() {
        return rows;
    }

    /**
     * The last one held the lock so long: at most twice as many the next time, and no fewer than half. A machine that took
     * the thread off in between stretches one step, which tells nothing of the next.
     */
    void took(final long ns) {
        final double factor = Math.max(0.5, Math.min(2, targetNs / (double) Math.max(1, ns)));
        rows = (int) Math.max(MIN_ROWS, Math.min(MAX_ROWS, rows * factor));
    }
}
