package io.solflow.app.market;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * The holes of the stream that a database has recorded.
 *
 * @param total number of holes.
 * @param slots number of slots in them.
 * @param newest the newest few, newest first.
 */
public record Gaps(long total, long slots, List<Gap> newest) {

    private static final int SHOWN = 5;

    /**
     * A hole.
     *
     * @param noticedAtSeconds chain time when it was noticed, 0 when unknown.
     */
    public record Gap(long fromSlot, long toSlot, String reason, long noticedAtSeconds) {

        /** Slots, reason and time in one line. */
        public String line() {
            return String.format(
                    Locale.ROOT,
                    "slots %d to %d (%,d): %s, %s",
                    fromSlot,
                    toSlot,
                    toSlot - fromSlot + 1,
                    reason,
                    noticedAtSeconds == 0 ? "time unknown" : Instant.ofEpochSecond(noticedAtSeconds));
        }
    }

    /** Reads them. */
    public static Gaps read(final Connection connection) throws SQLException {
        final List<Gap> newest = new ArrayList<>();
        try (Statement statement = connection.createStatement()) {
            try (ResultSet rows =
                    statement.executeQuery("SELECT from_slot, to_slot, reason, noticed_at FROM ingest_gaps"
                            + " ORDER BY noticed_at DESC, from_slot DESC LIMIT " + SHOWN)) {
                while (rows.next()) {
                    newest.add(new Gap(rows.getLong(1), rows.getLong(2), rows.getString(3), rows.getLong(4)));
                }
            }
            try (ResultSet row = statement.executeQuery(
                    "SELECT count(*), coalesce(sum(to_slot - from_slot + 1), 0) FROM ingest_gaps")) {
                return new Gaps(row.getLong(1), row.getLong(2), List.copyOf(newest));
            }
        }
    }

    /** Count and slots in words. */
    public String summary() {
        return total == 0
                ? "none"
                : String.format(Locale.ROOT, "%,d %s, %,d slots", total, total == 1 ? "gap" : "gaps", slots);
    }
}
