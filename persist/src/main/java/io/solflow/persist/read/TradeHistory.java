package io.solflow.persist.read;

import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.persist.file.SqliteConnections;
import io.solflow.persist.file.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The stored trades, read back once to refill the windows at start: from its making on, ahead of {@link #visit}. Nothing may write
 * meanwhile. Reads over connections of its own; any thread, one at a time.
 */
public final class TradeHistory implements AutoCloseable {

    private final Path database;
    private final int busyTimeoutMs;
    private final Connection connection;
    private final TradeReadAhead readAhead;

    /** Begins to read; older trades are left out, and so are the wallets of those older than the second time. */
    public TradeHistory(
            final Path database, final int busyTimeoutMs, final long fromSeconds, final long walletsFromSeconds) {
        this.database = database;
        this.busyTimeoutMs = busyTimeoutMs;
        try {
            connection = connect();
        } catch (final SQLException e) {
            throw unreadable(e);
        }
        readAhead = new TradeReadAhead(connection, fromSeconds, walletsFromSeconds);
    }

    /**
     * Visits the trades in the order of their ids; those that stand before a trade that is left out, dated ahead of it, come
     * last. Once.
     *
     * @return how many trades were passed over because their mint or wallet is no key, as only trades added by hand
     *     can be.
     * @throws StoreException when they cannot be read.
     */
    public long visit(final TradeVisitor visitor) {
        try (Connection addresses = connect();
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
            throw unreadable(e);
        }
    }

    /**
     * Stops reading; does nothing the second time.
     *
     * @throws StoreException when it cannot be closed.
     */
    @Override
    public void close() {
        try (connection) {
            readAhead.close();
        } catch (final SQLException e) {
            throw unreadable(e);
        }
    }

    private StoreException unreadable(final SQLException failure) {
        return new StoreException("database " + database + ": its trades cannot be read: " + failure, failure);
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
