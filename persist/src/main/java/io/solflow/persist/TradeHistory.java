package io.solflow.persist;

import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** The stored trades, read back to refill the windows at start. Reads over a connection of its own; any thread. */
public final class TradeHistory {

    // One packed number instead of four columns: each column read is a call into SQLite.
    private static final int SIDE_BIT = 1;
    private static final int BOT_BIT = 2;
    private static final int DCA_BIT = 4;
    private static final int PROGRAM_SHIFT = 3;

    static final String SELECT = "SELECT id, timestamp, mint_id, wallet_id, lamports,"
            + " side | (is_bot << 1) | (is_dca << 2) | (coalesce(program, 0) << 3)"
            + " FROM trades WHERE timestamp >= ? ORDER BY timestamp, id";

    private final Path database;
    private final int busyTimeoutMs;

    TradeHistory(final Path database, final int busyTimeoutMs) {
        this.database = database;
        this.busyTimeoutMs = busyTimeoutMs;
    }

    /**
     * Visits the trades from {@code fromSeconds} on, in the order of timestamp and id.
     *
     * @return how many trades were passed over because their mint or wallet is no key, as only trades added by hand
     *     can be.
     * @throws StoreException when they cannot be read.
     */
    public long visit(final long fromSeconds, final TradeVisitor visitor) {
        try (Connection connection = SqliteStore.connect(database, busyTimeoutMs);
                Statement pragma = connection.createStatement()) {
            pragma.execute("PRAGMA query_only = ON");
            try (AddressBook mints = new AddressBook(connection, "mints");
                    AddressBook wallets = new AddressBook(connection, "wallets");
                    PreparedStatement select = connection.prepareStatement(SELECT)) {
                select.setLong(1, fromSeconds);
                try (ResultSet rows = select.executeQuery()) {
                    return visit(rows, mints, wallets, visitor);
                }
            }
        } catch (final SQLException e) {
            throw new StoreException("database " + database + ": its trades cannot be read: " + e, e);
        }
    }

    private static long visit(
            final ResultSet rows, final AddressBook mints, final AddressBook wallets, final TradeVisitor visitor)
            throws SQLException {
        final Trade trade = new Trade();
        long skipped = 0;
        while (rows.next()) {
            final boolean known =
                    mints.find(rows.getLong(3), trade.mint()) && wallets.find(rows.getLong(4), trade.wallet());
            if (!known) {
                skipped++;
                continue;
            }
            final long packed = rows.getLong(6);
            trade.id(rows.getLong(1))
                    .timestampSeconds(rows.getLong(2))
                    .lamports(rows.getLong(5))
                    .side((packed & SIDE_BIT) == TradeWriter.BUY ? Side.BUY : Side.SELL)
                    .dca((packed & DCA_BIT) != 0)
                    .programCode((int) (packed >> PROGRAM_SHIFT));
            visitor.trade(trade, (packed & BOT_BIT) != 0);
        }
        return skipped;
    }
}
