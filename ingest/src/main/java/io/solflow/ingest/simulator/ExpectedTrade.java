package io.solflow.ingest.simulator;

import io.solflow.core.event.Side;

/**
 * A trade that the market decided on and wrote into a block: what a right decoder finds there.
 *
 * @param slot of the block.
 * @param txIndex position of the transaction in its block.
 * @param ordinal counts the transaction's expected trades in execution order, a leg that a DCA fill replaces not
 *     included.
 * @param mint base58.
 * @param wallet the trader, base58; for a DCA fill the order's owner.
 * @param side seen from the token.
 * @param lamports SOL moved, without any fee on top or taken out.
 * @param baseUnits raw token amount.
 * @param decimals of the mint.
 * @param timestampSeconds unix seconds of chain time.
 * @param programLabel PumpFun, PumpSwap, Moonshot, BonkSwap or JupiterDCA.
 * @param dca true for a DCA fill.
 */
public record ExpectedTrade(
        long slot,
        int txIndex,
        int ordinal,
        String mint,
        String wallet,
        Side side,
        long lamports,
        long baseUnits,
        int decimals,
        long timestampSeconds,
        String programLabel,
        boolean dca) {}
