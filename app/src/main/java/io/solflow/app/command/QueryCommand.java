package io.solflow.app.command;

import io.solflow.app.config.DatabaseOption;
import io.solflow.app.config.DatabaseReader;
import io.solflow.app.config.ExitCode;
import io.solflow.app.config.UsageException;
import io.solflow.app.query.CollectedRows;
import io.solflow.app.query.CsvSink;
import io.solflow.app.query.ExampleQueries;
import io.solflow.app.query.QueryException;
import io.solflow.app.query.QueryJson;
import io.solflow.app.query.SqlBox;
import io.solflow.app.terminal.TextTable;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "query",
        description =
                "Runs one SQL statement that reads, or an example query by its name. May run while SolFlow writes;"
                        + " SQLite may work on it for 5 s.")
public final class QueryCommand implements Callable<Integer> {

    private static final int MAX_LIMIT = 10_000_000;
    private static final long MAX_BYTES = 256L << 20;

    /** How rows are printed. */
    private enum Format {
        TABLE,
        CSV,
        JSON
    }

    @Spec
    private CommandSpec spec;

    @Parameters(
            arity = "0..1",
            paramLabel = "SQL|NAME",
            description = "The statement, or the name of an example query.")
    private String query;

    @Option(names = "--list", description = "Lists the example queries.")
    private boolean list;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "table",
            description = "table, csv or json (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "1000",
            description = "At most so many rows (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Mixin
    private DatabaseOption database;

    @Override
    public Integer call() throws SQLException {
        final PrintWriter out = spec.commandLine().getOut();
        if (list) {
            list(out);
            return ExitCode.OK;
        }
        if (query == null || query.isBlank()) {
            throw new UsageException(
                    "the query is missing; allowed: an SQL statement that reads, or a name that --list shows");
        }
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new UsageException("--limit is '" + limit + "', allowed: a whole number from 1 to " + MAX_LIMIT);
        }
        final String sql = sql();
        final Path path = database.path();
        try (SqlBox box = new SqlBox(() -> DatabaseReader.open(path))) {
            final SqlBox.Outcome outcome = print(box, sql, out);
            out.flush();
            if (outcome.truncated()) {
                spec.commandLine()
                        .getErr()
                        .println("solflow: there are more than " + limit + " rows; give --limit for more");
            }
            return ExitCode.OK;
        } catch (final QueryException e) {
            out.flush();
            if (e.stopped()) {
                throw new IllegalStateException(e.getMessage(), e);
            }
            throw new UsageException(e.getMessage(), e);
        }
    }

    /** A single word is a name: no statement that reads is one. */
    private String sql() {
        if (!query.strip().matches("\\w+")) {
            return query;
        }
        return ExampleQueries.shipped()
                .named(query.strip())
                .orElseThrow(() -> new UsageException("query '" + query.strip()
                        + "' is not known, allowed: an SQL statement, or a name that --list shows"))
                .sql();
    }

    private SqlBox.Outcome print(final SqlBox box, final String sql, final PrintWriter out)
            throws QueryException, SQLException {
        if (format == Format.CSV) {
            return box.run(sql, limit, new CsvSink(out::print));
        }
        final CollectedRows rows = new CollectedRows(MAX_BYTES);
        final SqlBox.Outcome outcome = box.run(sql, limit, rows);
        if (format == Format.JSON) {
            out.println(new String(QueryJson.result(rows, outcome), StandardCharsets.UTF_8));
        } else {
            final TextTable table = new TextTable(rows.columns());
            rows.rows().forEach(table::row);
            table.print(out);
        }
        return outcome;
    }

    private static void list(final PrintWriter out) {
        String section = "";
        for (final ExampleQueries.Example example : ExampleQueries.shipped().all()) {
            if (!example.section().equals(section)) {
                out.println((section.isEmpty() ? "" : System.lineSeparator()) + example.section());
                section = example.section();
            }
            out.printf(Locale.ROOT, "  %-28s %s%n", example.name(), example.title());
        }
    }
}
