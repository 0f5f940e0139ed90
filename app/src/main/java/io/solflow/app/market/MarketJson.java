package io.solflow.app.market;

import io.solflow.app.json.JsonOut;
import io.solflow.core.event.Window;
import java.util.List;
import java.util.OptionalDouble;

/** The read model as JSON: the names of docs/api.md. SOL as numbers, chain times in unix seconds. */
public final class MarketJson {

    private static final double LAMPORTS_PER_SOL = 1e9;

    private MarketJson() {}

    /** Some of the tokens. */
    public static byte[] tokens(final TokenPage page) {
        return JsonOut.object(out -> {
            watermark(out, page.watermarkSeconds());
            out.member("window", page.window().seconds());
            out.member("total", page.total());
            out.objects("tokens", page.rows(), MarketJson::token);
        });
    }

    /** One token. */
    public static byte[] token(final TokenView view) {
        return JsonOut.object(out -> {
            watermark(out, view.watermarkSeconds());
            out.object("token", inner -> token(inner, view.row()));
            out.member("window", view.windowSeconds());
            out.member("barSeconds", view.bars().barSeconds());
            out.object("bars", inner -> bars(inner, view.bars()));
            out.objects("wallets", view.wallets(), MarketJson::wallet);
            out.objects("trades", view.trades(), MarketJson::trade);
        });
    }

    /** Signals. */
    public static byte[] signals(final List<Signal> signals) {
        return JsonOut.list("signals", signals, (out, signal) -> {
            out.member("id", signal.id());
            out.member("at", signal.atSeconds());
            out.member("mint", signal.mint());
            out.member("kind", signal.kind());
            out.member("strength", signal.strength());
            out.member("netFlowSol300s", signal.netFlow300sSol());
        });
    }

    /** The watermark, null before the first. */
    public static void watermark(final JsonOut out, final long watermarkSeconds) {
        if (watermarkSeconds == 0) {
            out.nothing("watermark");
        } else {
            out.member("watermark", watermarkSeconds);
        }
    }

    private static void token(final JsonOut out, final TokenRow row) {
        final Token token = row.token();
        out.member("mint", token.mint());
        out.member("updatedAt", token.updatedAtSeconds());
        out.object("netFlowSol", flows -> {
            for (final Window window : Window.values()) {
                flows.member(Integer.toString(window.seconds()), token.netFlowSol(window));
            }
        });
        out.member("buys300s", row.details().buys300s());
        out.member("sells300s", row.details().sells300s());
        out.member("wallets300s", token.wallets300s());
        out.member("botWallets300s", token.botWallets300s());
        out.member("botTrades300s", token.botTrades300s());
        out.member("botFlowSol300s", token.botFlow300s());
        out.member("botShare300s", row.botShare300s());
        out.member("dcaFlowSol300s", token.dcaFlow300s());
        out.member("dcaWallets300s", token.dcaWallets300s());
        if (row.details().lastTradeAtSeconds() == 0) {
            out.nothing("lastTradeAt");
        } else {
            out.member("lastTradeAt", row.details().lastTradeAtSeconds());
        }
        out.member("blocked", token.blocked());
        out.texts("signals", row.signals());
    }

    private static void bars(final JsonOut out, final TokenBars bars) {
        out.array("at", at -> {
            for (int i = 0; i < bars.count(); i++) {
                at.value(bars.fromSeconds() + (long) i * bars.barSeconds());
            }
        });
        sols(out, "buySol", bars.buyLamports());
        sols(out, "sellSol", bars.sellLamports());
        sols(out, "botFlowSol", bars.botLamports());
        final long[] human = new long[bars.count()];
        for (int i = 0; i < human.length; i++) {
            human[i] = bars.buyLamports()[i] - bars.sellLamports()[i] - bars.botLamports()[i];
        }
        sols(out, "humanFlowSol", human);
        sols(out, "dcaFlowSol", bars.dcaLamports());
        out.array("trades", trades -> {
            for (final long count : bars.trades()) {
                trades.value(count);
            }
        });
    }

    private static void sols(final JsonOut out, final String name, final long[] lamports) {
        out.array(name, sol -> {
            for (final long amount : lamports) {
                sol.value(amount / LAMPORTS_PER_SOL);
            }
        });
    }

    private static void wallet(final JsonOut out, final WalletRow row) {
        out.member("wallet", row.wallet());
        out.member("buySol", row.buyLamports() / LAMPORTS_PER_SOL);
        out.member("sellSol", row.sellLamports() / LAMPORTS_PER_SOL);
        out.member("netFlowSol", (row.buyLamports() - row.sellLamports()) / LAMPORTS_PER_SOL);
        out.member("trades", row.trades());
        out.member("botTrades", row.botTrades());
        out.member("lastTradeAt", row.lastTradeAtSeconds());
    }

    private static void trade(final JsonOut out, final TradeRow row) {
        out.member("id", Long.toString(row.id()));
        out.member("at", row.atSeconds());
        if (row.slot().isPresent()) {
            out.member("slot", row.slot().getAsLong());
        } else {
            out.nothing("slot");
        }
        out.member("wallet", row.wallet());
        out.member("side", row.side());
        out.member("sol", row.lamports() / LAMPORTS_PER_SOL);
        number(out, "tokens", row.tokens());
        number(out, "priceSol", row.priceSol());
        out.member("bot", row.bot());
        out.member("dca", row.dca());
        out.member("program", row.program().isEmpty() ? null : row.program());
        out.member("signature", row.signature().isEmpty() ? null : row.signature());
    }

    private static void number(final JsonOut out, final String name, final OptionalDouble value) {
        out.member(name, value.orElse(Double.NaN));
    }
}
