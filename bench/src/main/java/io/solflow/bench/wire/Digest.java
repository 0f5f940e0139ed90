package io.solflow.bench.wire;

/**
 * Folds what extraction reads of a transaction into one number, so that readers can be compared and none can leave work
 * out. Every reader feeds the same fields; sums, so the order does not matter.
 */
final class Digest {

    private long sum;

    void reset() {
        sum = 0;
    }

    void transaction(
            final long slot, final long txIndex, final int signatureByte, final boolean vote, final boolean failed) {
        sum += 31 * slot + txIndex + 7L * signatureByte + (vote ? 3 : 0) + (failed ? 5 : 0);
    }

    /** Outer index and place among the inner instructions (-1 at the top), program's key, sizes, first byte of data. */
    void instruction(
            final int outer,
            final int inner,
            final int programByte,
            final int accounts,
            final int data,
            final int first) {
        sum += 1_009L * outer + 13L * (inner + 2) + 17L * programByte + 19L * accounts + 23L * data + 29L * first;
    }

    void balance(final int account, final int mintByte, final int decimals) {
        sum += 37L * account + 41L * mintByte + 43L * decimals;
    }

    void log(final int length) {
        sum += 47L * length;
    }

    long value() {
        return sum;
    }
}
