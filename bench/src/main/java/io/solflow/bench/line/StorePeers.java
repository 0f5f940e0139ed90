package io.solflow.bench.line;

import io.solflow.bench.report.SuiteContext;

/** SQLite beside the line: what a loop reaches that does nothing but write such trades. */
public interface StorePeers {

    /** Makes them for a suite's run. */
    interface Factory {
        /** Prepares files and programs in the suite's folder. */
        StorePeers open(SuiteContext context) throws Exception;
    }

    /** What stands for SQLite's limit. */
    String limitName();

    /** Whether the limit is the C loop; without a compiler it is a loop in Java, and no bar is held against it. */
    boolean hasCLoop();

    /**
     * Trades a second of the limit with the product's schema, upserts included.
     *
     * @param tradesPerCommit size of its transactions.
     * @param full true with five million trades stored, else into a fresh file.
     */
    double limit(int tradesPerCommit, boolean full) throws Exception;

    /** Trades a second of the usual way: text columns, 50 trades and their upserts a transaction, synchronous=FULL. */
    double usualWay(boolean full) throws Exception;
}
