package io.solflow.bench.line;

import io.solflow.bench.report.LaunchedProcesses;
import io.solflow.ingest.simulator.MarketConfig;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One run by hand, for profiles and comparisons of two jars:
 *
 * <pre>
 * java -cp bench/target/benchmarks.jar io.solflow.bench.line.LineMain \
 *     EVEN 1000 1000 20 150000 app/target/solflow.jar FOLDER -XX:StartFlightRecording=filename=line.jfr,settings=profile
 * </pre>
 *
 * <p>Arguments: arrival, trades a second (0: as fast as they are taken), trades a second of chain time, seconds, warm-up trades,
 * jar, folder for the market and the database, options of the product's JVM.
 */
public final class LineMain {

    private static final double MARGIN = 1.05;
    private static final double FASTEST = 70_000;
    private static final int PLACES = 7;

    private LineMain() {}

    /** See the class. */
    public static void main(final String[] args) throws Exception {
        if (args.length < PLACES) {
            System.err.println("arguments: EVEN|SLOTS RATE CHAIN_RATE SECONDS WARM_UP_TRADES JAR FOLDER [JVM_OPTION…]");
            System.exit(2);
        }
        LaunchedProcesses.endWithThis();
        final Arrival arrival = Arrival.valueOf(args[0]);
        final double rate = Double.parseDouble(args[1]);
        final int chainRate = Integer.parseInt(args[2]);
        final double seconds = Double.parseDouble(args[3]);
        final long warmUp = Long.parseLong(args[4]);
        final Path folder = Files.createDirectories(Path.of(args[6]));
        final Path database = folder.resolve("line.db");
        for (final String end : List.of("", "-wal", "-shm", ".lock")) {
            Files.deleteIfExists(Path.of(database + end));
        }
        final double trades = (warmUp + (rate > 0 ? rate : FASTEST) * seconds) * MARGIN + chainRate;
        final MarketConfig market = LinePlace.market(chainRate).lasting((long) (trades / chainRate) + 1);
        final LineSettings settings = new LineSettings(
                Path.of(args[5]),
                database,
                arrival,
                warmUp,
                rate,
                chainRate,
                seconds,
                List.of(args).subList(PLACES, args.length),
                List.of());
        final LineResult result = LineRun.of(
                settings, Tape.of(folder.resolve("market.tape"), market).play());
        System.out.println(LineText.of(arrival, rate, result));
        result.threads().entrySet().stream()
                .filter(thread -> thread.getValue() > 0)
                .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                .forEach(thread -> System.out.printf(
                        Locale.ROOT,
                        "  %-16s %6.1f µs a trade%n",
                        thread.getKey(),
                        1e6 * thread.getValue() / result.trades()));
    }
}
