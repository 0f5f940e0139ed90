package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.Side;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.SqliteConnections;
import io.solflow.persist.file.SqliteErrors;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchPersistDeadSlotTest {

    private static final String IDS = "SELECT id, is_bot FROM trades ORDER BY id";

    @TempDir
    Path folder;

    private TestDatabase db;
    private Connection other;

    @BeforeEach
    void open() throws SQLException {
        final PersistConfig of = PersistConfig.of(folder.resolve("solflow.db"));
        db = new TestDatabase(new PersistConfig(of.database(), 100, 20_000, 0, 64, 4000, 1 << 20, 8, 8));
        other = SqliteConnections.open(db.store.database(), 0);
    }

    @AfterEach
    void close() throws SQLException {
        other.close();
        db.close();
    }

    @Test
    void shouldDeleteTheTradesOfADeadSlotAndNoOthers() throws Exception {
        db.batch(
                buy(69, ChainPosition.MAX_TX_INDEX),
                buy(70, 0),
                buy(70, ChainPosition.MAX_TX_INDEX),
                buy(71, 0),
                Events.slotEnd(71));
        db.batch(Events.withMetrics(Events.slotDead(70, 72), 1, 5, 2));

        assertThat(db.rows(IDS)).containsExactly(row(69, ChainPosition.MAX_TX_INDEX, 0), row(71, 0, 0));
        assertThat(db.rows("SELECT mint, updated_at, unique_wallets_300s FROM token_rolling_metrics"))
                .containsExactly(Events.mint(1) + "|" + Events.timeOf(72) + "|2");
        assertThat(db.store.checkpoint().watermarkSeconds()).isEqualTo(Events.timeOf(72));
        assertThat(db.store.counters().deadSlots().get()).isEqualTo(1);
        assertThat(db.store.counters().tradesTakenBack().get()).isEqualTo(2);
    }

    @Test
    void shouldStoreWhatASlotMadeAgainHoldsWithinTheSameCommit() throws Exception {
        db.batch(buy(70, 1), buy(70, 2), Events.slotDead(70, 70), buy(70, 2), buy(70, 3));

        assertThat(db.rows(IDS)).containsExactly(row(70, 2, 0), row(70, 3, 0));
        assertThat(db.store.counters().commits().get()).isEqualTo(1);
        assertThat(db.store.counters().tradesWritten().get()).isEqualTo(4);
        assertThat(db.store.counters().tradesKnown().get()).isZero();
        assertThat(db.store.counters().tradesTakenBack().get()).isEqualTo(2);
    }

    @Test
    void shouldWriteFlagsInTheOrderInWhichTheyChanged() throws Exception {
        final long flagged = ChainPosition.of(60, 1, 0);
        final UpdateEvent late = buy(70, 1);
        late.botFlags().addFlipped(flagged);
        final UpdateEvent again = buy(70, 2);
        again.botFlags().addFlipped(flagged);
        db.batch(buy(60, 1), late, Events.slotDead(70, 70, flagged));
        assertThat(db.rows(IDS)).containsExactly(row(60, 1, 0));

        db.batch(late, Events.slotDead(70, 70, flagged), again);
        assertThat(db.rows(IDS)).containsExactly(row(60, 1, 1), row(70, 2, 0));
        assertThat(db.store.counters().botFlips().get()).isEqualTo(3);
    }

    @Test
    void shouldTakeBackOnceWhenTheDeathIsRewoundWhileAnotherConnectionWrites() throws Exception {
        db.batch(buy(70, 1));
        TestDatabase.execute(other, "BEGIN IMMEDIATE");
        db.batch(
                attempt -> {
                    assertThat(db.rows(IDS)).containsExactly(row(70, 1, 0));
                    assertThat(db.store.counters().tradesTakenBack().get()).isZero();
                    if (attempt == 2) {
                        TestDatabase.execute(other, "ROLLBACK");
                    }
                },
                buy(70, 2),
                Events.slotDead(70, 70),
                buy(70, 3),
                Events.slotEnd(70));

        assertThat(db.rows(IDS)).containsExactly(row(70, 3, 0));
        assertThat(db.store.counters().retries().get()).isEqualTo(2);
        assertThat(db.store.counters().deadSlots().get()).isEqualTo(1);
        assertThat(db.store.counters().tradesTakenBack().get()).isEqualTo(2);
    }

    @Test
    void shouldLeaveTheTradesThatTheMetricsNoLongerKnow() throws Exception {
        db.batch(buy(70, 1));
        final UpdateEvent death = Events.slotDead(70, 70);
        death.takenBack(false);
        db.batch(death);

        assertThat(db.rows(IDS)).containsExactly(row(70, 1, 0));
        assertThat(db.store.counters().deadSlots().get()).isZero();
        assertThat(db.store.counters().deadSlotsKept().get()).isEqualTo(1);
    }

    @Test
    void shouldCountNoDeathOfASlotWithoutTrades() throws Exception {
        db.batch(buy(69, 1), Events.slotDead(70, 70), buy(71, 1));

        assertThat(db.rows(IDS)).containsExactly(row(69, 1, 0), row(71, 1, 0));
        assertThat(db.store.counters().deadSlots().get()).isZero();
        assertThat(db.store.counters().tradesTakenBack().get()).isZero();
    }

    @Test
    void shouldEndLikeAModelWhateverDiesAndFailsOnTheWay() throws Exception {
        final long seed = 103;
        final Random random = new Random(seed);
        db.clock.stepNs = 7_000_000; // commits in the middle of batches
        final Map<Long, Integer> model = new TreeMap<>();
        long slot = 100;
        for (int batch = 0; batch < 300; batch++) {
            final UpdateEvent[] events = new UpdateEvent[1 + random.nextInt(40)];
            for (int i = 0; i < events.length; i++) {
                events[i] = randomEvent(random, slot, model);
                slot += random.nextInt(4) == 0 ? 1 : 0;
            }
            if (random.nextInt(3) == 0) {
                TestDatabase.execute(other, "BEGIN IMMEDIATE");
            }
            db.batch(
                    attempt -> {
                        if (attempt > 1) {
                            endOther();
                        }
                    },
                    events);
            endOther();
            db.clock.advanceMs(random.nextInt(60));
        }
        assertThat(db.store.counters().retries().get()).as("seed %d", seed).isGreaterThan(50);
        assertThat(db.store.counters().deadSlots().get()).as("seed %d", seed).isGreaterThan(50);
        assertThat(db.rows(IDS))
                .as("seed %d", seed)
                .containsExactlyElementsOf(model.entrySet().stream()
                        .map(trade -> trade.getKey() + "|" + trade.getValue())
                        .toList());
        assertThat(db.store.counters().tradesWritten().get()
                        - db.store.counters().tradesTakenBack().get())
                .as("seed %d", seed)
                .isEqualTo(model.size());
    }

    /** A trade that may flip an earlier one, or the death of one of the last slots, which clears what is flagged. */
    private static UpdateEvent randomEvent(final Random random, final long slot, final Map<Long, Integer> model) {
        if (random.nextInt(12) == 0) {
            final long dead = slot - random.nextInt(6);
            final Set<Long> cleared = new HashSet<>();
            model.entrySet().removeIf(trade -> ChainPosition.slot(trade.getKey()) == dead);
            model.replaceAll((id, bot) -> {
                final boolean clears = bot == 1 && random.nextBoolean();
                if (clears) {
                    cleared.add(id);
                }
                return clears ? 0 : bot;
            });
            return Events.slotDead(
                    dead, slot, cleared.stream().mapToLong(Long::longValue).toArray());
        }
        final int txIndex = random.nextInt(30);
        final UpdateEvent event = buy(slot, txIndex);
        final long id = ChainPosition.of(slot, txIndex, 0);
        final long flipped = ChainPosition.of(slot - random.nextInt(3), random.nextInt(30), 0);
        if (model.putIfAbsent(id, 0) == null && model.computeIfPresent(flipped, (key, bot) -> 1) != null) {
            event.botFlags().addFlipped(flipped);
        }
        return event;
    }

    private static UpdateEvent buy(final long slot, final int txIndex) {
        return Events.trade(slot, txIndex, 1, 2, Side.BUY, 1_250_000_000);
    }

    private static String row(final long slot, final int txIndex, final int bot) {
        return ChainPosition.of(slot, txIndex, 0) + "|" + bot;
    }

    private void endOther() throws SQLException {
        try (Statement statement = other.createStatement()) {
            SqliteErrors.rollback(statement, new IllegalStateException());
        }
    }
}
