package io.solflow.bench.line;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Results of the line in words. */
final class LineText {

    private LineText() {}

    /** One line with everything. */
    static String of(final Arrival arrival, final double rate, final LineResult r) {
        return String.format(
                Locale.ROOT,
                "%s at %,.0f/s: %,.0f trades/s for %.1f s; latency ms p50 %.2f p90 %.2f p99 %.2f p99.9 %.2f max %.1f; sent late ms"
                        + " p50 %.3f p99 %.2f; CPU %.1f %% (%s), server and reader %.1f %%, others %.1f %%, steal %.1f %%;"
                        + " %.1f trades/commit, %.0f commits/s, log %.0f B/trade; RSS peak %.0f MB; server waited %.1f s",
                arrival,
                rate,
                r.tradesPerSecond(),
                r.seconds(),
                r.latencyMs(50),
                r.latencyMs(90),
                r.latencyMs(99),
                r.latencyMs(99.9),
                r.latencyMs(100),
                r.latenessMs(50),
                r.latenessMs(99),
                r.productCpuPercent(),
                threads(r),
                r.harnessCpuPercent(),
                r.otherCpuPercent(),
                r.stealPercent(),
                r.tradesPerCommit(),
                r.commits() / r.seconds(),
                r.walBytesPerTrade(),
                r.peakResidentBytes() / 1e6,
                r.senderWaitSeconds());
    }

    private static String threads(final LineResult r) {
        return r.threads().entrySet().stream()
                .filter(thread -> thread.getValue() > 0.005 * r.seconds())
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .map(thread ->
                        String.format(Locale.ROOT, "%s %.1f", thread.getKey(), 100 * thread.getValue() / r.seconds()))
                .collect(Collectors.joining(", "));
    }

    /** What else went on in the machine: medians would hide it, so it is the worst of the runs. */
    static String load(final List<LineResult> results) {
        return String.format(
                Locale.ROOT,
                "steal ≤ %.1f %%, others ≤ %.0f %% of a core",
                results.stream().mapToDouble(LineResult::stealPercent).max().orElse(0),
                results.stream().mapToDouble(LineResult::otherCpuPercent).max().orElse(0));
    }

    static String number(final double value) {
        return value == Math.rint(value) ? Long.toString((long) value) : Double.toString(value);
    }
}
