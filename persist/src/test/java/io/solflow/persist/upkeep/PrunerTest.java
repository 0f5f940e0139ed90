package io.solflow.persist.upkeep;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.persist.TestDatabase;
import io.solflow.persist.write.DictionaryChanges;
import io.solflow.persist.write.Events;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PrunerTest {

    private static final long AGE = Pruner.MIN_AGE_SECONDS;

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
    void shouldRemoveTradesThatAreOlderThanTheAgeAndNoOthers() throws Exception {
        pruned.slot(1, 1, 1);
        pruned.slot(2, 1, 1);
        pruned.slot(3, 1, 1);
        pruned.slot(2 + AGE, 1, 1);
        pruned.prune();
        assertThat(db.rows("SELECT slot FROM token_trades ORDER BY id")).containsExactly("2", "3", "" + (2 + AGE));
        assertThat(pruned.counters.trades().get()).isEqualTo(1);
        assertThat(pruned.counters.beforeSeconds().get()).isEqualTo(Events.timeOf(2));
    }

    @Test
    void shouldRefuseAnAgeThatTheWindowsNeed() {
        try (Pruner pruner = pruned.pruner()) {
            assertThatThrownBy(() -> pruner.cutoffSeconds(AGE - 1)).hasMessageContaining("allowed: from 14760");
        }
    }

    @Test
    void shouldRemoveNothingBeforeTheFirstWholeSlot() throws Exception {
        db.batch(PruneDatabase.trade(1, 0, 1, 1), PruneDatabase.trade(2 * AGE, 0, 1, 1));
        try (Pruner pruner = pruned.pruner()) {
            assertThat(pruner.cutoffSeconds(AGE)).isEqualTo(Pruner.NOTHING_IS_OLD);
            assertThat(pruner.removeRows(pruner.cutoffSeconds(AGE))).isTrue();
            assertThat(pruner.removeAddresses()).isTrue();
        }
        assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(2);
    }

    @Test
    void shouldRemoveTradesAddedByHandByTheSameRule() throws Exception {
        pruned.slot(AGE + 10, 1, 1);
        TestDatabase.execute(db.reader, hand(null, 5, "old"));
        TestDatabase.execute(db.reader, hand(null, 500, "young"));
        pruned.prune();
        assertThat(db.rows("SELECT wallet FROM token_trades WHERE id < 0")).containsExactly("young");
        assertThat(pruned.dangling()).isZero();
    }

    @Test
    void shouldRemoveAddressesThatNoTradeUses() throws Exception {
        pruned.slot(1, 1, 1);
        pruned.slot(2, 2, 2);
        pruned.slot(2 + AGE, 2, 3);
        pruned.slot(3 + AGE, 3, 2);
        pruned.prune();
        assertThat(pruned.wallets()).containsExactly(Events.wallet(2), Events.wallet(3));
        assertThat(db.rows("SELECT address FROM mints ORDER BY id")).containsExactly(Events.mint(2), Events.mint(3));
        assertThat(pruned.counters.wallets().get()).isEqualTo(1);
        assertThat(pruned.counters.mints().get()).isEqualTo(1);
    }

    @Test
    void shouldGiveAnAddressThatComesAgainAnIdThatNoOtherHad() throws Exception {
        pruned.slot(1, 1, 1);
        pruned.slot(2, 2, 2);
        // the highest ids are those of a slot that is old
        try (Pruner pruner = pruned.pruner()) {
            db.clock.advanceMs(200);
            db.batch(Events.slotEnd(2 * AGE));
            pruner.removeRows(pruner.cutoffSeconds(AGE));
            pruner.removeAddresses();
        }
        assertThat(db.rows("SELECT id, address FROM wallets")).containsExactly("2|" + Events.wallet(2));
        pruned.slot(2 * AGE + 1, 1, 1);
        assertThat(db.rows("SELECT id, address FROM wallets ORDER BY id"))
                .containsExactly("2|" + Events.wallet(2), "3|" + Events.wallet(1));
        assertThat(db.rows("SELECT id, address FROM mints ORDER BY id"))
                .containsExactly("2|" + Events.mint(2), "3|" + Events.mint(1));
        assertThat(pruned.dangling()).isZero();
    }

    @Test
    void shouldNotLetTheWriterUseAnIdThatWasRemoved() throws Exception {
        pruned.slot(1, 1, 1);
        pruned.slot(2, 2, 2);
        pruned.slot(2 * AGE, 3, 3);
        pruned.prune();
        pruned.slot(2 * AGE + 1, 1, 1);
        assertThat(pruned.dangling()).isZero();
        assertThat(db.rows("SELECT mint, wallet FROM token_trades ORDER BY id"))
                .containsExactly(Events.mint(3) + "|" + Events.wallet(3), Events.mint(1) + "|" + Events.wallet(1));
    }

    @Test
    void shouldKeepAWalletThatTradesAgainWhileItIsLookedFor() throws Exception {
        pruned.slot(1, 1, 1);
        pruned.slot(2, 2, 2);
        pruned.slot(2 * AGE, 3, 3);
        final AtomicInteger rests = new AtomicInteger();
        final Rest tradesAgain = ms -> {
            // within the search for used wallets, behind the trades that were read already
            if (rests.incrementAndGet() == 4) {
                try {
                    pruned.slot(2 * AGE + 1, 1, 1);
                } catch (final Exception e) {
                    throw new AssertionError(e);
                }
            }
            return false;
        };
        try (Pruner pruner = pruned.pruner(tradesAgain)) {
            pruner.removeRows(pruner.cutoffSeconds(AGE));
            final int before = rests.get();
            assertThat(before).isEqualTo(3);
            assertThat(pruner.removeAddresses()).isTrue();
        }
        assertThat(pruned.dangling()).isZero();
        assertThat(pruned.wallets()).containsExactly(Events.wallet(1), Events.wallet(3));
    }

    @Test
    void shouldLookAgainWhenTradesWereAddedByHandMeanwhile() throws Exception {
        pruned.slot(1, 1, 1);
        pruned.slot(2, 2, 2);
        pruned.slot(2 * AGE, 3, 3);
        final AtomicInteger rests = new AtomicInteger();
        final Rest byHand = ms -> {
            if (rests.incrementAndGet() == 4) {
                try {
                    TestDatabase.execute(db.reader, hand(77L, 2 * AGE, Events.wallet(1)));
                } catch (final SQLException e) {
                    throw new AssertionError(e);
                }
            }
            return false;
        };
        try (Pruner pruner = pruned.pruner(byHand)) {
            pruner.removeRows(pruner.cutoffSeconds(AGE));
            assertThat(pruner.removeAddresses()).isTrue();
        }
        assertThat(pruned.dangling()).isZero();
        assertThat(pruned.wallets()).containsExactly(Events.wallet(1), Events.wallet(3));
    }

    @Test
    void shouldNoteTradesThatAreNotBehindTheCheckpoint() throws Exception {
        pruned.slot(10, 1, 1);
        pruned.slot(11, 1, 1);
        assertThat(insertions()).isZero();
        db.batch(PruneDatabase.trade(11, 1, 1, 1));
        assertThat(insertions()).isEqualTo(1);
        db.batch(PruneDatabase.trade(12, 1, 1, 1));
        assertThat(insertions()).isEqualTo(1);
    }

    @Test
    void shouldRemoveMetricsOfTokensWithoutTrades() throws Exception {
        db.batch(
                Events.withMetrics(PruneDatabase.trade(1, 0, 1, 1), 1, 0, 0),
                Events.withMetrics(PruneDatabase.trade(1, 1, 2, 1), 2, 5, 1),
                Events.slotEnd(1));
        db.batch(Events.withMetrics(PruneDatabase.trade(2 * AGE, 0, 3, 1), 3, 0, 0), Events.slotEnd(2 * AGE));
        pruned.prune();
        assertThat(db.rows("SELECT mint FROM token_rolling_metrics ORDER BY updated_at"))
                .containsExactly(Events.mint(2), Events.mint(3));
        // the second has no trades either, but somebody may want to know why it has values
        assertThat(db.rows("SELECT address FROM mints ORDER BY id")).containsExactly(Events.mint(2), Events.mint(3));
    }

    @Test
    void shouldRemoveOldSignalsThatHaveEnded() throws Exception {
        pruned.slot(2 * AGE, 1, 1);
        for (final String row : List.of("1, 1", "2, NULL", "3, 1")) {
            final long old = row.startsWith("3") ? Events.timeOf(2 * AGE) : Events.timeOf(1);
            TestDatabase.execute(
                    db.reader,
                    "INSERT INTO token_signals (mint, kind, strength, net_flow_60s, net_flow_300s, net_flow_900s,"
                            + " unique_wallets_300s, trades_300s, buys_300s, bot_trades_300s, dca_flow_300s,"
                            + " dca_unique_wallets_300s, timestamp, id, ended_at)"
                            + " VALUES ('m', 'BREAKOUT', 0.5, 1, 1, 1, 1, 1, 1, 0, 0, 0, " + old + ", " + row + ")");
        }
        pruned.prune();
        assertThat(db.rows("SELECT id FROM token_signals ORDER BY id")).containsExactly("2", "3");
        assertThat(pruned.counters.signals().get()).isEqualTo(1);
    }

    @Test
    void shouldEndBetweenStepsWhenTold() throws Exception {
        for (int slot = 1; slot <= 300; slot++) {
            pruned.slot(slot, slot, slot);
        }
        pruned.slot(2 * AGE, 1, 1);
        try (Pruner pruner = pruned.pruner(ms -> true)) {
            assertThat(pruner.removeRows(pruner.cutoffSeconds(AGE))).isFalse();
            assertThat(pruner.removeAddresses()).isFalse();
        }
        assertThat(db.number("SELECT count(*) FROM trades")).isEqualTo(101);
        assertThat(pruned.dangling()).isZero();
    }

    @Test
    void shouldLeaveFreePagesInTheFile() throws Exception {
        for (int slot = 1; slot <= 2_000; slot++) {
            db.batch(PruneDatabase.trade(slot, 0, slot, slot));
        }
        pruned.slot(2 * AGE, 1, 1);
        try (Pruner pruner = pruned.pruner()) {
            final long free = pruner.freeBytes();
            final long size = pruner.fileBytes();
            pruner.removeRows(pruner.cutoffSeconds(AGE));
            pruner.removeAddresses();
            assertThat(pruner.freeBytes()).isGreaterThan(free + size / 2);
            assertThat(pruner.fileBytes()).isEqualTo(size);
        }
    }

    @Test
    void shouldUseAnIndexForEveryRemoval() throws Exception {
        assertThat(String.join("\n", db.rows("EXPLAIN QUERY PLAN " + OldRows.DELETE_TRADES.replace("?", "5"))))
                .contains("COVERING INDEX idx_trades_timestamp (timestamp<?)")
                .doesNotContain("SCAN", "TEMP B-TREE");
        assertThat(String.join("\n", db.rows("EXPLAIN QUERY PLAN " + OldRows.DELETE_METRICS.replace("?", "5"))))
                .contains("idx_rolling_metrics_updated_at (updated_at<?)", "idx_trades_mint_timestamp (mint_id=?)")
                .doesNotContain("SCAN");
        assertThat(String.join("\n", db.rows("EXPLAIN QUERY PLAN " + OldRows.DELETE_SIGNALS.replace("?", "5"))))
                .contains("idx_token_signals_timestamp (timestamp<?)")
                .doesNotContain("SCAN");
    }

    private long insertions() throws SQLException {
        return db.number(DictionaryChanges.SELECT_INSERTIONS);
    }

    private static String hand(final Long id, final long slot, final String wallet) {
        return "INSERT INTO token_trades (id, mint, timestamp, wallet, side, lamports) VALUES (" + id + ", '"
                + Events.mint(1) + "', " + Events.timeOf(slot) + ", '" + wallet + "', 'buy', 5)";
    }
}
