package io.solflow.app.command;

import io.solflow.app.config.DatabaseOption;
import io.solflow.app.config.DatabaseReader;
import io.solflow.app.config.ExitCode;
import io.solflow.app.config.UsageException;
import io.solflow.app.live.StopSignals;
import io.solflow.app.market.Market;
import io.solflow.app.market.MarketJson;
import io.solflow.app.market.TokenFilter;
import io.solflow.app.market.TokenPage;
import io.solflow.app.market.Windows;
import io.solflow.app.terminal.Terminal;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
        name = "top",
        description =
                "The tokens with the highest net flow, once a second in place on a terminal, once elsewhere. Reads the"
                        + " database only, so it may run beside SolFlow or alone.")
public final class TopCommand implements Callable<Integer> {

    private static final int MAX_LIMIT = 500;
    private static final long REFRESH_MS = TimeUnit.SECONDS.toMillis(1);

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "Window of the flow: 60, 300, 900, 3600, 7200 or 14400 (default: ${DEFAULT-VALUE}).")
    private String window;

    @Option(
            names = "--limit",
            paramLabel = "N",
            defaultValue = "20",
            description = "Tokens shown, 1 to " + MAX_LIMIT + " (default: ${DEFAULT-VALUE}).")
    private int limit;

    @Option(names = "--once", description = "Prints once, also on a terminal.")
    private boolean once;

    @Option(names = "--json", description = "Prints once, as JSON.")
    private boolean json;

    @Mixin
    private DatabaseOption database;

    @Override
    public Integer call() throws SQLException {
        if (limit < 1 || limit > MAX_LIMIT) {
            throw new UsageException("--limit is '" + limit + "', allowed: a whole number from 1 to " + MAX_LIMIT);
        }
        final TokenFilter filter = TokenFilter.top(Windows.parse("--window", window), limit);
        final Path path = database.path();
        DatabaseReader.requireDatabase(path);
        final PrintWriter out = spec.commandLine().getOut();
        try (Market market = new Market(() -> DatabaseReader.open(path))) {
            if (json) {
                out.println(new String(MarketJson.tokens(market.tokens(filter)), StandardCharsets.UTF_8));
            } else if (once || !Terminal.present()) {
                new TokenLines(Terminal.colour()).lines(market.tokens(filter)).forEach(out::println);
            } else {
                follow(market, filter, out);
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void follow(final Market market, final TokenFilter filter, final PrintWriter out)
            throws SQLException {
        final StopSignals signals = StopSignals.install();
        final TokenLines lines = new TokenLines(Terminal.colour());
        out.print(Terminal.OPEN_SCREEN);
        try {
            do {
                final TokenPage page = market.tokens(filter);
                draw(lines.lines(page), out);
            } while (!signals.await(REFRESH_MS));
        } finally {
            out.print(Terminal.CLOSE_SCREEN);
            out.flush();
        }
    }

    /** Over what was there, line by line: clearing first would flicker. */
    private static void draw(final List<String> lines, final PrintWriter out) {
        final StringBuilder screen = new StringBuilder(Terminal.HOME);
        lines.forEach(
                line -> screen.append(line).append(Terminal.ERASE_REST_OF_LINE).append("\r\n"));
        out.print(
                screen.append("Ctrl-C ends").append(Terminal.ERASE_REST_OF_LINE).append(Terminal.ERASE_BELOW));
        out.flush();
    }
}
