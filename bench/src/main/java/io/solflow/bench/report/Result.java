package io.solflow.bench.report;

import java.util.List;

/**
 * What a run of a suite gave.
 *
 * @param suite the suite's name, with {@code -jdkN} when it ran on another JDK than the project's level.
 */
public record Result(String suite, Conditions conditions, List<Table> tables) {

    /** Copies the tables. */
    public Result {
        tables = List.copyOf(tables);
    }
}
