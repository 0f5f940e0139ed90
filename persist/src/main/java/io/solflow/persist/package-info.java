/**
 * The store: stage 3 of the pipeline writes trades, metrics and the checkpoint to SQLite, a batch a transaction; at
 * start the stored trades are read back. Open a {@link io.solflow.persist.SqliteStore} first. Knows neither where
 * updates come from nor how metrics are computed.
 */
package io.solflow.persist;
