package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.GapReason;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Side;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.event.Window;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.status.Checkpoint;
import io.solflow.persist.status.PersistStatus;
import java.nio.file.Path;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchPersistHandlerTest {

    @TempDir
    Path folder;

    private TestDatabase db;

    @BeforeEach
    void open() throws SQLException {
        db = new TestDatabase(folder.resolve("solflow.db"));
    }

    @AfterEach
    void close() throws SQLException {
        db.close();
    }

    @Test
    void shouldWriteEveryColumnOfATrade() throws Exception {
        final UpdateEvent event = buy(70, 3);
        event.trades().get(0).dca(true).boost(true).programCode(Events.JUPITER_DCA);
        event.botFlags().set(0, true);
        db.batch(event);
        final byte[] signature = event.trades().signature();
        assertThat(db.rows("SELECT * FROM token_trades"))
                .containsExactly(ChainPosition.of(70, 3, 0) + "|" + Events.mint(1) + "|1700000070|" + Events.wallet(2)
                        + "|buy|1.25|1|1|1.5|JupiterDCA|"
                        + io.solflow.core.chain.Base58.encode(signature, 0, signature.length) + "|70|1250000000|1");
    }

    @Test
    void shouldCommitAtEndOfBatchOnly() throws Exception {
        db.partOfBatch(buy(70, 1), buy(70, 2));
        assertThat(trades()).isZero();
        db.batch(buy(70, 3));
        assertThat(trades()).isEqualTo(3);
        assertThat(db.store.counters().commits().get()).isEqualTo(1);
        assertThat(db.store.counters().tradesWritten().get()).isEqualTo(3);
    }

    @Test
    void shouldCommitWithinABatchWhenTheFlushTimeHasPassedSinceTheFirstRow() throws Exception {
        db.partOfBatch(buy(70, 1));
        db.clock.advanceMs(99);
        db.partOfBatch(buy(70, 2));
        assertThat(trades()).isZero();
        db.clock.advanceMs(1);
        db.partOfBatch(new UpdateEvent());
        assertThat(trades()).isEqualTo(2);
        db.partOfBatch(buy(70, 3));
        assertThat(trades()).isEqualTo(2);
    }

    @Test
    void shouldCommitWithinABatchWhenItHoldsEnoughRows() throws Exception {
        final PersistConfig of = PersistConfig.of(folder.resolve("small.db"));
        final PersistConfig config =
                new PersistConfig(of.database(), 100, 3, 0, 64, of.walAutocheckpointPages(), of.walLimitBytes(), 8, 8);
        try (TestDatabase small = new TestDatabase(config)) {
            small.partOfBatch(buy(70, 1), Events.withMetrics(buy(70, 2), 1, 5, 1));
            assertThat(small.number("SELECT count(*) FROM trades")).isEqualTo(2);
        }
    }

    @Test
    void shouldUpsertTheLastMetricsOfEachMintOncePerTransaction() throws Exception {
        db.batch(
                Events.withMetrics(buy(70, 1), 1, 1_000_000_000, 1),
                Events.withMetrics(Events.withMetrics(buy(71, 1), 1, 2_000_000_000, 2), 2, 5, 1),
                Events.withMetrics(buy(72, 1), 1, 3_500_000_000L, 3));
        assertThat(db.store.counters().metricUpserts().get()).isEqualTo(2);
        assertThat(db.rows("SELECT mint, updated_at, net_flow_60s, unique_wallets_300s FROM token_rolling_metrics"))
                .containsExactlyInAnyOrder(
                        Events.mint(1) + "|1700000072|3.5|3", Events.mint(2) + "|1700000071|5.0e-09|1");
        db.batch(Events.withMetrics(buy(73, 1), 1, -1, 4));
        assertThat(db.rows("SELECT updated_at, net_flow_60s FROM token_rolling_metrics WHERE mint = '" + Events.mint(1)
                        + "'"))
                .containsExactly("1700000073|-1.0e-09");
    }

    @Test
    void shouldWriteEveryColumnOfMetrics() throws Exception {
        final UpdateEvent event = Events.withMetrics(buy(70, 1), 1, 0, 0);
        final long[] row = event.metrics().values();
        for (final Window window : Window.values()) {
            row[MetricsRows.NET_FLOW_LAMPORTS + window.index()] = window.seconds() * 1_000_000_000L;
        }
        MetricsCount.UNIQUE_WALLETS_300S.add(row, 0, 11);
        MetricsCount.BOT_WALLETS_300S.add(row, 0, 12);
        MetricsCount.BOT_TRADES_300S.add(row, 0, 13);
        row[MetricsRows.BOT_FLOW_LAMPORTS_300S] = -14_500_000_000L;
        row[MetricsRows.DCA_FLOW_LAMPORTS_300S] = 75_000_000_000L;
        MetricsCount.DCA_UNIQUE_WALLETS_300S.add(row, 0, 16);
        MetricsCount.TRADES_300S.add(row, 0, 17);
        MetricsCount.BUYS_300S.add(row, 0, 18);
        db.batch(event);
        assertThat(db.rows("SELECT * FROM token_rolling_metrics"))
                .containsExactly(Events.mint(1)
                        + "|1700000070|60.0|300.0|900.0|3600.0|7200.0|14400.0|11|12|13|-14.5|75.0|16|0.25|17|18");
    }

    @Test
    void shouldGiveNoDcaRatioWithoutNetFlow() throws Exception {
        final UpdateEvent event = Events.withMetrics(buy(70, 1), 1, 0, 0);
        event.metrics().values()[MetricsRows.DCA_FLOW_LAMPORTS_300S] = 75;
        db.batch(event);
        assertThat(db.rows("SELECT dca_ratio_300s FROM token_rolling_metrics")).containsExactly("0.0");
    }

    @Test
    void shouldWriteMetricsThatDecayAtTheEndOfASlot() throws Exception {
        db.batch(Events.withMetrics(Events.slotEnd(80), 1, 9_000_000_000L, 0));
        assertThat(db.rows("SELECT updated_at, net_flow_60s FROM token_rolling_metrics"))
                .containsExactly("1700000080|9.0");
    }

    @Test
    void shouldLeaveATradeThatComesAgainAsItIs() throws Exception {
        db.batch(buy(70, 1));
        final UpdateEvent again = buy(70, 1);
        again.trades().get(0).lamports(7);
        db.batch(again, buy(70, 2));
        assertThat(db.rows("SELECT lamports FROM trades ORDER BY id")).containsExactly("1250000000", "1250000000");
        assertThat(db.store.counters().tradesWritten().get()).isEqualTo(2);
        assertThat(db.store.counters().tradesKnown().get()).isEqualTo(1);
    }

    @Test
    void shouldFlagTradesOfEarlierBatchesAndOfTheSameOne() throws Exception {
        db.batch(buy(70, 1), buy(70, 2));
        final UpdateEvent late = buy(71, 2);
        late.botFlags().set(0, true);
        late.botFlags().addFlipped(ChainPosition.of(70, 1, 0));
        late.botFlags().addFlipped(ChainPosition.of(71, 1, 0));
        db.batch(buy(71, 1), late);
        assertThat(db.rows("SELECT slot, is_bot FROM token_trades ORDER BY id"))
                .containsExactly("70|1", "70|0", "71|1", "71|1");
        assertThat(db.store.counters().botFlips().get()).isEqualTo(2);
    }

    @Test
    void shouldKeepTheBotFlagWhenTheUnflaggedTradeComesAgain() throws Exception {
        db.batch(buy(70, 1));
        final UpdateEvent late = buy(70, 2);
        late.botFlags().addFlipped(ChainPosition.of(70, 1, 0));
        db.batch(late);
        db.batch(buy(70, 1));
        assertThat(db.number("SELECT is_bot FROM trades ORDER BY id LIMIT 1")).isEqualTo(1);
    }

    @Test
    void shouldRecordAGapOnce() throws Exception {
        db.batch(Events.gap(5, 9, GapReason.REPLAY_TOO_OLD));
        db.batch(Events.slotEnd(20), Events.gap(11, 12, GapReason.REPLAY_UNAVAILABLE));
        final UpdateEvent timed = Events.gap(5, 9, GapReason.REPLAY_UNAVAILABLE).time(77, TimeSource.CREATED_AT);
        db.batch(timed, Events.gap(5, 9, GapReason.REPLAY_TOO_OLD));
        assertThat(db.rows("SELECT * FROM ingest_gaps ORDER BY from_slot, reason"))
                .containsExactly(
                        "5|9|replay too old|null", "5|9|replay unavailable|77", "11|12|replay unavailable|1700000020");
        assertThat(db.store.counters().gaps().get()).isEqualTo(3);
    }

    @Test
    void shouldPassOverEmptyEventsWhateverTheirSectionsHold() throws Exception {
        final UpdateEvent stale = Events.withMetrics(buy(70, 1), 1, 5, 1);
        stale.kind(UpdateKind.EMPTY);
        db.batch(stale);
        assertThat(trades()).isZero();
        assertThat(db.store.counters().commits().get()).isZero();
    }

    @Test
    void shouldStoreTheCheckpointWithTheRowsItCovers() throws Exception {
        db.batch(buy(70, 1), Events.slotEnd(70));
        assertThat(db.store.checkpoint()).isEqualTo(new Checkpoint(70, Events.timeOf(70)));
        assertThat(db.store.counters().checkpointSlot().get()).isEqualTo(70);
        assertThat(db.store.counters().commits().get()).isEqualTo(1);
    }

    @Test
    void shouldStoreTheWatermarkBeforeTheFirstWholeSlot() throws Exception {
        db.batch(buy(70, 1));
        assertThat(db.store.checkpoint()).isEqualTo(new Checkpoint(Checkpoint.NO_SLOT, Events.timeOf(70)));
    }

    @Test
    void shouldCarryTheCheckpointOfQuietBatchesUntilTheFlushTimeHasPassed() throws Exception {
        db.batch(buy(70, 1), Events.slotEnd(70));
        db.batch(Events.slotEnd(71));
        db.clock.advanceMs(99);
        db.batch(Events.slotEnd(72));
        assertThat(db.store.checkpoint().slot()).isEqualTo(70);
        db.clock.advanceMs(1);
        db.batch(Events.slotEnd(73));
        assertThat(db.store.checkpoint()).isEqualTo(new Checkpoint(73, Events.timeOf(73)));
        db.batch(Events.slotEnd(74));
        assertThat(db.store.checkpoint().slot()).isEqualTo(73);
        db.handler.onTimeout(5);
        assertThat(db.store.checkpoint().slot()).isEqualTo(74);
        final long commits = db.store.counters().commits().get();
        db.handler.onTimeout(5);
        assertThat(db.store.counters().commits().get()).isEqualTo(commits);
    }

    @Test
    void shouldStoreACarriedCheckpointWithTheNextRows() throws Exception {
        db.batch(Events.slotEnd(71));
        assertThat(db.store.checkpoint()).isEqualTo(Checkpoint.NONE);
        db.batch(buy(72, 1));
        assertThat(db.store.checkpoint()).isEqualTo(new Checkpoint(71, Events.timeOf(72)));
    }

    @Test
    void shouldStoreACarriedCheckpointAtShutdown() throws Exception {
        db.batch(Events.slotEnd(71));
        db.close();
        open();
        assertThat(db.store.checkpoint()).isEqualTo(new Checkpoint(71, Events.timeOf(71)));
    }

    @Test
    void shouldNeverTakeTheCheckpointBack() throws Exception {
        db.batch(buy(70, 1), Events.slotEnd(70));
        db.close();
        open();
        db.batch(buy(60, 1), Events.slotEnd(60));
        assertThat(db.store.checkpoint()).isEqualTo(new Checkpoint(70, Events.timeOf(70)));
    }

    @Test
    void shouldNotMoveTheCheckpointForSlotsThatDoNotSay() throws Exception {
        db.batch(buy(70, 1), Events.slotEnd(70));
        db.batch(buy(72, 1), Events.slotEnd(72).checkpointSlot(-1));
        assertThat(db.store.checkpoint()).isEqualTo(new Checkpoint(70, Events.timeOf(72)));
    }

    @Test
    void shouldUseTheDictionariesOfEarlierRuns() throws Exception {
        db.batch(buy(70, 1));
        db.close();
        open();
        db.batch(buy(71, 1));
        assertThat(db.number("SELECT count(*) FROM mints")).isEqualTo(1);
        assertThat(db.number("SELECT count(*) FROM wallets")).isEqualTo(1);
        assertThat(db.rows("SELECT mint FROM token_trades")).containsExactly(Events.mint(1), Events.mint(1));
    }

    @Test
    void shouldMeasureCommits() throws Exception {
        db.batch(buy(70, 1));
        assertThat(db.store.counters().commitMaxNs().get())
                .isEqualTo(db.store.counters().commitLastNs().get());
    }

    @Test
    void shouldStopWithTheFirstCauseAndRefuseLaterEvents() throws Exception {
        final UpdateEvent broken = buy(70, 2);
        broken.trades().get(0).lamports(-1);
        assertThatThrownBy(() -> db.batch(buy(70, 1), broken))
                .isInstanceOf(SQLException.class)
                .hasMessageContaining("CHECK");
        assertThat(db.handler.status().state()).isEqualTo(PersistStatus.State.FAILED);
        assertThat(db.handler.status().reason()).contains("CHECK").contains("solflow.db");
        assertThatThrownBy(() -> db.batch(buy(70, 3), Events.slotEnd(70)))
                .isInstanceOf(IllegalStateException.class)
                .hasRootCauseInstanceOf(SQLException.class);
        assertThat(trades()).isZero();
        assertThat(db.store.checkpoint()).isEqualTo(Checkpoint.NONE);
    }

    private static UpdateEvent buy(final long slot, final int txIndex) {
        return Events.trade(slot, txIndex, 1, 2, Side.BUY, 1_250_000_000);
    }

    private long trades() throws SQLException {
        return db.number("SELECT count(*) FROM token_trades");
    }
}
