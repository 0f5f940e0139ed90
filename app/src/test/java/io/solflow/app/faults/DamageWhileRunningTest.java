package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.solflow.app.config.UsageException;
import io.solflow.app.engine.Engine;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.persist.file.PersistConfig;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A database that becomes damaged under a running engine: it stops, and says which file and what to do. */
@Timeout(120)
class DamageWhileRunningTest {

    private static final long SEED = 20_261_129;
    private static final int PAGE_BYTES = 4_096;

    @TempDir
    Path folder;

    private final ServedMarket market =
            new ServedMarket(MarketConfig.of(100, 200, SEED).lasting(20));

    @Test
    void shouldStopAndSayWhatToDo() throws Exception {
        final Path database = folder.resolve("damaged.db");
        final PersistConfig of = PersistConfig.of(database);
        // a cache so small that pages are read from the file again
        final PersistConfig config =
                new PersistConfig(database, 10, 1_000, of.busyTimeoutMs(), 64, 1_000_000, of.walLimitBytes(), 8, 8);
        final int half = market.size() / 2;
        try (Engine engine = PipelineRun.open(PipelineRun.PIPELINE, config)) {
            PipelineRun.feed(engine, UpdateSink.NO_CHECKPOINT, market.updates(0, market.slot(half)));
            await().atMost(Duration.ofSeconds(30))
                    .until(() -> engine.store().counters().checkpointSlot().get() >= market.slot(half - 1));
            spoil(database);
            PipelineRun.feed(
                    engine, UpdateSink.NO_CHECKPOINT, market.updates(market.slot(half) + 1, market.lastSlot()));
            await().atMost(Duration.ofSeconds(30)).until(() -> engine.pipeline().failure() != null);
            assertThatThrownBy(engine::finish)
                    .as("seed %d", SEED)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("database " + database + " is damaged (")
                    .hasMessageContaining("restore a backup")
                    .hasMessageContaining(".recover");
        }
        assertThatThrownBy(() -> PipelineRun.open(PipelineRun.PIPELINE, config))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(database + " is damaged (");
    }

    private static void spoil(final Path database) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 5000");
            statement.execute("PRAGMA wal_checkpoint(TRUNCATE)");
        }
        overwriteAllPagesButTheFirst(database);
    }

    private static void overwriteAllPagesButTheFirst(final Path database) throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
            final byte[] garbage = new byte[(int) file.length() - PAGE_BYTES];
            new Random(SEED).nextBytes(garbage);
            file.seek(PAGE_BYTES);
            file.write(garbage);
        }
    }
}
