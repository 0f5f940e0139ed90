package io.solflow.bench.sqlite;

/**
 * A batch size of the suite.
 *
 * @param batch trades a transaction.
 * @param trades written by a run.
 * @param samples rounds.
 * @param bars whether this is the batch that the bars hold for; then the usual layout and the usual way run, too.
 */
record SqliteStep(int batch, int trades, int samples, boolean bars) {}
