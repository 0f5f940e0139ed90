package io.solflow.persist.write;

import java.sql.SQLException;

/**
 * The writer of one table, or of one section of it, within a transaction that others begin and end. {@link StoreWriter} has
 * them all in one list and calls each at every step. Writer thread only; reused for all transactions.
 */
interface TableWriter extends AutoCloseable {

    /** Writes what has waited for the end of the transaction; the last step before the commit. */
    void writeOut() throws SQLException;

    /** The transaction is stored: counts what it did, and forgets it. */
    void committed();

    /** The transaction is gone: forgets what it did. */
    void rolledBack() throws SQLException;

    /** Closes the statements; a later use prepares them anew. */
    @Override
    void close() throws SQLException;
}
