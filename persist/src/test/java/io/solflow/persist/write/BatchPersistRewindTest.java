package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.lmax.disruptor.RewindableException;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.Side;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.SqliteConnections;
import io.solflow.persist.file.SqliteErrors;
import io.solflow.persist.status.Checkpoint;
import io.solflow.persist.status.PersistStatus;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchPersistRewindTest {

    @TempDir
    Path folder;

    private TestDatabase db;
    private Connection other;

    @BeforeEach
    void open() throws SQLException {
        final PersistConfig of = PersistConfig.of(folder.resolve("solflow.db"));
        // small caches, so that ids are evicted within a transaction; no waiting for locks
        db = new TestDatabase(new PersistConfig(of.database(), 100, 20_000, 0, 64, 4000, 1 << 20, 8, 8));
        other = SqliteConnections.open(db.store.database(), 0);
    }

    @AfterEach
    void close() throws SQLException {
        other.close();
        db.close();
    }

    @Test
    void shouldRewindWhileAnotherConnectionWritesAndLoseNothing() throws Exception {
        TestDatabase.execute(other, "BEGIN IMMEDIATE");
        final List<PersistStatus> statuses = new ArrayList<>();
        db.batch(
                attempt -> {
                    statuses.add(db.handler.status());
                    if (attempt == 3) {
                        TestDatabase.execute(other, "ROLLBACK");
                    }
                },
                buy(70, 1),
                buy(70, 2),
                Events.slotEnd(70));
        assertThat(statuses).hasSize(3).allSatisfy(status -> {
            assertThat(status.state()).isEqualTo(PersistStatus.State.RETRYING);
            assertThat(status.reason()).contains("SQLITE_BUSY").contains("solflow.db");
        });
        assertThat(db.handler.status().state()).isEqualTo(PersistStatus.State.OK);
        assertThat(db.store.counters().retries().get()).isEqualTo(3);
        assertThat(db.store.counters().tradesWritten().get()).isEqualTo(2);
        assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(2);
        assertThat(db.store.checkpoint().slot()).isEqualTo(70);
    }

    @Test
    void shouldPassOverWhatAnEarlierCommitOfTheBatchHasSettled() throws Throwable {
        final UpdateEvent[] events = {buy(70, 1), Events.slotEnd(70), new UpdateEvent(), buy(71, 1), Events.slotEnd(71)
        };
        db.handler.onEvent(events[0], 0, false);
        db.handler.onEvent(events[1], 1, false);
        db.clock.advanceMs(100);
        db.handler.onEvent(events[2], 2, false);
        assertThat(db.store.checkpoint().slot()).isEqualTo(70);
        TestDatabase.execute(other, "BEGIN IMMEDIATE");
        assertThatThrownBy(() -> db.handler.onEvent(events[3], 3, false)).isInstanceOf(RewindableException.class);
        TestDatabase.execute(other, "ROLLBACK");
        for (int i = 0; i < events.length; i++) {
            db.handler.onEvent(events[i], i, i == events.length - 1);
        }
        assertThat(db.store.counters().tradesWritten().get()).isEqualTo(2);
        assertThat(db.store.counters().tradesKnown().get()).isZero();
        assertThat(db.store.checkpoint().slot()).isEqualTo(71);
    }

    @Test
    void shouldRefuseEventsBehindABatchThatWasGivenUp() throws Exception {
        TestDatabase.execute(other, "BEGIN IMMEDIATE");
        assertThatThrownBy(() -> db.handler.onEvent(buy(70, 1), 0, true)).isInstanceOf(RewindableException.class);
        TestDatabase.execute(other, "ROLLBACK");
        assertThatThrownBy(() -> db.handler.onEvent(Events.slotEnd(70), 1, true))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("event 1 refused")
                .hasMessageContaining("batch of event 0 was given up");
        assertThat(db.handler.status().state()).isEqualTo(PersistStatus.State.FAILED);
        assertThat(db.store.checkpoint()).isEqualTo(Checkpoint.NONE);
    }

    @Test
    void shouldCarryTheCheckpointOnWhileTheDatabaseIsBusy() throws Exception {
        db.batch(Events.slotEnd(70));
        TestDatabase.execute(other, "BEGIN IMMEDIATE");
        db.handler.onTimeout(0);
        assertThat(db.handler.status().state()).isEqualTo(PersistStatus.State.RETRYING);
        TestDatabase.execute(other, "ROLLBACK");
        db.handler.onTimeout(0);
        assertThat(db.handler.status().state()).isEqualTo(PersistStatus.State.OK);
        assertThat(db.store.checkpoint().slot()).isEqualTo(70);
    }

    @Test
    void shouldKeepTheBatchWhileTheDiskIsFullAndSayWhereAndHowMuch() throws Exception {
        db.batch(buy(60, 1), Events.slotEnd(60));
        fillUp();
        final List<UpdateEvent> events = new ArrayList<>();
        for (int i = 0; i < 2000; i++) {
            events.add(Events.trade(70, i, i, i, Side.SELL, i));
        }
        events.add(Events.slotEnd(70));
        db.batch(
                attempt -> {
                    assertThat(db.handler.status().reason())
                            .contains("SQLITE_FULL")
                            .contains(db.store.database().toString())
                            .containsPattern("the file has \\d+ bytes, its disk has \\d+ bytes left");
                    assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(1);
                    assertThat(db.store.checkpoint().slot()).isEqualTo(60);
                    if (attempt == 2) {
                        makeRoom();
                    }
                },
                events.toArray(UpdateEvent[]::new));
        assertThat(db.number("SELECT count(*) FROM token_trades")).isEqualTo(2001);
        assertThat(db.number("SELECT sum(lamports) FROM token_trades")).isEqualTo(1_250_000_000 + 1999L * 2000 / 2);
        assertThat(db.store.checkpoint().slot()).isEqualTo(70);
    }

    @Test
    void shouldForgetTheDictionaryIdsOfATransactionThatWasRolledBack() throws Exception {
        fillUp();
        final List<UpdateEvent> events = new ArrayList<>();
        for (int i = 0; i < 3000; i++) {
            events.add(Events.trade(70, i, i % 40, i, Side.SELL, 1));
        }
        db.batch(
                attempt -> {
                    // somebody else takes the ids that the rolled back transaction had given
                    makeRoom();
                    TestDatabase.execute(other, "INSERT INTO mints (address) VALUES ('other1'), ('other2')");
                    TestDatabase.execute(other, "INSERT INTO wallets (address) VALUES ('other1'), ('other2')");
                },
                events.toArray(UpdateEvent[]::new));
        assertThat(db.store.counters().retries().get()).isEqualTo(1);
        final List<String> rows = db.rows("SELECT mint, wallet FROM token_trades ORDER BY id");
        assertThat(rows).hasSize(3000);
        for (int i = 0; i < 3000; i++) {
            assertThat(rows.get(i)).isEqualTo(Events.mint(i % 40) + "|" + Events.wallet(i));
        }
    }

    @Test
    void shouldEndLikeAModelWhateverFailsOnTheWay() throws Exception {
        final long seed = 101;
        final Random random = new Random(seed);
        db.clock.stepNs = 7_000_000; // commits in the middle of batches
        final Map<Long, String> trades = new TreeMap<>();
        final Map<String, String> metrics = new TreeMap<>();
        long slot = 1;
        for (int batch = 0; batch < 300; batch++) {
            final UpdateEvent[] events = new UpdateEvent[1 + random.nextInt(40)];
            for (int i = 0; i < events.length; i++) {
                events[i] = randomEvent(random, slot, trades, metrics);
                slot += random.nextInt(4) == 0 ? 1 : 0;
            }
            final int failure = random.nextInt(4);
            if (failure == 0) {
                fillUp();
            } else if (failure == 1) {
                TestDatabase.execute(other, "BEGIN IMMEDIATE");
            }
            db.batch(
                    attempt -> {
                        if (attempt > 1) {
                            makeRoom();
                            endOther();
                        }
                    },
                    events);
            makeRoom();
            endOther();
            db.clock.advanceMs(random.nextInt(60));
        }
        db.handler.onTimeout(0);
        assertThat(db.store.counters().retries().get()).as("seed %d", seed).isGreaterThan(50);
        assertThat(db.rows("SELECT id, mint, wallet, lamports, is_bot FROM token_trades ORDER BY id"))
                .as("seed %d", seed)
                .containsExactlyElementsOf(trades.values());
        assertThat(db.rows("SELECT mint, updated_at, unique_wallets_300s FROM token_rolling_metrics ORDER BY mint"))
                .as("seed %d", seed)
                .containsExactlyElementsOf(metrics.values());
    }

    private static UpdateEvent randomEvent(
            final Random random, final long slot, final Map<Long, String> trades, final Map<String, String> metrics) {
        final long mint = random.nextInt(60);
        if (random.nextInt(5) == 0) {
            return Events.slotEnd(slot);
        }
        final long wallet = random.nextInt(500);
        final UpdateEvent event =
                Events.trade(slot, random.nextInt(30), mint, wallet, Side.BUY, 1 + random.nextInt(1000));
        final long id = event.trades().get(0).id();
        final String known = trades.putIfAbsent(
                id,
                id + "|" + Events.mint(mint) + "|" + Events.wallet(wallet) + "|"
                        + event.trades().get(0).lamports() + "|0");
        if (known == null && random.nextInt(3) == 0) {
            final long flipped = ChainPosition.of(slot, random.nextInt(30), 0);
            // only trades that came before can be flipped
            if (trades.computeIfPresent(flipped, (key, row) -> row.substring(0, row.length() - 1) + "1") != null) {
                event.botFlags().addFlipped(flipped);
            }
        }
        Events.withMetrics(event, mint, 5, wallet);
        metrics.put(Events.mint(mint), Events.mint(mint) + "|" + Events.timeOf(slot) + "|" + wallet);
        return event;
    }

    private static UpdateEvent buy(final long slot, final int txIndex) {
        return Events.trade(slot, txIndex, 1, 2, Side.BUY, 1_250_000_000);
    }

    private void endOther() throws SQLException {
        try (Statement statement = other.createStatement()) {
            SqliteErrors.rollback(statement, new IllegalStateException());
        }
    }

    private void fillUp() throws SQLException {
        final long pages = TestDatabase.number(db.store.connection(), "PRAGMA page_count");
        TestDatabase.execute(db.store.connection(), "PRAGMA max_page_count = " + pages);
    }

    private void makeRoom() throws SQLException {
        TestDatabase.execute(db.store.connection(), "PRAGMA max_page_count = 1000000");
    }
}
