package io.solflow.persist.upkeep;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * Finds addresses of mints and wallets that nothing uses, some at a time without a lock, and deletes them within the
 * caller's transaction, where their disuse is certain. Addresses that came after {@link #begin} are left; so is the
 * highest id of each table, because SQLite gives the next row the id behind the highest, and an id must never come to
 * mean another address. One thread.
 */
final class UnusedAddresses implements AutoCloseable {

    private static final int LOOKED_AT = 4_096;

    private static final String UNUSED_MINT = "NOT EXISTS (SELECT 1 FROM trades t WHERE t.mint_id = mints.id)"
            + " AND NOT EXISTS (SELECT 1 FROM token_rolling_metrics r WHERE r.mint = mints.address)";

    private final UsedWallets used;
    private final PreparedStatement maxMint;
    private final PreparedStatement maxWallet;
    private final PreparedStatement selectMints;
    private final PreparedStatement selectWallets;
    private final PreparedStatement deleteMint;
    private final PreparedStatement deleteWallet;
    private final long[] found = new long[LOOKED_AT];
    private int foundSize;
    private long mintLimit;
    private long walletLimit;
    private long mintCursor;
    private long walletCursor;

    UnusedAddresses(final Connection connection, final UsedWallets used) throws SQLException {
        this.used = used;
        maxMint = connection.prepareStatement("SELECT coalesce(max(id), 0) FROM mints");
        maxWallet = connection.prepareStatement("SELECT coalesce(max(id), 0) FROM wallets");
        selectMints = connection.prepareStatement(
                "SELECT id, " + UNUSED_MINT + " FROM mints WHERE id > ? AND id < ? ORDER BY id LIMIT ?");
        selectWallets =
                connection.prepareStatement("SELECT id, 1 FROM wallets WHERE id > ? AND id < ? ORDER BY id LIMIT ?");
        deleteMint = connection.prepareStatement("DELETE FROM mints WHERE id = ? AND " + UNUSED_MINT);
        deleteWallet = connection.prepareStatement("DELETE FROM wallets WHERE id = ?");
    }

    /** Begins with the lowest ids, and ends below those that are the highest now. */
    void begin() throws SQLException {
        mintLimit = number(maxMint);
        walletLimit = number(maxWallet);
        mintCursor = 0;
        walletCursor = 0;
        foundSize = 0;
    }

    /** Finds at most {@code limit} mints that seem unused; false when all were looked at. */
    boolean findMints(final int limit) throws SQLException {
        final long last = find(selectMints, mintCursor, mintLimit, limit);
        mintCursor = last;
        return last < mintLimit;
    }

    /** Finds at most {@code limit} wallets that seem unused; false when all were looked at. */
    boolean findWallets(final int limit) throws SQLException {
        final long last = find(selectWallets, walletCursor, walletLimit, limit);
        walletCursor = last;
        return last < walletLimit;
    }

    /** How many were found. */
    int found() {
        return foundSize;
    }

    /** Deletes those mints that are unused indeed; returns how many. */
    int deleteMints() throws SQLException {
        int deleted = 0;
        for (int i = 0; i < foundSize; i++) {
            deleteMint.setLong(1, found[i]);
            deleted += deleteMint.executeUpdate();
        }
        return deleted;
    }

    /** Deletes those wallets that are unused indeed, by what is known of the used ones, up to date; returns how many. */
    int deleteWallets() throws SQLException {
        int deleted = 0;
        for (int i = 0; i < foundSize; i++) {
            if (!used.contains(found[i])) {
                deleteWallet.setLong(1, found[i]);
                deleted += deleteWallet.executeUpdate();
            }
        }
        return deleted;
    }

    @Override
    public void close() throws SQLException {
        try (maxMint;
                maxWallet;
                selectMints;
                selectWallets;
                deleteMint;
                deleteWallet) {
            foundSize = 0;
        }
    }

    private long find(final PreparedStatement select, final long fromId, final long endId, final int limit)
            throws SQLException {
        foundSize = 0;
        long last = fromId;
        int looked = 0;
        select.setLong(1, fromId);
        select.setLong(2, endId);
        select.setInt(3, LOOKED_AT);
        try (ResultSet rows = select.executeQuery()) {
            while (foundSize < Math.min(limit, LOOKED_AT) && rows.next()) {
                last = rows.getLong(1);
                looked++;
                final boolean unused = select == selectMints ? rows.getInt(2) != 0 : !used.contains(last);
                if (unused) {
                    found[foundSize++] = last;
                }
            }
        }
        return foundSize < Math.min(limit, LOOKED_AT) && looked < LOOKED_AT ? endId : last;
    }

    private static long number(final PreparedStatement select) throws SQLException {
        try (ResultSet row = select.executeQuery()) {
            return row.getLong(1);
        }
    }
}
