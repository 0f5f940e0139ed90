package io.solflow.persist.write;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.SignalKind;
import io.solflow.core.event.SignalList;
import io.solflow.core.event.Window;
import io.solflow.persist.file.LazyStatement;
import io.solflow.persist.file.Real;
import io.solflow.persist.status.PersistCounters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/**
 * Writes rows of {@code token_signals} within the caller's transaction: those that begin, unless their token is on the
 * blocklist, the end of others, and what a dead slot takes back. Signals are rare, so the list is asked each time, and a
 * token counts as blocked from its next signal on. Writer thread only.
 */
final class SignalWriter implements TableWriter {

    private static final String INSERT = """
            INSERT INTO token_signals (timestamp, slot, mint, kind, strength, net_flow_60s, net_flow_300s, net_flow_900s,
                unique_wallets_300s, trades_300s, buys_300s, bot_trades_300s, dca_flow_300s, dca_unique_wallets_300s,
                inflow_300s, buying_wallets_300s, focused_wallets_300s, focused_inflow_300s)
            SELECT ?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15, ?16, ?17, ?18
            WHERE NOT EXISTS (SELECT 1 FROM token_blocklist WHERE mint = ?3)
            """;

    private static final String END =
            "UPDATE token_signals SET ended_at = ? WHERE mint = ? AND kind = ? AND ended_at IS NULL";

    // the signals that may have counted the slot's trades, as long as these are there
    private static final String TAKE_BACK = """
            DELETE FROM token_signals
            WHERE slot >= ? AND mint IN (
                SELECT m.address FROM trades t JOIN mints m ON m.id = t.mint_id WHERE t.id BETWEEN ? AND ?)
            """;

    private final PersistCounters counters;
    private final LazyStatement insert;
    private final LazyStatement end;
    private final LazyStatement takeBack;
    private final Key32 mint = new Key32();
    private int stored;

    SignalWriter(final Connection connection, final PersistCounters counters) {
        this.counters = counters;
        insert = new LazyStatement(connection, INSERT);
        end = new LazyStatement(connection, END);
        takeBack = new LazyStatement(connection, TAKE_BACK);
    }

    /** Writes an event's signals. */
    void add(final SignalList signals) throws SQLException {
        for (int i = 0; i < signals.size(); i++) {
            if (signals.ends(i)) {
                end(signals, i);
            } else {
                begin(signals, i);
            }
        }
    }

    /** Deletes the signals of the mints that were traded in a dead slot, since it came; its trades are still stored. */
    int takeBack(final long slot) throws SQLException {
        final PreparedStatement statement = takeBack.get();
        statement.setLong(1, slot);
        statement.setLong(2, ChainPosition.of(slot, 0, 0));
        statement.setLong(3, ChainPosition.of(slot, ChainPosition.MAX_TX_INDEX, ChainPosition.MAX_ORDINAL));
        return statement.executeUpdate();
    }

    @Override
    public void writeOut() {
        // written as they come
    }

    @Override
    public void committed() {
        counters.signals().add(stored);
        stored = 0;
    }

    @Override
    public void rolledBack() throws SQLException {
        stored = 0;
        close();
    }

    @Override
    public void close() throws SQLException {
        insert.close();
        end.close();
        takeBack.close();
    }

    private void end(final SignalList signals, final int signal) throws SQLException {
        final PreparedStatement statement = end.get();
        statement.setLong(1, signals.get(signal, SignalList.SECOND));
        statement.setString(2, signals.mint(signal, mint).toString());
        statement.setString(3, signals.kind(signal).name());
        statement.executeUpdate();
    }

    private void begin(final SignalList signals, final int signal) throws SQLException {
        final PreparedStatement statement = insert.get();
        final long slot = signals.get(signal, SignalList.SLOT);
        statement.setLong(1, signals.get(signal, SignalList.SECOND));
        if (slot < 0) {
            statement.setNull(2, Types.BIGINT);
        } else {
            statement.setLong(2, slot);
        }
        statement.setString(3, signals.mint(signal, mint).toString());
        statement.setString(4, signals.kind(signal).name());
        statement.setDouble(5, Real.of(signals.strength(signal)));
        statement.setDouble(6, Real.of(flow(signals, signal, Window.S60)));
        statement.setDouble(7, Real.of(flow(signals, signal, Window.S300)));
        statement.setDouble(8, Real.of(flow(signals, signal, Window.S900)));
        statement.setLong(9, signals.count(signal, MetricsCount.UNIQUE_WALLETS_300S));
        statement.setLong(10, signals.count(signal, MetricsCount.TRADES_300S));
        statement.setLong(11, signals.count(signal, MetricsCount.BUYS_300S));
        statement.setLong(12, signals.count(signal, MetricsCount.BOT_TRADES_300S));
        statement.setDouble(13, Real.of(sol(signals.get(signal, MetricsRows.DCA_FLOW_LAMPORTS_300S))));
        statement.setLong(14, signals.count(signal, MetricsCount.DCA_UNIQUE_WALLETS_300S));
        bindBuyers(statement, signals, signal);
        stored += statement.executeUpdate();
    }

    private static void bindBuyers(final PreparedStatement statement, final SignalList signals, final int signal)
            throws SQLException {
        if (signals.kind(signal) == SignalKind.FOCUSED_BUYERS) {
            statement.setDouble(15, Real.of(sol(signals.get(signal, SignalList.INFLOW_LAMPORTS))));
            statement.setLong(16, signals.get(signal, SignalList.BUYING_WALLETS));
            statement.setLong(17, signals.get(signal, SignalList.FOCUSED_WALLETS));
            statement.setDouble(18, Real.of(sol(signals.get(signal, SignalList.FOCUSED_INFLOW_LAMPORTS))));
        } else {
            for (int parameter = 15; parameter <= 18; parameter++) {
                statement.setNull(parameter, Types.NULL);
            }
        }
    }

    private static double flow(final SignalList signals, final int signal, final Window window) {
        return sol(signals.get(signal, MetricsRows.NET_FLOW_LAMPORTS + window.index()));
    }

    private static double sol(final long lamports) {
        return lamports / MetricsWriter.LAMPORTS_PER_SOL;
    }
}
