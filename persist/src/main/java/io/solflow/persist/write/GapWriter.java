package io.solflow.persist.write;

import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.file.LazyStatement;
import io.solflow.persist.status.PersistCounters;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;

/** Writes rows of {@code ingest_gaps} within the caller's transaction; one that is stored already stays as it is. */
final class GapWriter implements TableWriter {

    private final LazyStatement insert;
    private final PersistCounters counters;
    private int stored;

    GapWriter(final Connection connection, final PersistCounters counters) {
        this.counters = counters;
        insert = new LazyStatement(
                connection,
                "INSERT INTO ingest_gaps (from_slot, to_slot, reason, noticed_at)"
                        + " VALUES (?, ?, ?, ?) ON CONFLICT (from_slot, to_slot, reason) DO NOTHING");
    }

    /** Writes a gap, noticed at its time or else at the watermark. */
    void add(final UpdateEvent gap, final long watermarkSeconds) throws SQLException {
        final long noticedAtSeconds = gap.timeSeconds() == UpdateEvent.NO_TIME ? watermarkSeconds : gap.timeSeconds();
        final PreparedStatement statement = insert.get();
        statement.setLong(1, gap.gapFromSlot());
        statement.setLong(2, gap.gapToSlot());
        statement.setString(3, gap.gapReason().label());
        if (noticedAtSeconds == UpdateEvent.NO_TIME) {
            statement.setNull(4, Types.BIGINT);
        } else {
            statement.setLong(4, noticedAtSeconds);
        }
        stored += statement.executeUpdate();
    }

    @Override
    public void writeOut() {
        // written as they come
    }

    @Override
    public void committed() {
        counters.gaps().add(stored);
        stored = 0;
    }

    @Override
    public void rolledBack() throws SQLException {
        stored = 0;
        insert.close();
    }

    @Override
    public void close() throws SQLException {
        insert.close();
    }
}
