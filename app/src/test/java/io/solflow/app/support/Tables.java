package io.solflow.app.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.config.DatabaseReader;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/**
 * Holds a database against the one of an undisturbed run, inside SQLite, so that hundreds of thousands of rows cost no
 * memory here.
 */
public final class Tables {

    private static final List<String> ALL = List.of(
            "SELECT * FROM %s.token_trades",
            "SELECT * FROM %s.token_rolling_metrics",
            "SELECT * FROM %s.token_signals",
            "SELECT from_slot, to_slot, reason FROM %s.ingest_gaps",
            "SELECT slot, watermark FROM %s.checkpoint",
            "SELECT address FROM %s.mints",
            "SELECT address FROM %s.wallets");

    /**
     * Rows that one side has and the other has not.
     *
     * @param query what was compared.
     * @param rows rows of the undisturbed run.
     * @param missing rows that only the undisturbed run has.
     * @param surplus rows that only the disturbed one has.
     */
    public record Difference(String query, long rows, long missing, long surplus) {}

    private Tables() {}

    /** Compares everything that readers see, and the dictionaries. */
    public static List<Difference> compare(final Path disturbed, final Path undisturbed) throws SQLException {
        final List<Difference> differences = new ArrayList<>();
        try (Connection connection = DatabaseReader.open(disturbed);
                Statement statement = connection.createStatement()) {
            try (PreparedStatement attach = connection.prepareStatement("ATTACH ? AS undisturbed")) {
                attach.setString(1, undisturbed.toString());
                attach.execute();
            }
            for (final String query : ALL) {
                final String here = String.format(query, "main");
                final String there = String.format(query, "undisturbed");
                differences.add(new Difference(
                        query,
                        count(statement, there),
                        count(statement, there + " EXCEPT " + here),
                        count(statement, here + " EXCEPT " + there)));
            }
        }
        return differences;
    }

    /** Fails unless all tables are the same, whole, and what the trades say; gives the number of trades. */
    public static long assertUndisturbed(final String when, final Path disturbed, final Path undisturbed)
            throws SQLException {
        final List<Difference> differences = compare(disturbed, undisturbed);
        assertThat(differences).as(when).allSatisfy(difference -> {
            assertThat(difference.missing()).as("missing of %s", difference).isZero();
            assertThat(difference.surplus()).as("surplus of %s", difference).isZero();
        });
        assertThat(PipelineRun.rows(disturbed, "SELECT * FROM ingest_gaps"))
                .as(when)
                .isEmpty();
        assertThat(PipelineRun.verify(disturbed).details()).as(when).isEmpty();
        return differences.get(0).rows();
    }

    private static long count(final Statement statement, final String query) throws SQLException {
        try (ResultSet row = statement.executeQuery("SELECT count(*) FROM (" + query + ")")) {
            return row.getLong(1);
        }
    }
}
