package io.solflow.persist.upkeep;

import io.solflow.core.event.ChainPosition;
import io.solflow.persist.status.Checkpoint;
import io.solflow.persist.write.CheckpointWriter;
import io.solflow.persist.write.DictionaryChanges;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.BitSet;

/**
 * Which wallets some trade uses: a bit for each id, set by reading all trades once. Trades have no index by wallet, which
 * would cost every insert, so this is kept true by order instead: what came while it was read is behind the checkpoint's
 * slot, and is read again, or is counted in {@code dictionary_changes.insertions}, and then it is worth nothing. One
 * thread, which calls {@link #begin}, then {@link #readOn} until it says that all is read.
 */
final class UsedWallets implements AutoCloseable {

    /** Trades read in one go, some milliseconds long. */
    static final int CHUNK_TRADES = 8_192;

    /** Wallets with higher ids are taken for used; a bit each for all below are 128 MiB. */
    static final int MAX_ID = 1 << 30;

    private final Connection connection;
    private final PreparedStatement select;
    private final PreparedStatement selectInsertions;
    private BitSet used = new BitSet();
    private long insertions;
    private long settledSlot;
    private long readToId;
    private boolean stale;

    UsedWallets(final Connection connection) throws SQLException {
        this.connection = connection;
        select = connection.prepareStatement("SELECT id, wallet_id FROM trades WHERE id > ? ORDER BY id LIMIT ?");
        selectInsertions = connection.prepareStatement(DictionaryChanges.SELECT_INSERTIONS);
    }

    /** Forgets everything and begins at the first trade. */
    void begin() throws SQLException {
        used = new BitSet();
        // in this order: a trade that comes after both is behind the slot or counted
        insertions = insertions();
        settledSlot = CheckpointWriter.read(connection).slot();
        readToId = Long.MIN_VALUE;
        stale = false;
    }

    /** Reads some more trades; false when there were no more. */
    boolean readOn() throws SQLException {
        return read() == CHUNK_TRADES;
    }

    /** Begins to read again what may have come since; {@link #readOn} does it. */
    void beginAgain() throws SQLException {
        final long slot = CheckpointWriter.read(connection).slot();
        readToId = lastId(settledSlot);
        settledSlot = slot;
    }

    /** Reads everything that may have come since, within a write transaction; false when more came than can be known. */
    boolean bringUpToDate() throws SQLException {
        stale = insertions() != insertions;
        if (stale) {
            return false;
        }
        beginAgain();
        while (readOn()) {
            // on to the next
        }
        return true;
    }

    /** True when trades came that were not read, so that everything has to be read again. */
    boolean isStale() {
        return stale;
    }

    /** True when a trade uses the wallet, as far as it was read. */
    boolean contains(final long walletId) {
        return walletId <= 0 || walletId >= MAX_ID || used.get((int) walletId);
    }

    @Override
    public void close() throws SQLException {
        try (select;
                selectInsertions) {
            used = new BitSet();
        }
    }

    private int read() throws SQLException {
        select.setLong(1, readToId);
        select.setInt(2, CHUNK_TRADES);
        int trades = 0;
        try (ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                readToId = rows.getLong(1);
                final long walletId = rows.getLong(2);
                if (walletId > 0 && walletId < MAX_ID) {
                    used.set((int) walletId);
                }
                trades++;
            }
        }
        return trades;
    }

    private long insertions() throws SQLException {
        try (ResultSet rows = selectInsertions.executeQuery()) {
            return rows.getLong(1);
        }
    }

    private static long lastId(final long slot) {
        return slot == Checkpoint.NO_SLOT
                ? -1
                : ChainPosition.of(slot, ChainPosition.MAX_TX_INDEX, ChainPosition.MAX_ORDINAL);
    }
}
