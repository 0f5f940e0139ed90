package io.solflow.ingest.simulator;

import io.solflow.core.event.Side;

/**
 * A trade that the market decided on and wrote into a block: what a right decoder finds there.
 *
 * @param slot of the block.
 * @param txIndex position of the transaction in its block.
 * @param ordinal place of the instruction that proves the trade, in its transaction's execution order with token batches
 *     unpacked: its event; at BonkSwap the transfer of the input, at Moonshot the swap itself; of a DCA fill over another token the
 *     leg.
 * @param mint base58.
 * @param wallet the trader, base58: for a DCA fill the order's owner, for a swap of a router's own account the fee payer.
 * @param side seen from the token.
 * @param lamports SOL moved, without any fee on top or taken out.
 * @param baseUnits raw token amount.
 * @param decimals of the mint.
 * @param timestampSeconds unix seconds of chain time.
 * @param programLabel PumpFun, PumpSwap, Moonshot, BonkSwap or JupiterDCA.
 * @param dca true for a DCA fill.
 * @param boost true for a buy that boosts a new pool.
 * @param byEvent true when the instruction is one that nobody knows, so that only its event tells.
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
        boolean dca,
        boolean boost,
        boolean byEvent) {}
