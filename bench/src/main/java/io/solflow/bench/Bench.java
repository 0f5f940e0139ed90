package io.solflow.bench;

import io.solflow.bench.line.LineLatencySuite;
import io.solflow.bench.line.LineReadersSuite;
import io.solflow.bench.line.LineSoakSuite;
import io.solflow.bench.line.LineStartSuite;
import io.solflow.bench.line.LineThroughputSuite;
import io.solflow.bench.metrics.MetricsSuite;
import io.solflow.bench.report.JvmArguments;
import io.solflow.bench.report.ReadmeTables;
import io.solflow.bench.report.Result;
import io.solflow.bench.report.ResultFile;
import io.solflow.bench.report.RunClock;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import io.solflow.bench.report.Table;
import io.solflow.bench.report.WorkFolder;
import io.solflow.bench.ring.RingSuite;
import io.solflow.bench.source.SourceSuite;
import io.solflow.bench.sqlite.SqlitePeers;
import io.solflow.bench.sqlite.SqliteSuite;
import io.solflow.bench.wire.Base58Suite;
import io.solflow.bench.wire.ExtractSuite;
import io.solflow.bench.wire.WireSuite;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Main of the benchmarks' jar: {@code [--quick] [SUITE…]} runs suites, writes their result files and rewrites the tables of
 * the README; {@code jmh …} goes to JMH's own main. Run by {@code bench/run.sh}, in the project's folder.
 */
public final class Bench {

    /** All suites, in the order in which they run. Adding one is a line here and a pair of markers in the README. */
    static final List<Suite> SUITES = List.of(
            new WireSuite(),
            new ExtractSuite(),
            new Base58Suite(),
            new RingSuite(),
            new SourceSuite(),
            new MetricsSuite(),
            new SqliteSuite(),
            new LineLatencySuite(),
            new LineThroughputSuite(Optional.of(SqlitePeers::open)),
            new LineReadersSuite(),
            new LineStartSuite(),
            new LineSoakSuite());

    /** Suites that take so long that they run only when they are named. */
    private static final List<String> BY_NAME_ONLY = List.of("line-soak");

    private static final int LEVEL = 17;
    private static final int USAGE = 2;
    private static final Path FOLDER = Path.of("bench");
    private static final Path QUICK_FOLDER = FOLDER.resolve("target/quick");

    private final boolean quick;
    private final String command;
    private final Path target;

    private Bench(final boolean quick, final String command) {
        this.quick = quick;
        this.command = command;
        target = quick ? QUICK_FOLDER : FOLDER;
    }

    /** See the class. */
    public static void main(final String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("jmh")) {
            org.openjdk.jmh.Main.main(Stream.concat(
                            Stream.of("-jvmArgsPrepend", String.join(" ", JvmArguments.OF_FORKS)),
                            Stream.of(args).skip(1))
                    .toArray(String[]::new));
            return;
        }
        final List<String> names = new ArrayList<>(Arrays.asList(args));
        final boolean quick = names.remove("--quick");
        final String command = System.getProperty("solflow.bench.command", "bash bench/run.sh");
        final Bench bench = new Bench(
                quick,
                String.join(
                        " ", Stream.concat(Stream.of(command), Stream.of(args)).toList()));
        final List<Suite> suites = named(names);
        bench.requireProject();
        for (final Suite suite : suites) {
            bench.run(suite);
        }
        bench.rewriteTables();
    }

    private static List<Suite> named(final List<String> names) {
        final List<String> known = SUITES.stream().map(Suite::name).toList();
        for (final String name : names) {
            if (!known.contains(name)) {
                System.err.println(
                        "suite is '" + name + "', allowed are " + known + ", --quick, and jmh with JMH's options");
                System.exit(USAGE);
            }
        }
        return SUITES.stream()
                .filter(suite -> names.isEmpty() ? !BY_NAME_ONLY.contains(suite.name()) : names.contains(suite.name()))
                .toList();
    }

    private void requireProject() {
        if (!Files.isRegularFile(FOLDER.resolve("README.md"))) {
            System.err.println("there is no bench/README.md here; run it in the project's folder");
            System.exit(USAGE);
        }
    }

    private void run(final Suite suite) throws Exception {
        try (WorkFolder folder = new WorkFolder()) {
            final SuiteContext context = new SuiteContext(suite.name(), quick, folder.path(), System.out);
            final RunClock clock = new RunClock(command);
            suite.run(context);
            final String suffix = jdkSuffix();
            final List<Table> tables = context.tables().stream()
                    .map(table -> new Table(table.name() + suffix, table.rows()))
                    .toList();
            context.say("written to "
                    + ResultFile.write(
                            target.resolve("results"), new Result(suite.name() + suffix, clock.end(), tables)));
        }
    }

    private static String jdkSuffix() {
        final int feature = Runtime.version().feature();
        return feature == LEVEL ? "" : "-jdk" + feature;
    }

    private void rewriteTables() throws IOException {
        final Path readme = FOLDER.resolve("README.md");
        final List<String> unplaced =
                ReadmeTables.rewrite(readme, target.resolve("results"), target.resolve("README.md"));
        if (!unplaced.isEmpty()) {
            System.err.println("bench/README.md has no markers for the tables " + unplaced);
        }
    }
}
