/**
 * SQLite's limit and the persister beside it: one seeded market, written by the real persist stage, by a C program, by a
 * bare JDBC loop and in the layout that is usual, the same rows in the same batches. {@link
 * io.solflow.bench.sqlite.SqliteLimits} runs them in turn.
 */
package io.solflow.bench.sqlite;
