package io.solflow.ingest.simulator;

/**
 * What a trader wants of a pool.
 *
 * @param buy true to buy the coin, false to sell it.
 * @param money lamports (or base units of the pool's other money) that move, fees not included.
 */
record Order(boolean buy, long money) {}
