package io.solflow.bench.line;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Searches the highest rate at which the backlog, planned trades that are not visible yet, does not grow. */
final class SustainedRate {

    private static final int CHAIN_RATE = 2_500;
    private static final double CLOSED_LOOP_SECONDS = 10;

    /** Of trades a second that the market is made for. */
    private static final double FASTEST = 50_000;

    private static final double[] SHARES = {1, 0.95, 0.9, 0.85, 0.8, 0.75, 0.7, 0.6, 0.5, 0.4, 0.3};

    /** A backlog that grows by less than this share of the trades is level. */
    private static final double LEVEL = 0.01;

    private final LinePlace place;
    private final long warmUpTrades;
    private final double seconds;

    /** The highest rate and its run. */
    record Found(double tradesPerSecond, LineResult result) {}

    SustainedRate(final LinePlace place, final long warmUpTrades, final double seconds) {
        this.place = place;
        this.warmUpTrades = warmUpTrades;
        this.seconds = seconds;
    }

    /** Begins with what a closed loop reaches and goes down. */
    Found find(final Arrival arrival, final Consumer<String> progress)
            throws IOException, InterruptedException, SQLException {
        final double most =
                Math.min(FASTEST, run(arrival, 0, CLOSED_LOOP_SECONDS).tradesPerSecond());
        progress.accept(String.format(Locale.ROOT, "%s: %,.0f trades/s without a plan", arrival, most));
        for (final double share : SHARES) {
            final LineResult result = run(arrival, most * share, seconds);
            final double growth = result.backlog().change() / result.trades();
            progress.accept(String.format(
                    Locale.ROOT,
                    "%s, backlog grows by %.1f %% of the trades",
                    LineText.of(arrival, most * share, result),
                    100 * growth));
            if (growth < LEVEL) {
                return new Found(most * share, result);
            }
        }
        throw new IOException("the backlog grew at every rate tried, the lowest " + most * SHARES[SHARES.length - 1]);
    }

    private LineResult run(final Arrival arrival, final double rate, final double lasting)
            throws IOException, InterruptedException, SQLException {
        final Path database = place.newDatabase();
        final double trades = warmUpTrades + FASTEST * seconds;
        final LineResult result = LineRun.of(
                new LineSettings(
                        place.jar(), database, arrival, warmUpTrades, rate, CHAIN_RATE, lasting, List.of(), List.of()),
                place.tape(CHAIN_RATE, trades).play());
        place.remove(database);
        return result;
    }
}
