package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.engine.Engine;
import io.solflow.app.health.HealthCause;
import io.solflow.app.health.HealthLevel;
import io.solflow.app.live.LiveRun;
import io.solflow.app.live.StopSignals;
import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.LogCapture;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.SummaryText;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.stream.SourceEnd;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A live run that is disturbed on purpose: its health says what, and turns green again by itself. */
@Timeout(120)
class HealthRunTest {

    private static final long SEED = 20_261_126;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    @TempDir
    Path folder;

    private final AtomicBoolean done = new AtomicBoolean();

    @Test
    void shouldTurnRedWhileTheDatabaseIsLockedAndYellowWithoutAServer() throws Exception {
        final Path database = folder.resolve("health.db");
        final MarketConfig market =
                MarketConfig.of(100, 20, SEED).startingAt(452_000_000, System.currentTimeMillis() / 1000);
        try (LogCapture log = LogCapture.start();
                GeyserServer server = GeyserServer.start(GeyserServerConfig.defaults(), new MarketSimulator(market));
                Engine engine = Engine.open(PipelineRun.options(database), null)) {
            final LiveRun run = new LiveRun(engine, config(server));
            final CompletableFuture<SourceEnd> end = CompletableFuture.supplyAsync(() -> live(run));
            awaitGreen(run, engine);

            try (Connection other = DriverManager.getConnection("jdbc:sqlite:" + database);
                    Statement statement = other.createStatement()) {
                statement.execute("BEGIN IMMEDIATE");
                awaitFinding(run, HealthCause.DATABASE_LOCKED);
                assertThat(run.health().level()).isEqualTo(HealthLevel.RED);
                assertThat(run.health().shortText()).contains(database.toString());
                statement.execute("ROLLBACK");
            }
            awaitGreen(run, engine);

            server.disconnect();
            awaitFinding(run, HealthCause.NOT_CONNECTED);
            assertThat(run.health().level()).isEqualTo(HealthLevel.YELLOW);
            server.listen();
            awaitGreen(run, engine);

            done.set(true);
            assertThat(end.get(60, TimeUnit.SECONDS).kind()).isEqualTo(SourceEnd.Kind.STOPPED);
            assertThat(log.text())
                    .containsOnlyOnce("health red: database-locked")
                    .containsOnlyOnce("database-locked is over after");
            assertThat(SummaryText.of(run.healthLog()::print)).contains("health        red: database-locked, 1 time, ");
        }
        assertThat(PipelineRun.verify(database).details()).as("seed %d", SEED).isEmpty();
    }

    private SourceEnd live(final LiveRun run) {
        try (PrintStream status = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8)) {
            return run.run(new StopSignals(), done::get, status);
        } catch (final InterruptedException e) {
            throw new CompletionException(e);
        }
    }

    private static void awaitGreen(final LiveRun run, final Engine engine) {
        final long before = engine.store().counters().tradesWritten().get();
        await().atMost(PATIENCE)
                .until(() -> run.health().level() == HealthLevel.GREEN
                        && engine.store().counters().tradesWritten().get() > before);
    }

    private static void awaitFinding(final LiveRun run, final HealthCause cause) {
        await().atMost(PATIENCE)
                .until(() -> run.health().findings().stream().anyMatch(finding -> finding.cause() == cause));
    }

    private static GeyserConfig config(final GeyserServer server) {
        return GeyserConfig.standard(
                new GeyserEndpoint(false, "127.0.0.1", server.port()),
                "",
                Commitment.CONFIRMED,
                GrpcRun.allPrograms(),
                SEED);
    }
}
