package io.solflow.persist.write;

import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.file.RowStatement;
import io.solflow.persist.status.Checkpoint;
import io.solflow.persist.status.PersistCounters;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * The checkpoint in three ages: what the events taken so far say, what they said when everything was settled last (a
 * rollback returns there), and what is stored. Slot and watermark never go back. Writer thread only.
 */
public final class CheckpointWriter implements TableWriter {

    private final PersistCounters counters;
    private final RowStatement upsert;
    private long slot;
    private long watermarkSeconds;
    private long settledSlot;
    private long settledWatermarkSeconds;
    private long storedSlot;
    private long storedWatermarkSeconds;

    CheckpointWriter(final Connection connection, final PersistCounters counters) throws SQLException {
        this.counters = counters;
        final Checkpoint stored = read(connection);
        slot = stored.slot();
        watermarkSeconds = stored.watermarkSeconds();
        committed();
        upsert = new RowStatement(
                connection,
                "INSERT INTO checkpoint (id, slot, watermark) VALUES (1, ?, ?)"
                        + " ON CONFLICT (id) DO UPDATE SET slot = excluded.slot, watermark = excluded.watermark");
    }

    /** The stored checkpoint, {@link Checkpoint#NONE} when there is none. */
    public static Checkpoint read(final Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("SELECT slot, watermark FROM checkpoint")) {
            if (!rows.next()) {
                return Checkpoint.NONE;
            }
            final long slot = rows.getLong(1);
            final boolean noSlot = rows.wasNull();
            final long watermark = rows.getLong(2);
            return new Checkpoint(noSlot ? Checkpoint.NO_SLOT : slot, rows.wasNull() ? UpdateEvent.NO_TIME : watermark);
        }
    }

    /** An event completes everything up to this slot; -1 when it does not say. */
    void slot(final long value) {
        slot = Math.max(slot, value);
    }

    /** The watermark after an event. */
    void watermark(final long seconds) {
        watermarkSeconds = Math.max(watermarkSeconds, seconds);
    }

    /** True when the database does not know yet what the events say. */
    boolean isAhead() {
        return slot != storedSlot || watermarkSeconds != storedWatermarkSeconds;
    }

    @Override
    public void writeOut() throws SQLException {
        if (!isAhead()) {
            return;
        }
        bind(1, slot, Checkpoint.NO_SLOT);
        bind(2, watermarkSeconds, UpdateEvent.NO_TIME);
        upsert.execute();
    }

    /** Everything taken so far is settled: committed, or without rows. */
    void settle() {
        settledSlot = slot;
        settledWatermarkSeconds = watermarkSeconds;
    }

    @Override
    public void committed() {
        settle();
        storedSlot = slot;
        storedWatermarkSeconds = watermarkSeconds;
        counters.checkpointSlot().set(storedSlot);
    }

    @Override
    public void rolledBack() {
        slot = settledSlot;
        watermarkSeconds = settledWatermarkSeconds;
    }

    /** The watermark after the last event taken. */
    long watermark() {
        return watermarkSeconds;
    }

    /** The slot of the stored checkpoint. */
    long storedSlot() {
        return storedSlot;
    }

    @Override
    public void close() throws SQLException {
        upsert.close();
    }

    private void bind(final int parameter, final long value, final long none) throws SQLException {
        if (value == none) {
            upsert.bindNull(parameter);
        } else {
            upsert.bind(parameter, value);
        }
    }
}
