package io.solflow.app.market;

import io.solflow.core.event.Window;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * Which tokens are wanted, in which order, and how many of them.
 *
 * @param window of the flow.
 * @param sort what they are ordered by.
 * @param descending largest first.
 * @param limit at most so many.
 * @param offset so many are left out at the beginning.
 * @param text part of the mint, in any case; empty for all.
 * @param minSol least net flow of the window.
 * @param minWallets least number of wallets within 300 s.
 * @param hideBots without tokens of whose trades more than half are bots'.
 * @param showBlocked with tokens of token_blocklist.
 * @param mints only these; all when empty.
 */
public record TokenFilter(
        Window window,
        TokenSort sort,
        boolean descending,
        int limit,
        int offset,
        String text,
        OptionalDouble minSol,
        long minWallets,
        boolean hideBots,
        boolean showBlocked,
        Set<String> mints) {

    /** Bot share from which on a token counts as driven by bots. */
    static final double BOT_DRIVEN_SHARE = 0.5;

    /** The tokens with the highest flow of a window. */
    public static TokenFilter top(final Window window, final int limit) {
        return new TokenFilter(
                window, TokenSort.FLOW, true, limit, 0, "", OptionalDouble.empty(), 0, false, false, Set.of());
    }

    /** True when it wants a token as far as its row tells. */
    boolean wants(final Token token) {
        return (showBlocked || !token.blocked() || mints.contains(token.mint()))
                && (mints.isEmpty() || mints.contains(token.mint()))
                && token.wallets300s() >= minWallets
                && (minSol.isEmpty() || token.netFlowSol(window) >= minSol.getAsDouble())
                && (text.isEmpty() || token.mint().toLowerCase(Locale.ROOT).contains(text.toLowerCase(Locale.ROOT)));
    }
}
