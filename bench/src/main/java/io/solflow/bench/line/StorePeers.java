package io.solflow.bench.line;

/** SQLite beside the line: what a loop reaches that does nothing but write the same trades. */
public interface StorePeers {

    /**
     * Trades a second of the C loop with the product's schema, upserts included.
     *
     * @param tradesPerCommit size of its transactions.
     * @param full true with five million trades stored, else into a fresh file.
     */
    double cLoop(int tradesPerCommit, boolean full) throws Exception;

    /** Trades a second of the usual way: text columns, 50 trades and 50 upserts a transaction, synchronous=FULL. */
    double usualWay(boolean full) throws Exception;
}
