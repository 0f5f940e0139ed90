package io.solflow.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.PipelineRun;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every query of sql/example_queries.sql against a database that the simulated market filled. */
class ExampleQueriesTest {

    private static final Pattern NAME = Pattern.compile("-- name: (\\w+)");
    private static final Pattern READS_ALL = Pattern.compile("reads all of (\\w+)");
    private static final Pattern SCAN = Pattern.compile("SCAN (\\w+)(?! USING)(?: |$)");

    /** What a SCAN in a query plan may go over without touching a table of the database. */
    private static final Pattern DERIVED = Pattern.compile("SCAN (CONSTANT ROW|\\(subquery.*|\\d+ CONSTANT ROWS?)");

    @TempDir
    static Path folder;

    private static Connection connection;

    record Query(String name, String comment, String sql) {
        @Override
        public String toString() {
            return name;
        }
    }

    @BeforeAll
    static void fill() throws IOException, SQLException {
        final Path database = folder.resolve("demo.db");
        final List<byte[]> updates = new ArrayList<>();
        try (MarketSimulator simulator =
                new MarketSimulator(MarketConfig.of(100, 50, 7).lasting(400))) {
            for (Block block = simulator.next(); block != null; block = simulator.next()) {
                updates.addAll(BlockUpdates.plain().bytes(block));
            }
        }
        PipelineRun.play(database, updates);
        connection = DriverManager.getConnection("jdbc:sqlite:" + database);
        connection.setAutoCommit(false);
    }

    @AfterAll
    static void close() throws SQLException {
        connection.rollback();
        connection.close();
    }

    static List<Query> queries() throws IOException {
        final String text;
        try (InputStream in = ExampleQueriesTest.class.getResourceAsStream("/io/solflow/sql/example_queries.sql")) {
            text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        final List<Query> queries = new ArrayList<>();
        for (final String part : text.split("(?=-- name: )", -1)) {
            final Matcher name = NAME.matcher(part);
            if (name.find()) {
                final StringBuilder comment = new StringBuilder();
                final StringBuilder sql = new StringBuilder();
                part.lines()
                        .skip(1)
                        .takeWhile(line -> !line.startsWith("-- ----"))
                        .forEach(line -> (line.startsWith("--") ? comment : sql)
                                .append(line)
                                .append('\n'));
                queries.add(new Query(name.group(1), comment.toString(), sql.toString()));
            }
        }
        return queries;
    }

    @Test
    void shouldShipThirtyQueriesOrMoreWithDistinctNames() throws IOException {
        assertThat(queries()).hasSizeGreaterThanOrEqualTo(30);
        assertThat(queries().stream().map(Query::name)).doesNotHaveDuplicates();
        assertThat(queries()).allSatisfy(query -> assertThat(query.comment()).isNotBlank());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void shouldRunAndGiveRows(final Query query) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            if (!statement.execute(query.sql())) {
                assertThat(query.sql()).startsWith("DELETE");
                return;
            }
            try (ResultSet rows = statement.getResultSet()) {
                // a market without trouble has no gaps; every other query has something to show
                assertThat(rows.next()).isEqualTo(!query.name().equals("gaps"));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("queries")
    void shouldUseAnIndexUnlessItReadsAWholeTableOnPurpose(final Query query) throws SQLException {
        final Matcher readsAll = READS_ALL.matcher(query.comment());
        final String wholeTable = readsAll.find() ? readsAll.group(1) : "";
        final List<String> plan = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("EXPLAIN QUERY PLAN " + query.sql())) {
            while (rows.next()) {
                plan.add(rows.getString("detail"));
            }
        }
        final List<String> scans = plan.stream()
                .filter(step ->
                        SCAN.matcher(step).find() && !DERIVED.matcher(step).matches())
                .toList();
        if (wholeTable.isEmpty()) {
            assertThat(scans.stream().filter(step -> !isDerived(step, query)))
                    .as("plan %s", plan)
                    .isEmpty();
        } else {
            assertThat(plan).anyMatch(step -> step.startsWith("SCAN " + wholeTable));
        }
    }

    /** A common table expression, a subquery by its alias, the checkpoint's only row, or the newest rows of a rowid table. */
    private static boolean isDerived(final String step, final Query query) {
        final Matcher scan = SCAN.matcher(step);
        assertThat(scan.find()).isTrue();
        final String name = scan.group(1);
        return name.equals("checkpoint")
                // what a DELETE through the view has found and goes over to fire the trigger
                || (name.equals("token_trades") && query.sql().startsWith("DELETE"))
                || query.sql().contains(name + " AS (")
                || query.sql().contains(") " + name + "\n")
                || query.sql().contains(") " + name + ";");
    }
}
