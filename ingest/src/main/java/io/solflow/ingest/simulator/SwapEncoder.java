package io.solflow.ingest.simulator;

/** Writes one program's swap into a transaction, at whatever depth the transaction is, and moves the pool. */
interface SwapEncoder {

    /** The stable label of the program. */
    String label();

    /** Executes the order for {@code user}. */
    Fill encode(TransactionBuilder tx, Pool pool, Address user, Order order, SwapStyle style);
}
