package io.solflow.bench.sqlite;

import java.util.List;

/**
 * A measured figure with all of its runs.
 *
 * @param name loop, trades stored before, batch.
 * @param unit of the samples.
 * @param samples one a run, in order.
 */
public record SqliteRow(String name, String unit, List<Double> samples) {

    static SqliteRow of(final String loop, final int storedBefore, final int batch, final List<LoopResult> runs) {
        return new SqliteRow(
                loop + ", " + storedBefore + " stored, batch " + batch,
                "trades/s",
                runs.stream().map(LoopResult::tradesPerSecond).toList());
    }
}
