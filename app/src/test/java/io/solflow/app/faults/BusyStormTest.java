package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.engine.Engine;
import io.solflow.app.support.ChildJvm;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.Tables;
import io.solflow.core.counter.Counter;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.persist.file.PersistConfig;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Other connections and other processes that take the database's write lock again and again, as fast as they can. */
@Timeout(600)
class BusyStormTest {

    private static final int SECONDS = Integer.getInteger("solflow.stormSeconds", 5);
    private static final int PROCESSES = 2;
    private static final int THREADS = 2;
    private static final int HELD_LOCKS = 3;
    private static final int SLOTS_PER_LOCK = 3;
    private static final long LOCK_SECONDS = 120;
    private static final long SEED = 20_261_125;

    @TempDir
    Path folder;

    private final ServedMarket market =
            new ServedMarket(MarketConfig.of(200, 40, SEED).lasting(SECONDS));
    private final AtomicBoolean over = new AtomicBoolean();

    /** Writes to a database until it is killed. */
    static final class Storm {
        private Storm() {}

        public static void main(final String[] arguments) throws SQLException {
            System.out.println("storms");
            storm(Path.of(arguments[0]), new AtomicBoolean());
        }
    }

    @Test
    void shouldLoseNothingAndGoOnWhileOthersStormTheWriteLock() throws Exception {
        final Path whole = folder.resolve("whole.db");
        PipelineRun.play(whole, market.updates(0, market.lastSlot()));
        final Path stormed = folder.resolve("stormed.db");
        final PersistConfig of = PersistConfig.of(stormed);
        final PersistConfig config =
                new PersistConfig(stormed, 5, 50, of.busyTimeoutMs(), 1_024, 100, of.walLimitBytes(), 1_024, 1_024);
        final ExecutorService threads = Executors.newCachedThreadPool();
        final List<ChildJvm> processes = new ArrayList<>();
        try (Engine engine = PipelineRun.open(PipelineRun.PIPELINE, config)) {
            final Counter retries = engine.store().counters().retries();
            final List<Future<Long>> storms = new ArrayList<>();
            for (int i = 0; i < PROCESSES; i++) {
                final ChildJvm process = ChildJvm.start(Storm.class, stormed.toString());
                processes.add(process);
                process.awaitLine("storms");
            }
            for (int i = 0; i < THREADS; i++) {
                storms.add(threads.submit(() -> storm(stormed, over)));
            }
            final Semaphore locked = new Semaphore(0);
            final Future<Long> holder = threads.submit(holding(stormed, retries, locked));
            feedBehindLocks(engine, locked);
            engine.finish(PipelineRun.DRAIN_MS);
            over.set(true);
            long transactions = 0;
            for (final Future<Long> storm : storms) {
                transactions += storm.get();
            }
            assertThat(transactions).isPositive();
            assertThat(holder.get()).isEqualTo(HELD_LOCKS);
            assertThat(retries.get()).isGreaterThanOrEqualTo(HELD_LOCKS);
            assertThat(processes)
                    .allSatisfy(
                            process -> assertThat(process.process().isAlive()).isTrue());
            System.out.printf(
                    "drill: busy storm, %,d commits and %,d retries beside %,d transactions of %d threads and more of %d"
                            + " processes%n",
                    engine.store().counters().commits().get(), retries.get(), transactions, THREADS, PROCESSES);
        } finally {
            over.set(true);
            for (final ChildJvm process : processes) {
                process.close();
            }
            threads.shutdownNow();
        }
        Tables.assertUndisturbed("after the storm, seed " + SEED, stormed, whole);
    }

    /** Feeds the market in parts, each but the last when the lock is held: however fast the engine is, it meets every lock. */
    private void feedBehindLocks(final Engine engine, final Semaphore locked) throws Exception {
        long after = UpdateSink.NO_CHECKPOINT;
        for (long part = HELD_LOCKS; part >= 0; part--) {
            final long to = market.lastSlot() - part * SLOTS_PER_LOCK;
            assertThat(part == 0 || locked.tryAcquire(LOCK_SECONDS, TimeUnit.SECONDS))
                    .as("lock held before the part up to slot %d", to)
                    .isTrue();
            PipelineRun.feed(engine, after, market.updates(after + 1, to));
            after = to;
        }
    }

    /** Writes what is there already, so that only the locks are felt; gives the number of transactions. */
    private static long storm(final Path database, final AtomicBoolean over) throws SQLException {
        long transactions = 0;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA busy_timeout = 60000");
            statement.execute("PRAGMA synchronous = OFF");
            while (!over.get()) {
                statement.execute("BEGIN IMMEDIATE");
                statement.execute("UPDATE programs SET label = label");
                statement.execute("COMMIT");
                transactions++;
            }
        }
        return transactions;
    }

    /** Takes the lock and keeps it until the engine has had to try again; gives how often. */
    private Callable<Long> holding(final Path database, final Counter retries, final Semaphore locked) {
        return () -> {
            long held = 0;
            try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                    Statement statement = connection.createStatement()) {
                statement.execute("PRAGMA busy_timeout = 60000");
                while (held < HELD_LOCKS && !over.get()) {
                    statement.execute("BEGIN IMMEDIATE");
                    final long before = retries.get();
                    locked.release();
                    while (retries.get() == before && !over.get()) {
                        Thread.onSpinWait();
                    }
                    statement.execute("ROLLBACK");
                    held++;
                }
            }
            return held;
        };
    }
}
