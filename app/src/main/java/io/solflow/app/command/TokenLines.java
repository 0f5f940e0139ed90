package io.solflow.app.command;

import io.solflow.app.market.Token;
import io.solflow.app.market.TokenPage;
import io.solflow.app.market.TokenRow;
import io.solflow.core.event.Window;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Tokens as lines of a terminal; the window that they are ordered by carries a star. */
final class TokenLines {

    private static final String GREEN = "\u001b[32m";
    private static final String RED = "\u001b[31m";
    private static final String BOLD = "\u001b[1m";
    private static final String RESET = "\u001b[0m";
    private static final int PERCENT = 100;

    private final boolean colour;

    TokenLines(final boolean colour) {
        this.colour = colour;
    }

    List<String> lines(final TokenPage page) {
        final List<String> lines = new ArrayList<>();
        lines.add(String.format(
                Locale.ROOT,
                "watermark %s, %,d %s, %d shown by net flow of %d s in SOL",
                page.watermarkSeconds() == 0 ? "none" : Instant.ofEpochSecond(page.watermarkSeconds()),
                page.total(),
                page.total() == 1 ? "token" : "tokens",
                page.rows().size(),
                page.window().seconds()));
        lines.add(heading(page.window()));
        page.rows().forEach(row -> lines.add(line(page.watermarkSeconds(), row)));
        if (page.rows().isEmpty()) {
            lines.add("no token has traded within four hours");
        }
        return lines;
    }

    private String heading(final Window ordered) {
        final StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-44s", "mint"));
        for (final Window window : Window.values()) {
            line.append(String.format(Locale.ROOT, " %11s", window.seconds() + "s" + (window == ordered ? "*" : "")));
        }
        line.append(String.format(
                Locale.ROOT,
                " %7s %7s %7s %5s %10s %6s  %s",
                "buys",
                "sells",
                "wallets",
                "bots",
                "DCA",
                "last",
                "signals"));
        return colour ? BOLD + line + RESET : line.toString();
    }

    private String line(final long watermarkSeconds, final TokenRow row) {
        final Token token = row.token();
        final StringBuilder line = new StringBuilder(String.format(Locale.ROOT, "%-44s", token.mint()));
        for (final Window window : Window.values()) {
            line.append(' ').append(flow(token.netFlowSol(window), 11));
        }
        line.append(String.format(
                Locale.ROOT,
                " %,7d %,7d %,7d %4.0f%%",
                row.details().buys300s(),
                row.details().sells300s(),
                token.wallets300s(),
                PERCENT * row.botShare300s()));
        line.append(' ').append(flow(token.dcaFlow300s(), 10));
        line.append(String.format(
                Locale.ROOT, " %6s  ", age(watermarkSeconds, row.details().lastTradeAtSeconds())));
        return line.append(String.join(" ", row.signals())).toString().stripTrailing();
    }

    private String flow(final double sol, final int width) {
        final String text = String.format(Locale.ROOT, "%," + width + ".3f", sol);
        if (!colour || sol == 0) {
            return text;
        }
        return (sol > 0 ? GREEN : RED) + text + RESET;
    }

    private static String age(final long watermarkSeconds, final long atSeconds) {
        if (atSeconds == 0) {
            return "-";
        }
        final long seconds = Math.max(0, watermarkSeconds - atSeconds);
        if (seconds < 60) {
            return seconds + "s";
        }
        return seconds < 3600 ? seconds / 60 + "m" : seconds / 3600 + "h";
    }
}
