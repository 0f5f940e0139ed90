package io.solflow.persist;

import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/** The stored trades, read back to refill the windows at start. Reads over connections of its own; any thread. */
public final class TradeHistory {

    private final Path database;
    private final int busyTimeoutMs;

    TradeHistory(final Path database, final int busyTimeoutMs) {
        this.database = database;
        this.busyTimeoutMs = busyTimeoutMs;
    }

    /**
     * Visits the trades from {@code fromSeconds} on, in the order of their ids; those that stand before a trade older than
     * that, dated ahead of it, come last. Nothing may write meanwhile.
     *
     * @param walletsFromSeconds older trades come with a wallet of zeros: reading a hundred thousand addresses takes as
     *     long as reading a million trades.
     * @return how many trades were passed over because their mint or wallet is no key, as only trades added by hand
     *     can be.
     * @throws StoreException when they cannot be read.
     */
    public long visit(final long fromSeconds, final long walletsFromSeconds, final TradeVisitor visitor) {
        try (Connection trades = connect();
                Connection addresses = connect();
                TradeReadAhead readAhead = new TradeReadAhead(trades, fromSeconds, walletsFromSeconds);
                AddressBook mints = new AddressBook(addresses, "mints");
                AddressBook wallets = new AddressBook(addresses, "wallets")) {
            long skipped = 0;
            TradeRows rows = readAhead.take();
            while (rows.isFull()) {
                skipped += visit(rows, mints, wallets, visitor);
                readAhead.give(rows);
                rows = readAhead.take();
            }
            skipped += visit(rows, mints, wallets, visitor);
            return skipped;
        } catch (final SQLException e) {
            throw new StoreException("database " + database + ": its trades cannot be read: " + e, e);
        }
    }

    private static long visit(
            final TradeRows rows, final AddressBook mints, final AddressBook wallets, final TradeVisitor visitor)
            throws SQLException {
        for (int row = 0; row < rows.size(); row++) {
            mints.want(rows.mintId(row));
            if (rows.walletId(row) != TradeRows.NO_WALLET) {
                wallets.want(rows.walletId(row));
            }
        }
        mints.readWanted();
        wallets.readWanted();
        final Trade trade = new Trade();
        long skipped = 0;
        for (int row = 0; row < rows.size(); row++) {
            final long walletId = rows.walletId(row);
            final boolean known = mints.find(rows.mintId(row), trade.mint())
                    && (walletId == TradeRows.NO_WALLET || wallets.find(walletId, trade.wallet()));
            if (!known) {
                skipped++;
                continue;
            }
            if (walletId == TradeRows.NO_WALLET) {
                trade.wallet().set(0, 0, 0, 0);
            }
            trade.id(rows.id(row))
                    .timestampSeconds(rows.timestampSeconds(row))
                    .lamports(rows.lamports(row))
                    .side(rows.isBuy(row) ? Side.BUY : Side.SELL)
                    .dca(rows.isDca(row));
            visitor.trade(trade, rows.isBot(row));
        }
        return skipped;
    }

    private Connection connect() throws SQLException {
        final Connection connection = SqliteConnections.open(database, busyTimeoutMs);
        try (Statement pragma = connection.createStatement()) {
            pragma.execute("PRAGMA query_only = ON");
            return connection;
        } catch (final SQLException e) {
            connection.close();
            throw e;
        }
    }
}
