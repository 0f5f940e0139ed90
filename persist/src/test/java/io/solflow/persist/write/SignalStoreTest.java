package io.solflow.persist.write;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Side;
import io.solflow.core.event.SignalKind;
import io.solflow.core.event.SignalList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.read.SignalHistory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SignalStoreTest {

    private static final String SHORT =
            "SELECT id, mint, kind, timestamp, slot, ended_at FROM token_signals ORDER BY id";

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
    void shouldStoreTheFiguresThatMadeASignal() throws Exception {
        final UpdateEvent event = Events.slotEnd(8);
        final int signal = begin(event, 1, SignalKind.FOCUSED_BUYERS, 7);
        event.signals().set(signal, SignalList.INFLOW_LAMPORTS, 20_000_000_000L);
        event.signals().set(signal, SignalList.BUYING_WALLETS, 9);
        event.signals().set(signal, SignalList.FOCUSED_WALLETS, 3);
        event.signals().set(signal, SignalList.FOCUSED_INFLOW_LAMPORTS, 15_500_000_000L);
        db.batch(event);
        assertThat(db.rows("SELECT * FROM token_signals"))
                .containsExactly("1|1700000007|77|" + Events.mint(1)
                        + "|FOCUSED_BUYERS|0.75|4.5|5.5|6.5|10|16|17|12|14.5|15|20.0|9|3|15.5|null");
        assertThat(db.store.counters().signals().get()).isEqualTo(1);
    }

    @Test
    void shouldLeaveTheBuyersOfOtherKindsEmpty() throws Exception {
        final UpdateEvent event = Events.slotEnd(8);
        begin(event, 1, SignalKind.BREAKOUT, 7);
        db.batch(event);
        assertThat(db.rows("SELECT inflow_300s, buying_wallets_300s, focused_wallets_300s, focused_inflow_300s"
                        + " FROM token_signals"))
                .containsExactly("null|null|null|null");
    }

    @Test
    void shouldSayWhenASignalEnds() throws Exception {
        final UpdateEvent begin = Events.slotEnd(8);
        begin(begin, 1, SignalKind.BREAKOUT, 7);
        begin(begin, 2, SignalKind.BREAKOUT, 7);
        db.batch(begin);
        final UpdateEvent end = Events.slotEnd(20);
        end.signals().addEnd(words(2), 0, SignalKind.BREAKOUT, Events.timeOf(19));
        db.batch(end);
        assertThat(db.rows(SHORT))
                .containsExactlyInAnyOrder(
                        idOf(1) + "|" + Events.mint(1) + "|BREAKOUT|1700000007|77|null",
                        idOf(2) + "|" + Events.mint(2) + "|BREAKOUT|1700000007|77|1700000019");
    }

    @Test
    void shouldStoreNoSignalOfATokenOnTheBlocklistFromTheNextOneOn() throws Exception {
        final UpdateEvent before = Events.slotEnd(8);
        begin(before, 1, SignalKind.BREAKOUT, 7);
        db.batch(before);
        TestDatabase.execute(
                db.reader, "INSERT INTO token_blocklist (mint, reason) VALUES ('" + Events.mint(1) + "', 'spam')");
        final UpdateEvent after = Events.slotEnd(10);
        begin(after, 1, SignalKind.PERSISTENCE, 9);
        begin(after, 2, SignalKind.PERSISTENCE, 9);
        db.batch(after);
        assertThat(db.rows("SELECT mint, kind FROM token_signals ORDER BY id"))
                .containsExactly(Events.mint(1) + "|BREAKOUT", Events.mint(2) + "|PERSISTENCE");
        assertThat(db.number("SELECT added_at > 1700000000 FROM token_blocklist"))
                .isEqualTo(1);
    }

    @Test
    void shouldTakeTheSignalsOfADeadSlotsTokensBackSinceItCame() throws Exception {
        db.batch(Events.trade(77, 1, 1, 1, Side.BUY, 5), Events.trade(78, 1, 2, 1, Side.BUY, 5));
        final UpdateEvent signals = Events.slotEnd(78);
        begin(signals, 1, SignalKind.BREAKOUT, 78);
        begin(signals, 2, SignalKind.BREAKOUT, 78);
        db.batch(signals);
        db.batch(Events.slotDead(77, 78));
        assertThat(db.rows("SELECT mint FROM token_signals")).containsExactly(Events.mint(2));
    }

    @Test
    void shouldTellTheNextStartWhichSignalsGoOnAndWhichRowsAreLate() throws Exception {
        final UpdateEvent event = Events.withMetrics(Events.slotEnd(8), 1, 5, 2);
        event.metrics().values()[MetricsRows.NET_FLOW_LAMPORTS + 1] = 7;
        begin(event, 1, SignalKind.BREAKOUT, 7);
        begin(event, 1, SignalKind.PERSISTENCE, 7);
        db.batch(event);
        final UpdateEvent end = Events.slotEnd(20);
        end.signals().addEnd(words(1), 0, SignalKind.BREAKOUT, Events.timeOf(19));
        db.batch(end);
        final List<String> told = new ArrayList<>();
        final SignalHistory history = db.store.signalHistory();
        history.visitOpen((mint, kind, second, slot) -> told.add(mint + " " + kind + " " + second + " " + slot));
        history.visitRows(Events.timeOf(8), (mint, updatedAt) -> told.add(mint + " " + updatedAt));
        history.visitRows(Events.timeOf(9), (mint, updatedAt) -> told.add("too early"));
        assertThat(told).containsExactly(Events.mint(1) + " PERSISTENCE 1700000007 77", Events.mint(1) + " 1700000008");
    }

    private long idOf(final long mint) throws SQLException {
        return db.number("SELECT id FROM token_signals WHERE mint = '" + Events.mint(mint) + "'");
    }

    private static int begin(final UpdateEvent event, final long mint, final SignalKind kind, final long second) {
        final long[] row = new long[MetricsRows.STRIDE];
        System.arraycopy(words(mint), 0, row, MetricsRows.MINT, 4);
        for (int window = 0; window < 6; window++) {
            row[MetricsRows.NET_FLOW_LAMPORTS + window] = 4_500_000_000L + window * 1_000_000_000L;
        }
        MetricsCount.UNIQUE_WALLETS_300S.add(row, 0, 10);
        MetricsCount.TRADES_300S.add(row, 0, 16);
        MetricsCount.BUYS_300S.add(row, 0, 17);
        MetricsCount.BOT_TRADES_300S.add(row, 0, 12);
        MetricsCount.DCA_UNIQUE_WALLETS_300S.add(row, 0, 15);
        row[MetricsRows.DCA_FLOW_LAMPORTS_300S] = 14_500_000_000L;
        return event.signals().addBegin(row, 0, kind, Events.timeOf(second), 77, 0.75);
    }

    private static long[] words(final long mint) {
        final Key32 key = Events.key(1, mint);
        return new long[] {key.word0(), key.word1(), key.word2(), key.word3()};
    }
}
