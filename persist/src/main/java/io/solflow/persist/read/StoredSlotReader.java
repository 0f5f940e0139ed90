package io.solflow.persist.read;

import io.solflow.core.chain.Base58;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.StoredSlots;
import io.solflow.core.event.TradeList;
import io.solflow.persist.file.SqliteConnections;
import io.solflow.persist.file.StoreException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * Reads the stored trades of a slot for the extract stage, over a connection of its own. A slot that this run is ahead of costs
 * one search in the table. Extract thread only, but for {@link #newestSlot}.
 */
public final class StoredSlotReader implements StoredSlots, AutoCloseable {

    private final Path database;
    private final int busyTimeoutMs;
    private final long newestSlot;
    private Connection connection;
    private PreparedStatement select;

    /** Connects at its first use; {@code newestSlot} is that of the newest stored trade, negative without one. */
    public StoredSlotReader(final Path database, final int busyTimeoutMs, final long newestSlot) {
        this.database = database;
        this.busyTimeoutMs = busyTimeoutMs;
        this.newestSlot = newestSlot;
    }

    @Override
    public long newestSlot() {
        return newestSlot;
    }

    @Override
    public void read(final long slot, final TradeReader reader) {
        try {
            if (select == null) {
                connect();
            }
            select.setLong(1, ChainPosition.of(slot, 0, 0));
            select.setLong(2, ChainPosition.of(slot, ChainPosition.MAX_TX_INDEX, ChainPosition.MAX_ORDINAL));
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    final long id = rows.getLong(1);
                    reader.trade(ChainPosition.txIndex(id), ChainPosition.ordinal(id), signature(rows.getString(2)));
                }
            }
        } catch (final SQLException e) {
            throw unreadable(e);
        }
    }

    private void connect() throws SQLException {
        connection = SqliteConnections.open(database, busyTimeoutMs);
        try (Statement pragma = connection.createStatement()) {
            pragma.execute("PRAGMA query_only = ON");
        }
        select = connection.prepareStatement("SELECT id, signature FROM trades WHERE id BETWEEN ? AND ?");
    }

    /** Null for what is no signature, as only a trade added by hand can have. */
    private static byte[] signature(final String text) {
        try {
            final byte[] signature = text == null ? new byte[0] : Base58.decode(text);
            return signature.length == TradeList.SIGNATURE_LENGTH ? signature : null;
        } catch (final IllegalArgumentException e) {
            return null;
        }
    }

    /** Closes the connection; the extract stage has ended. */
    @Override
    public void close() {
        try {
            if (connection != null) {
                connection.close();
            }
        } catch (final SQLException e) {
            throw unreadable(e);
        }
    }

    private StoreException unreadable(final SQLException failure) {
        return new StoreException("database " + database + ": its trades cannot be read: " + failure, failure);
    }
}
