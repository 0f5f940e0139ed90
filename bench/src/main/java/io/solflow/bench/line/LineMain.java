package io.solflow.bench.line;

import io.solflow.ingest.simulator.MarketConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Single runs by hand. */
public final class LineMain {

    private LineMain() {}

    /** Arguments: arrival, rate (0: as fast as taken), chain rate, seconds, warm-up trades, jar, work folder, JVM options. */
    public static void main(final String[] args) throws Exception {
        final Path work = Path.of(args[6]);
        Files.createDirectories(work);
        final double rate = Double.parseDouble(args[1]);
        final int chainRate = Integer.parseInt(args[2]);
        final double seconds = Double.parseDouble(args[3]);
        final long warmUp = Long.parseLong(args[4]);
        final long room =
                (long) ((rate > 0 ? warmUp + rate * seconds : 60_000 + 70_000 * seconds) * 1.05 + 2 * chainRate);
        final MarketConfig market = MarketConfig.of(chainRate, 5_000, 7).lasting(room / chainRate + 1);
        final Path database = work.resolve("line.db");
        for (final String end : List.of("", "-wal", "-shm", "-lock", ".lock")) {
            Files.deleteIfExists(Path.of(database + end));
        }
        final List<String> jvm = new ArrayList<>(List.of(args).subList(7, args.length));
        final Path tapeFile =
                work.resolve("tape-" + chainRate + "-" + market.seconds().getAsLong());
        final Tape tape = Tape.of(tapeFile, market);
        if (args[0].equals("TAPE")) {
            return;
        }
        final LineSettings settings = new LineSettings(
                Path.of(args[5]), database, Arrival.valueOf(args[0]), warmUp, rate, chainRate, seconds, jvm, List.of());
        final LineResult r = LineRun.of(settings, tape.play());
        System.out.printf(
                Locale.ROOT,
                "%s %.0f/s: %,.0f trades/s in %.1f s; ms p50 %.2f p90 %.2f p99 %.2f p99.9 %.2f max %.1f; late p50 %.3f p99 %.2f;"
                        + " cpu %.1f%% (harness %.1f%%, others %.1f%%, steal %.1f%%); %.1f trades/commit, %.0f commits/s, WAL %.0f B/trade;"
                        + " RSS peak %.0f MB; sender waited %.1f s%n",
                settings.arrival(),
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
                r.harnessCpuPercent(),
                r.otherCpuPercent(),
                r.stealPercent(),
                r.tradesPerCommit(),
                r.commits() / r.seconds(),
                r.walBytesPerTrade(),
                r.peakResidentBytes() / 1e6,
                r.senderWaitSeconds());
        r.threads().entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .filter(e -> e.getValue() > 0)
                .limit(12)
                .forEach(e -> System.out.printf(
                        Locale.ROOT,
                        "   %-18s %5.2f s  %5.1f us/trade%n",
                        e.getKey(),
                        e.getValue(),
                        1e6 * e.getValue() / r.trades()));
    }
}
