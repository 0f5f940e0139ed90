package io.solflow.bench.sqlite;

/** The last row of each mint within a batch, in the order in which the mints first came. */
final class BatchMints {

    private final MarketTrace trace;
    private final int[] rowOfMint;
    private final long[] watermarkOfMint;
    private final int[] mints;
    private int size;

    BatchMints(final MarketTrace trace) {
        this.trace = trace;
        rowOfMint = new int[trace.mints().size()];
        watermarkOfMint = new long[rowOfMint.length];
        mints = new int[rowOfMint.length];
        java.util.Arrays.fill(rowOfMint, -1);
    }

    /** Takes the rows that a trade touched. */
    void add(final int trade) {
        for (int row = trace.rowsBegin(trade); row < trace.rowsEnd(trade); row++) {
            final int mint = trace.rowMint(row);
            if (rowOfMint[mint] < 0) {
                mints[size++] = mint;
            }
            rowOfMint[mint] = row;
            watermarkOfMint[mint] = trace.watermark(trade);
        }
    }

    int size() {
        return size;
    }

    int row(final int index) {
        return rowOfMint[mints[index]];
    }

    long watermark(final int index) {
        return watermarkOfMint[mints[index]];
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            rowOfMint[mints[i]] = -1;
        }
        size = 0;
    }
}
