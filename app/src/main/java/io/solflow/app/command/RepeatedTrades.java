package io.solflow.app.command;

import io.solflow.core.event.ChainPosition;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.agrona.collections.Long2LongHashMap;

/**
 * Finds trades that are stored twice: rows of one signature with equal mint, wallet, side and amounts. A transaction can execute
 * two equal trades, when one the other way lies between them, or when they move so little that the price does not show it; such
 * pairs are told apart. Reads the trades once in the order of their ids and looks {@value #SLOTS} slots back, which is farther
 * than forks of the chain lie apart. Memory follows the trades of so many slots. One thread.
 */
final class RepeatedTrades {

    /** Takes what is found. */
    interface Listener {

        /** Two rows tell one trade. */
        void repeated(long firstId, long secondId, String signature);

        /** Two rows tell two equal trades of one transaction. */
        void equal(long firstId, long secondId, String signature);
    }

    /** Less than this changes no price that 64-bit amounts can show. */
    private static final long DUST_LAMPORTS = 1_000;

    private static final int SLOTS = 512;
    private static final long NONE = Long.MIN_VALUE;

    // hand-made trades have ids below 0 and no place on the chain
    private static final String SELECT = "SELECT id, signature, mint_id, wallet_id, side, lamports, token_amount"
            + " FROM trades WHERE id >= 0 AND signature IS NOT NULL ORDER BY id";

    private static final String SELECT_BACK =
            "SELECT 1 FROM trades WHERE id BETWEEN ? AND ? AND mint_id = ? AND side <> ? LIMIT 1";

    // two generations: what is in neither is at least so many slots away
    private Long2LongHashMap newer = new Long2LongHashMap(NONE);
    private Long2LongHashMap older = new Long2LongHashMap(NONE);
    private long newerFromSlot;

    /** Reads all trades of a connection. */
    void find(final Connection connection, final Listener listener) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(SELECT)) {
            while (rows.next()) {
                final long id = rows.getLong(1);
                turnTo(ChainPosition.slot(id));
                final String signature = rows.getString(2);
                final long key = key(rows, signature);
                final long before = newer.get(key);
                final long first = before == NONE ? older.get(key) : before;
                if (first == NONE) {
                    newer.put(key, id);
                } else {
                    if (areTwo(connection, first, rows)) {
                        listener.equal(first, id, signature);
                    } else {
                        listener.repeated(first, id, signature);
                    }
                }
            }
        }
    }

    private static boolean areTwo(final Connection connection, final long first, final ResultSet second)
            throws SQLException {
        final long id = second.getLong(1);
        if (ChainPosition.slot(first) != ChainPosition.slot(id)
                || ChainPosition.txIndex(first) != ChainPosition.txIndex(id)) {
            return false;
        }
        if (second.getLong(6) < DUST_LAMPORTS) {
            return true;
        }
        try (PreparedStatement back = connection.prepareStatement(SELECT_BACK)) {
            back.setLong(1, first);
            back.setLong(2, id);
            back.setLong(3, second.getLong(3));
            back.setLong(4, second.getLong(5));
            try (ResultSet found = back.executeQuery()) {
                return found.next();
            }
        }
    }

    private void turnTo(final long slot) {
        if (slot - newerFromSlot >= SLOTS) {
            final Long2LongHashMap forgotten = older;
            older = newer;
            newer = forgotten;
            newer.clear();
            newerFromSlot = slot;
        }
    }

    private static long key(final ResultSet rows, final String signature) throws SQLException {
        long key = mix(signature.hashCode(), signature.length());
        for (int i = 0; i + 4 <= signature.length(); i += 4) {
            key = mix(
                    key,
                    (long) signature.charAt(i) << 48
                            | (long) signature.charAt(i + 1) << 32
                            | (long) signature.charAt(i + 2) << 16
                            | signature.charAt(i + 3));
        }
        for (int column = 3; column <= 6; column++) {
            key = mix(key, rows.getLong(column));
        }
        return mix(key, Double.doubleToLongBits(rows.getDouble(7)));
    }

    private static long mix(final long key, final long value) {
        final long mixed = (key ^ value) * 0x9E37_79B9_7F4A_7C15L;
        return mixed ^ mixed >>> 32;
    }
}
