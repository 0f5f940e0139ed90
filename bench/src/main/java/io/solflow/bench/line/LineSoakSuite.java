package io.solflow.bench.line;

import io.solflow.bench.report.Figure;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import java.util.List;
import java.util.Locale;

/**
 * Four hours of chain time in thirty minutes of wall time at a steady rate: heap, log and latency have to stay level while the
 * longest window fills and begins to empty. {@code -Dsolflow.bench.soakMinutes} makes it shorter or longer.
 *
 * <p>The market begins far enough in the past that no block time lies ahead of this machine's clock.
 */
public final class LineSoakSuite implements Suite {

    /** Name of the property with the minutes of wall time. */
    public static final String MINUTES = "solflow.bench.soakMinutes";

    private static final double DEFAULT_MINUTES = 30;
    private static final double QUICK_MINUTES = 0.2;
    private static final double QUICK_INTERVAL_SECONDS = 3;
    private static final double INTERVAL_SECONDS = 30;

    /** By convention: a change along the fitted line of less than this share of the mean is flat. */
    private static final double FLAT = 0.1;

    @Override
    public String name() {
        return "line-soak";
    }

    @Override
    public void run(final SuiteContext context) throws Exception {
        final double minutes = context.quick()
                ? QUICK_MINUTES
                : Double.parseDouble(System.getProperty(MINUTES, Double.toString(DEFAULT_MINUTES)));
        final Soak soak = new Soak(
                new LinePlace(context), minutes * 60, context.quick() ? QUICK_INTERVAL_SECONDS : INTERVAL_SECONDS);
        final List<Soak.Sample> samples = soak.run(context::say);
        final String conditions = String.format(
                Locale.ROOT,
                "%,d trades/s for %.0f s, %.1f h of chain time, every %.0f s; change along the fitted line %s",
                Soak.RATE,
                minutes * 60,
                minutes * Soak.SPEED / 60,
                soak.intervalSeconds(),
                "of the second half");
        for (final Soak.Quantity quantity : Soak.Quantity.values()) {
            final Trend trend = Soak.trend(samples, quantity).from(minutes * 60 / 2);
            final double share = trend.mean() == 0 ? 0 : trend.change() / trend.mean();
            context.add(new Row(
                    quantity.text(),
                    String.format(
                            Locale.ROOT,
                            "%s: %+.3g %s an hour, %+.1f %% of the mean%s",
                            conditions,
                            trend.slope() * 3600,
                            quantity.unit(),
                            100 * share,
                            quantity.mayGrow() ? "" : Math.abs(share) <= FLAT ? ": flat" : ": not flat"),
                    new Figure(
                            "SolFlow",
                            quantity.unit(),
                            samples.stream().map(quantity::of).toList())));
        }
    }
}
