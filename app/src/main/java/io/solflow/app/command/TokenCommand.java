package io.solflow.app.command;

import io.solflow.app.config.DatabaseOption;
import io.solflow.app.config.DatabaseReader;
import io.solflow.app.config.ExitCode;
import io.solflow.app.config.UsageException;
import io.solflow.app.market.Market;
import io.solflow.app.market.MarketJson;
import io.solflow.app.market.TokenPage;
import io.solflow.app.market.TokenView;
import io.solflow.app.market.TradeRow;
import io.solflow.app.market.WalletRow;
import io.solflow.app.market.Windows;
import io.solflow.app.terminal.Terminal;
import io.solflow.app.terminal.TextTable;
import io.solflow.core.event.Window;
import java.io.PrintWriter;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
        name = "token",
        description = "One token: its metrics, the most active wallets of a window, and its newest trades.")
public final class TokenCommand implements Callable<Integer> {

    private static final int BARS = 120;
    private static final int LAMPORT_DIGITS = 9;

    @Spec
    private CommandSpec spec;

    @Parameters(paramLabel = "MINT", description = "The token's mint, base58.")
    private String mint;

    @Option(
            names = "--window",
            paramLabel = "SECONDS",
            defaultValue = "3600",
            description = "Window of wallets and bars: 60, 300, 900, 3600, 7200 or 14400 (default: ${DEFAULT-VALUE}).")
    private String window;

    @Option(names = "--json", description = "Prints JSON, with bars of the window.")
    private boolean json;

    @Mixin
    private DatabaseOption database;

    @Override
    public Integer call() throws SQLException {
        final Window span = Windows.parse("--window", window);
        final Path path = database.path();
        DatabaseReader.requireDatabase(path);
        final PrintWriter out = spec.commandLine().getOut();
        try (Market market = new Market(() -> DatabaseReader.open(path))) {
            final TokenView view = market.token(mint, span, BARS)
                    .orElseThrow(() -> new UsageException("MINT is '" + mint
                            + "', which was never traded in this database; allowed: a mint of token_trades"));
            if (json) {
                out.println(new String(MarketJson.token(view), StandardCharsets.UTF_8));
            } else {
                print(out, view, span);
            }
        }
        out.flush();
        return ExitCode.OK;
    }

    private static void print(final PrintWriter out, final TokenView view, final Window span) {
        new TokenLines(Terminal.colour())
                .lines(new TokenPage(view.watermarkSeconds(), span, 1, List.of(view.row())))
                .forEach(out::println);
        final long buys = Arrays.stream(view.bars().buyLamports()).sum();
        final long sells = Arrays.stream(view.bars().sellLamports()).sum();
        out.printf(
                Locale.ROOT,
                "%nwithin %d s: %,d trades, bought %,.3f SOL, sold %,.3f SOL; wallets that moved most:%n",
                span.seconds(),
                Arrays.stream(view.bars().trades()).sum(),
                sol(buys),
                sol(sells));
        wallets(view.wallets()).print(out);
        out.printf(Locale.ROOT, "%nnewest trades:%n");
        trades(view.trades()).print(out);
    }

    private static TextTable wallets(final List<WalletRow> rows) {
        final TextTable table =
                new TextTable(List.of("wallet", "bought SOL", "sold SOL", "net SOL", "trades", "bot trades"));
        for (final WalletRow row : rows) {
            table.row(List.of(
                    row.wallet(),
                    sol(row.buyLamports()),
                    sol(row.sellLamports()),
                    sol(row.buyLamports() - row.sellLamports()),
                    row.trades(),
                    row.botTrades()));
        }
        return table;
    }

    private static TextTable trades(final List<TradeRow> rows) {
        final TextTable table =
                new TextTable(List.of("utc", "side", "SOL", "price SOL", "wallet", "flags", "program", "signature"));
        for (final TradeRow row : rows) {
            table.row(List.of(
                    Instant.ofEpochSecond(row.atSeconds()),
                    row.side(),
                    sol(row.lamports()),
                    price(row.priceSol()),
                    row.wallet(),
                    (row.bot() ? "bot" : "") + (row.dca() ? "dca" : ""),
                    row.program(),
                    row.signature()));
        }
        return table;
    }

    private static BigDecimal sol(final long lamports) {
        return BigDecimal.valueOf(lamports, LAMPORT_DIGITS);
    }

    private static Object price(final OptionalDouble price) {
        return price.isPresent() ? String.format(Locale.ROOT, "%.6g", price.getAsDouble()) : "";
    }
}
