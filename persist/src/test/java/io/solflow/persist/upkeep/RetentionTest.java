package io.solflow.persist.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.solflow.persist.TestDatabase;
import io.solflow.persist.file.SqliteConnections;
import io.solflow.persist.status.PersistCounters;
import io.solflow.persist.status.PruneCounters;
import io.solflow.persist.write.Events;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class RetentionTest {

    private static final long AGE = Pruner.MIN_AGE_SECONDS;
    private static final Retention.Times OFTEN = new Retention.Times(0, 10, 10, 0, 0);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path folder;

    private PruneDatabase pruned;
    private TestDatabase db;

    @BeforeEach
    void open() throws SQLException {
        pruned = new PruneDatabase(folder.resolve("solflow.db"));
        db = pruned.db;
    }

    @AfterEach
    void close() throws SQLException {
        pruned.close();
    }

    @Test
    void shouldRemoveWhatBecomesOldWhileTheStoreWrites() throws Exception {
        try (Retention retention = retention(() -> true, OFTEN)) {
            retention.start();
            for (int slot = 1; slot <= 50; slot++) {
                pruned.slot(slot * (AGE / 10), slot, slot);
            }
            final PruneCounters counters = db.store.counters().pruned();
            await().atMost(LONG)
                    .until(() -> counters.trades().get() == 39
                            && counters.wallets().get() == 39
                            && counters.mints().get() == 39);
            assertThat(retention.problem()).isEmpty();
            assertThat(counters.beforeSeconds().get()).isEqualTo(Events.timeOf(50 * (AGE / 10)) - AGE);
        }
        assertThat(db.number("SELECT count(*) FROM token_trades")).isEqualTo(11);
        assertThat(pruned.dangling()).isZero();
    }

    @Test
    void shouldWaitUntilTheRunHasStoredSomething() throws Exception {
        pruned.slot(1, 1, 1);
        pruned.slot(2 * AGE, 2, 2);
        final PersistCounters ofNewRun = new PersistCounters();
        final AtomicInteger looks = new AtomicInteger();
        try (Retention retention =
                new Retention(db.store.database(), AGE, ofNewRun, () -> looks.incrementAndGet() > 0, OFTEN)) {
            retention.start();
            await().atMost(LONG).until(() -> looks.get() > 5);
            assertThat(ofNewRun.pruned().steps().get()).isZero();
            ofNewRun.commits().increment();
            await().atMost(LONG).until(() -> ofNewRun.pruned().trades().get() == 1);
        }
    }

    @Test
    void shouldTellWhatIsWrongAndTryAgain() throws Exception {
        pruned.slot(1, 1, 1);
        pruned.slot(2 * AGE, 2, 2);
        TestDatabase.execute(db.reader, "ALTER TABLE token_signals RENAME TO elsewhere");
        try (Retention retention = retention(() -> true, OFTEN)) {
            retention.start();
            await().atMost(LONG).until(() -> retention.problem().contains("token_signals"));
            TestDatabase.execute(db.reader, "ALTER TABLE elsewhere RENAME TO token_signals");
            await().atMost(LONG).until(() -> retention.problem().isEmpty());
            await().atMost(LONG)
                    .until(() -> db.store.counters().pruned().trades().get() == 1);
        }
    }

    @Test
    void shouldEndAtOnceWhileThePipelineIsNotCalm() throws Exception {
        pruned.slot(1, 1, 1);
        final AtomicInteger asked = new AtomicInteger();
        final Retention retention = retention(() -> asked.incrementAndGet() < 0, OFTEN);
        retention.start();
        await().atMost(LONG).until(() -> asked.get() > 0);
        final long startNs = System.nanoTime();
        retention.close();
        assertThat(System.nanoTime() - startNs).isLessThan(TimeUnit.SECONDS.toNanos(2));
        assertThat(db.store.counters().pruned().steps().get()).isZero();
    }

    @Test
    void shouldEndWhileAnotherProgramHoldsTheLock() throws Exception {
        pruned.slot(1, 1, 1);
        pruned.slot(2 * AGE, 2, 2);
        try (Connection other = SqliteConnections.open(db.store.database(), 0)) {
            TestDatabase.execute(other, "BEGIN IMMEDIATE");
            final AtomicInteger asked = new AtomicInteger();
            final Retention retention = retention(() -> asked.incrementAndGet() > 0, OFTEN);
            retention.start();
            await().atMost(LONG).until(() -> asked.get() > 10);
            retention.close();
            TestDatabase.execute(other, "ROLLBACK");
        }
        assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(2);
    }

    @Test
    void shouldRefuseAnAgeThatTheWindowsNeed() {
        assertThatThrownBy(() -> db.store.retention(AGE - 1, () -> true)).hasMessageContaining("allowed: from 14760");
    }

    private Retention retention(final BooleanSupplier calm, final Retention.Times times) {
        return new Retention(db.store.database(), AGE, db.store.counters(), calm, times);
    }
}
