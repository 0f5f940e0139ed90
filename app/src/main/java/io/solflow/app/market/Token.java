package io.solflow.app.market;

import io.solflow.core.event.Window;

/**
 * A token as its row of token_rolling_metrics has it. Amounts are SOL.
 *
 * @param mint base58.
 * @param updatedAtSeconds chain time for which all of it is true.
 * @param netFlow buys minus sells by window.
 * @param trades300s trades, {@link #NOT_COUNTED} where the schema has no such column.
 * @param buys300s buys among them, {@link #NOT_COUNTED} likewise.
 * @param wallets300s distinct wallets.
 * @param botWallets300s distinct wallets of bot trades.
 * @param botTrades300s bot trades.
 * @param botFlow300s their net flow.
 * @param dcaFlow300s net flow of DCA fills.
 * @param dcaWallets300s distinct owners of DCA fills.
 * @param blocked true when it stands in token_blocklist.
 */
public record Token(
        String mint,
        long updatedAtSeconds,
        Flows netFlow,
        long trades300s,
        long buys300s,
        long wallets300s,
        long botWallets300s,
        long botTrades300s,
        double botFlow300s,
        double dcaFlow300s,
        long dcaWallets300s,
        boolean blocked) {

    /** Stands for a count that the row does not hold. */
    public static final long NOT_COUNTED = -1;

    /** A token that all windows have forgotten. */
    static Token forgotten(final String mint, final long atSeconds, final boolean blocked) {
        return new Token(mint, atSeconds, Flows.NONE, NOT_COUNTED, NOT_COUNTED, 0, 0, 0, 0, 0, 0, blocked);
    }

    /** Net flow of a window. */
    public double netFlowSol(final Window window) {
        return netFlow.sol(window);
    }
}
