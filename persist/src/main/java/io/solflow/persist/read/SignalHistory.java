package io.solflow.persist.read;

import io.solflow.core.chain.Base58;
import io.solflow.core.chain.Key32;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.SignalKind;
import io.solflow.persist.file.StoreException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** What the finder of signals needs of the database at start. For the opening thread, before anything is written. */
public final class SignalHistory {

    /** Receives signals that went on. */
    @FunctionalInterface
    public interface OpenSignals {

        /** One of them; the mint is valid during the call, the slot is -1 when it is not known. */
        void signal(Key32 mint, SignalKind kind, long second, long slot);
    }

    /** Receives tokens whose rows were written lately. */
    @FunctionalInterface
    public interface LateRows {

        /** One of them, with the watermark of its row; the mint is valid during the call. */
        void row(Key32 mint, long updatedAt);
    }

    private final Connection connection;

    public SignalHistory(final Connection connection) {
        this.connection = connection;
    }

    /** Visits the signals that went on when the last run ended. */
    public void visitOpen(final OpenSignals visitor) {
        final Key32 mint = new Key32();
        try (PreparedStatement select = connection.prepareStatement(
                        "SELECT mint, kind, timestamp, coalesce(slot, -1) FROM token_signals WHERE ended_at IS NULL");
                ResultSet rows = select.executeQuery()) {
            while (rows.next()) {
                if (decode(rows.getString(1), mint)) {
                    visitor.signal(mint, SignalKind.valueOf(rows.getString(2)), rows.getLong(3), rows.getLong(4));
                }
            }
        } catch (final SQLException | IllegalArgumentException e) {
            // the latter of a kind that only a crafted database can hold
            throw new StoreException("the signals cannot be read: " + e, e);
        }
    }

    /** Visits the tokens with an inflow whose rows were written at a watermark from {@code fromSeconds} on. */
    public void visitRows(final long fromSeconds, final LateRows visitor) {
        final Key32 mint = new Key32();
        try (PreparedStatement select = connection.prepareStatement("SELECT mint, updated_at FROM token_rolling_metrics"
                + " WHERE updated_at >= ? AND +net_flow_300s > 0")) {
            select.setLong(1, fromSeconds);
            try (ResultSet rows = select.executeQuery()) {
                while (rows.next()) {
                    if (decode(rows.getString(1), mint)) {
                        visitor.row(mint, rows.getLong(2));
                    }
                }
            }
        } catch (final SQLException e) {
            throw new StoreException("the metrics cannot be read: " + e, e);
        }
    }

    /** False for what only rows added by hand can hold. */
    private static boolean decode(final String address, final Key32 target) {
        try {
            final byte[] bytes = Base58.decode(address);
            if (bytes.length == Pubkey.LENGTH) {
                target.set(bytes, 0);
                return true;
            }
            return false;
        } catch (final IllegalArgumentException e) {
            return false;
        }
    }
}
