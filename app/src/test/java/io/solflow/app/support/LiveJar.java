package io.solflow.app.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.config.DatabaseReader;
import io.solflow.app.config.UsageException;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.awaitility.core.ConditionFactory;

/** The finished jar's {@code run} on one database, watched by a reader, as often as it is started. */
public final class LiveJar {

    /** An orderly stop is promised within so many seconds. */
    public static final int STOP_SECONDS = 10;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration POLL = Duration.ofMillis(5);

    /** What a reader sees of the committed state, in one snapshot; -1 without checkpoint or trades. */
    public record Committed(long slot, long watermarkSeconds, long trades, long lastTradeId) {}

    private final Path database;
    private final Map<String, String> environment = new HashMap<>();
    private List<String> prefix = List.of();
    private Path folder;
    private Jar jar;

    public LiveJar(final Path database, final int port) {
        this.database = database;
        folder = database.getParent();
        environment.put("GEYSER_URL", "http://127.0.0.1:" + port);
        environment.put("SOLFLOW_DB_PATH", database.toString());
    }

    /** With a small ring, which is soon full. */
    public LiveJar withRing(final int entries) {
        environment.put("SOLFLOW_RING_SIZE", Integer.toString(entries));
        return this;
    }

    /** With flags of the JVM, given as operators give them to a plain {@code java -jar}. */
    public LiveJar withJvmFlags(final String flags) {
        environment.put("JDK_JAVA_OPTIONS", flags);
        return this;
    }

    /** With the page, as users have it, but on a port that is free. */
    public LiveJar withPage() {
        environment.put("SOLFLOW_HTTP", "127.0.0.1:0");
        return this;
    }

    /** Started behind other words, with its output in a folder that both worlds see. */
    public LiveJar behind(final List<String> words, final Path outputFolder) {
        prefix = words;
        folder = outputFolder;
        return this;
    }

    public Path database() {
        return database;
    }

    public void start() throws IOException {
        jar = Jar.startBehind(prefix, folder, environment, "run");
    }

    /** The process started last. */
    public Jar jar() {
        return jar;
    }

    /** Waiting that fails when the process ends by itself. */
    public ConditionFactory awaiting() {
        return await().atMost(PATIENCE).pollInterval(POLL).failFast(() -> assertThat(
                        jar.process().isAlive())
                .as("ended by itself:\n%s", jar.err())
                .isTrue());
    }

    /** Waits until everything up to a slot is committed; the database may not be there yet. */
    public void awaitSlot(final long slot) {
        awaiting()
                .ignoreExceptionsInstanceOf(UsageException.class)
                .until(() -> committed().slot() >= slot);
    }

    public void awaitText(final String text) {
        awaiting().until(() -> jar.err().contains(text));
    }

    public Committed committed() throws SQLException {
        try (Connection connection = DatabaseReader.open(database)) {
            return committed(connection);
        }
    }

    public static Committed committed(final Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT (SELECT coalesce(max(slot), -1) FROM checkpoint),"
                        + " (SELECT coalesce(max(watermark), -1) FROM checkpoint), count(*), coalesce(max(id), -1)"
                        + " FROM trades")) {
            return new Committed(row.getLong(1), row.getLong(2), row.getLong(3), row.getLong(4));
        }
    }

    public void terminate() {
        jar.process().destroy();
    }

    /** The end within the time promised for an orderly stop. */
    public Jar.Result awaitStop() throws IOException, InterruptedException {
        assertThat(jar.process().waitFor(STOP_SECONDS, TimeUnit.SECONDS))
                .as("ended within %d s:\n%s", STOP_SECONDS, jar.err())
                .isTrue();
        return jar.await();
    }

    /** Stops in order. */
    public Jar.Result stop() throws IOException, InterruptedException {
        terminate();
        final Jar.Result result = awaitStop();
        assertThat(result.exitCode()).as(result.err()).isZero();
        return result;
    }

    /** Ends a process that a failed test has left. */
    public void kill() {
        if (jar != null) {
            jar.process().destroyForcibly();
        }
    }
}
