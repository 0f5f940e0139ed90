package io.solflow.bench.sqlite;

import java.nio.file.Path;

/** One way to write a trace into a database that has its schema. */
interface StoreLoop {

    String name();

    /** Writes the first {@code trades} of a trace in transactions of {@code batch} trades. */
    LoopResult run(MarketTrace trace, int trades, int batch, Path database) throws Exception;
}
