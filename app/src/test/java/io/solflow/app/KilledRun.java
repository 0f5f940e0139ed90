package io.solflow.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;

/**
 * The finished jar's {@code run} on one database, started and killed with SIGKILL again and again at random moments: while
 * it starts, right after its first commit, and while it streams.
 */
final class KilledRun {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration POLL = Duration.ofMillis(5);
    private static final int MAX_START_MS = 1_500;
    private static final int MAX_STREAM_MS = 400;
    private static final int SIGKILL_EXIT = 128 + 9;
    private static final int SIGTERM_SECONDS = 10;

    /** What a reader sees of the committed state, in one snapshot; -1 without checkpoint or trades. */
    record Committed(long slot, long watermarkSeconds, long trades, long lastTradeId) {}

    private final Path database;
    private final Map<String, String> environment;
    private final Random random;
    private int killsAtStart;

    KilledRun(final Path database, final int port, final Random random) {
        this.database = database;
        this.random = random;
        environment = Map.of("GEYSER_URL", "http://127.0.0.1:" + port, "SOLFLOW_DB_PATH", database.toString());
    }

    /** Starts on the new database and kills after the first checkpoint: before it, a run knows no slot to return to. */
    void killAfterFirstCheckpoint() throws Exception {
        final Jar run = start();
        awaiting(run)
                .ignoreExceptionsInstanceOf(UsageException.class)
                .until(() -> committed().slot() >= 0);
        kill(run);
    }

    /** Starts, kills, and returns what a reader had seen just before, whose connection may stay open over the kill. */
    Committed killAtRandomMoment() throws Exception {
        final boolean whileStarting = random.nextInt(3) == 0;
        killsAtStart += whileStarting ? 1 : 0;
        final boolean readerStays = random.nextBoolean();
        final Committed before = committed();
        final Jar run = start();
        if (whileStarting) {
            pause(run, random.nextInt(MAX_START_MS));
        } else {
            awaiting(run).until(() -> committed().slot() > before.slot());
            pause(run, random.nextInt(MAX_STREAM_MS));
        }
        return readerStays ? killBesideReader(run) : killAlone(run);
    }

    /** A reader that outlives the writer keeps the index of the write-ahead log alive. */
    private Committed killBesideReader(final Jar run) throws Exception {
        try (Connection reader = DatabaseReader.open(database)) {
            final Committed seen = committed(reader);
            kill(run);
            return seen;
        }
    }

    private Committed killAlone(final Jar run) throws Exception {
        final Committed seen = committed();
        kill(run);
        return seen;
    }

    /** Starts, lets it go on to a slot for so long at most, and ends it with SIGTERM. */
    void finishAt(final long slot, final Duration patience) throws Exception {
        final Jar run = start();
        awaiting(run).atMost(patience).until(() -> committed().slot() >= slot);
        run.process().destroy();
        assertThat(run.process().waitFor(SIGTERM_SECONDS, TimeUnit.SECONDS))
                .as("ended within 10 s")
                .isTrue();
        assertThat(run.await().exitCode()).as(run.err()).isZero();
    }

    /** Kills at any time of a start; the others came while updates were written. */
    int killsAtStart() {
        return killsAtStart;
    }

    Committed committed() throws SQLException {
        try (Connection connection = DatabaseReader.open(database)) {
            return committed(connection);
        }
    }

    private static Committed committed(final Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT coalesce(max(slot), -1) FROM checkpoint),"
                        + " (SELECT coalesce(max(watermark), -1) FROM checkpoint), count(*), coalesce(max(id), -1)"
                        + " FROM trades")) {
            return new Committed(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
        }
    }

    private static ConditionFactory awaiting(final Jar run) {
        return await().atMost(PATIENCE).pollInterval(POLL).failFast(() -> assertThat(
                        run.process().isAlive())
                .as("ended by itself:\n%s", run.err())
                .isTrue());
    }

    private Jar start() throws IOException {
        return Jar.start(database.getParent(), environment, "run");
    }

    /** The moment of the kill is part of the drill, nothing is waited for; a process that ends early fails the kill. */
    private static void pause(final Jar run, final int ms) throws InterruptedException {
        run.process().waitFor(ms, TimeUnit.MILLISECONDS);
    }

    /** Kills a process that must have lived until now. */
    static void kill(final Jar run) throws IOException, InterruptedException {
        run.process().destroyForcibly();
        final Jar.Result result = run.await();
        assertThat(result.exitCode()).as("exit code of\n%s", result.err()).isEqualTo(SIGKILL_EXIT);
    }
}
