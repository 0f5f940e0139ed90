package io.solflow.app.command;

import io.solflow.app.config.DatabaseOption;
import io.solflow.app.config.DatabaseReader;
import io.solflow.app.config.ExitCode;
import io.solflow.app.market.Gaps;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "verify",
        description = "Checks a database: its integrity, and every metrics row against a recomputation from"
                + " token_trades. May run while SolFlow writes. Exit code 1 when something differs.")
public final class VerifyCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DatabaseOption database;

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        final Path path = database.path();
        try (Connection connection = DatabaseReader.open(path)) {
            final Verifier.Report report = new Verifier(connection).verify();
            out.printf(
                    Locale.ROOT,
                    "%s: %,d trades, %,d metrics rows, watermark %s, gaps: %s%n",
                    path,
                    report.trades(),
                    report.rows(),
                    report.watermarkSeconds() == 0 ? "none" : Instant.ofEpochSecond(report.watermarkSeconds()),
                    report.gaps().summary());
            printGaps(out, report.gaps());
            if (report.equalTrades() > 0) {
                out.printf(
                        Locale.ROOT,
                        "note: %,d trades equal another one of their transaction, which had sold back in between or moved dust%n",
                        report.equalTrades());
            }
            report.details().forEach(out::println);
            if (report.ok()) {
                out.println("ok: integrity, metrics and bot flags equal their recomputation; no trade is stored twice");
                return ExitCode.OK;
            }
            out.printf(
                    Locale.ROOT,
                    "%d differences, %d shown%n",
                    report.differenceCount(),
                    report.details().size());
            return ExitCode.FAILED;
        } catch (final SQLException e) {
            throw new IllegalStateException("database " + path + " cannot be read to its end: " + e.getMessage(), e);
        }
    }

    /** What is missing in the stream is no fault of the database, but whoever reads it should know. */
    private static void printGaps(final PrintWriter out, final Gaps gaps) {
        gaps.newest().forEach(gap -> out.println("gap: " + gap.line()));
        final long more = gaps.total() - gaps.newest().size();
        if (more > 0) {
            out.printf(Locale.ROOT, "gap: %,d older ones, see ingest_gaps%n", more);
        }
    }
}
