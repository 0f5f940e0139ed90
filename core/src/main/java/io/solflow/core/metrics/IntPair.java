package io.solflow.core.metrics;

/** Two ints in one long: the fields of records that need no more. */
final class IntPair {

    private static final long LOW_MASK = 0xFFFF_FFFFL;

    private IntPair() {}

    static long of(final int high, final int low) {
        return (long) high << Integer.SIZE | (low & LOW_MASK);
    }

    static int high(final long pair) {
        return (int) (pair >> Integer.SIZE);
    }

    static int low(final long pair) {
        return (int) pair;
    }

    static long withHigh(final long pair, final int high) {
        return of(high, low(pair));
    }

    static long withLow(final long pair, final int low) {
        return of(high(pair), low);
    }
}
