package io.solflow.bench.line;

import io.solflow.bench.report.SuiteContext;
import io.solflow.ingest.simulator.MarketConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Where a suite's files are, and the markets that its runs play. */
final class LinePlace {

    /** Coins of every market. */
    static final int TOKENS = 5_000;

    /** Of every market. */
    static final long SEED = 4;

    private static final double MARGIN = 1.06;
    private static final int MARGIN_SECONDS = 2;
    private static final Path JAR = Path.of("app", "target", "solflow.jar");

    private final Path folder;
    private int databases;

    LinePlace(final SuiteContext context) {
        folder = context.workFolder();
    }

    /** The product. */
    Path jar() {
        return JAR.toAbsolutePath();
    }

    Path folder() {
        return folder;
    }

    /** A file that is not there. */
    Path newDatabase() {
        return folder.resolve("line-" + ++databases + ".db");
    }

    /** Removes a database and what lies beside it. */
    void remove(final Path database) throws IOException {
        for (final String end : List.of("", "-wal", "-shm", ".lock")) {
            Files.deleteIfExists(Path.of(database + end));
        }
    }

    /** A market of so many trades at least, encoded; the same market is encoded once. */
    Tape tape(final int chainRate, final double trades) throws IOException {
        final long seconds = (long) (trades * MARGIN / chainRate) + MARGIN_SECONDS;
        return Tape.of(
                folder.resolve("market-" + chainRate + ".tape"),
                market(chainRate).lasting(seconds));
    }

    static MarketConfig market(final int chainRate) {
        return MarketConfig.of(chainRate, TOKENS, SEED);
    }
}
