package io.solflow.ingest.simulator;

/**
 * What an order did.
 *
 * @param money that moved between trader and pool, fees not included: what a stored trade shows as lamports.
 * @param coins base units of the coin that moved.
 * @param userMoney what the trader paid in all, or got in the end.
 * @param place of the instruction that proves it, in its transaction's execution order with token batches unpacked.
 * @param byEvent true when only the event tells, as the instruction is one that nobody knows.
 */
record Fill(long money, long coins, long userMoney, int place, boolean byEvent) {}
