package io.solflow.persist.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.write.Events;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TradeHistoryTest {

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
    void shouldReadBackWhatWasWritten() throws Exception {
        final UpdateEvent event = Events.trade(70, 3, 8, 9, Side.SELL, Long.MAX_VALUE);
        event.trades().get(0).dca(true).programCode(Events.JUPITER_DCA);
        event.botFlags().set(0, true);
        db.batch(event);
        final List<Trade> read = new ArrayList<>();
        final List<Boolean> bots = new ArrayList<>();
        final long skipped = visit(0, 0, (trade, bot) -> {
            read.add(new Trade().set(trade));
            bots.add(bot);
        });
        final Trade written = event.trades().get(0);
        assertThat(read)
                .singleElement()
                .usingRecursiveComparison()
                .isEqualTo(new Trade().set(written).baseUnits(0).decimals(0).programCode(0));
        assertThat(bots).containsExactly(true);
        assertThat(skipped).isZero();
    }

    @Test
    void shouldReadFromATimeOnInTheOrderOfTheChainAndThenWhatIsDatedAhead() throws Exception {
        final UpdateEvent late = trade(60, 1);
        late.trades().get(0).timestampSeconds(Events.timeOf(72));
        db.batch(trade(73, 1), trade(72, 2), trade(72, 1), trade(71, 1), trade(70, 1), late);
        assertThat(visited(Events.timeOf(71))).containsExactly("71|1", "72|1", "72|2", "73|1", "60|1");
    }

    @Test
    void shouldReadNoWalletsOfOlderTrades() throws Exception {
        db.batch(trade(70, 1), trade(71, 1));
        final List<Key32> wallets = new ArrayList<>();
        visit(0, Events.timeOf(71), (trade, bot) -> wallets.add(new Key32().set(trade.wallet())));
        assertThat(wallets).containsExactly(new Key32(), Events.key(2, 2));
    }

    /** Else each start would read every trade that was ever stored, or look up each of the last hours one by one. */
    @Test
    void shouldReadTheTableFromTheFirstTradeOnWithoutSorting() throws SQLException {
        for (final String query :
                List.of(TradeReadAhead.SELECT_FIRST_ID, TradeReadAhead.SELECT_LOWEST_ID, TradeReadAhead.SELECT_COUNT)) {
            assertThat(db.rows("EXPLAIN QUERY PLAN " + query.replace("?", "5")))
                    .as(query)
                    .singleElement()
                    .asString()
                    .endsWith("SEARCH trades USING COVERING INDEX idx_trades_timestamp (timestamp>?)");
        }
        assertThat(db.rows("EXPLAIN QUERY PLAN " + TradeRows.SELECT.replace("?", "5")))
                .singleElement()
                .asString()
                .endsWith("SEARCH trades USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)");
    }

    @Test
    void shouldEndItsThreadWhenTheVisitorFails() throws Exception {
        fillMoreThanIsReadAhead();
        final IllegalStateException failure = new IllegalStateException("visitor");
        assertThatThrownBy(() -> visit(0, 0, (trade, bot) -> {
                    throw failure;
                }))
                .isSameAs(failure);
        assertThat(readers()).isEmpty();
    }

    @Test
    void shouldEndItsThreadWhenNobodyVisits() throws Exception {
        fillMoreThanIsReadAhead();
        final TradeHistory history = db.store.history(0, 0);
        await().untilAsserted(() -> assertThat(readers())
                .singleElement()
                .extracting(Thread::getState)
                .isEqualTo(Thread.State.WAITING));
        history.close();
        assertThat(readers()).isEmpty();
        history.close();
    }

    @Test
    void shouldPassOverTradesWhoseAddressesAreNoKeys() throws Exception {
        db.batch(trade(70, 1));
        TestDatabase.execute(
                db.store.connection(),
                "INSERT INTO token_trades (mint, timestamp, wallet, side, lamports) VALUES ('M', 1700000070, 'W', 'buy',"
                        + " 1), ('" + Events.mint(1) + "', 1700000070, 'W', 'buy', 1), ('" + Events.mint(1)
                        + "', 1700000071, '" + Events.wallet(1) + "', 'buy', 1)");
        final List<Long> ids = new ArrayList<>();
        assertThat(visit(0, 0, (trade, bot) -> ids.add(trade.id()))).isEqualTo(2);
        assertThat(ids).hasSize(2).contains(-3L);
    }

    @Test
    void shouldReadManyKeysEachAsItself() throws Exception {
        final UpdateEvent[] events = new UpdateEvent[5000];
        for (int i = 0; i < events.length; i++) {
            events[i] = Events.trade(70, i, i % 2500, i, Side.BUY, i);
        }
        db.batch(events);
        final List<Long> seen = new ArrayList<>();
        visit(0, 0, (trade, bot) -> {
            final long i = trade.lamports();
            assertThat(trade.mint()).isEqualTo(Events.key(1, i % 2500));
            assertThat(trade.wallet()).isEqualTo(Events.key(2, i));
            seen.add(i);
        });
        assertThat(seen).hasSize(events.length);
    }

    private void fillMoreThanIsReadAhead() throws Exception {
        db.batch(trade(70, 1));
        TestDatabase.execute(
                db.store.connection(),
                "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i <= "
                        + (TradeReadAhead.AHEAD + 2) * TradeRows.CAPACITY
                        + ") INSERT INTO trades (id, mint_id, timestamp, wallet_id, side, lamports)"
                        + " SELECT id + i, mint_id, timestamp, wallet_id, side, lamports FROM trades, n");
    }

    private static List<Thread> readers() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals(TradeReadAhead.THREAD_NAME))
                .toList();
    }

    private List<String> visited(final long fromSeconds) {
        final List<String> seen = new ArrayList<>();
        visit(
                fromSeconds,
                fromSeconds,
                (trade, bot) -> seen.add(io.solflow.core.event.ChainPosition.slot(trade.id()) + "|"
                        + io.solflow.core.event.ChainPosition.txIndex(trade.id())));
        return seen;
    }

    private long visit(final long fromSeconds, final long walletsFromSeconds, final TradeVisitor visitor) {
        try (TradeHistory history = db.store.history(fromSeconds, walletsFromSeconds)) {
            return history.visit(visitor);
        }
    }

    private static UpdateEvent trade(final long slot, final int txIndex) {
        return Events.trade(slot, txIndex, 1, 2, Side.BUY, 5);
    }
}
