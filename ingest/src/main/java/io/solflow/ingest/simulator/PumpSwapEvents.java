package io.solflow.ingest.simulator;

import io.solflow.core.chain.Discriminator;

/** PumpSwap's BuyEvent and SellEvent in each of their published lengths. */
final class PumpSwapEvents {

    private static final long BUY_EVENT = Discriminator.ofHex("67f4521f2cf57777");
    private static final long SELL_EVENT = Discriminator.ofHex("3e2f370aa503dc2a");

    /** What a boost takes out of the curve's reach, in lamports. */
    private static final long VIRTUAL_QUOTE = -17_600_000_000L;

    private final ByteWriter writer = new ByteWriter();

    /**
     * The event with its CPI tag; the pool's reserves are those before the trade.
     *
     * @param feeRecipient the zero key when the fees stay in the pool.
     */
    byte[] encode(
            final PumpSwapTrade trade,
            final PumpSwapLayout layout,
            final Address feeRecipient,
            final long timestampSeconds) {
        final boolean buy = trade.baseBuy();
        // buy_exact_quote_in swaps two fields: quote_amount_in is then the gross spend, user_quote_amount_in the net
        final long quoteField = trade.exactIn() ? trade.userQuote() : trade.quoteAmount();
        final long userQuoteField = trade.exactIn() ? trade.quoteAmount() : trade.userQuote();
        writer.event(buy ? BUY_EVENT : SELL_EVENT)
                .u64(timestampSeconds)
                .u64(trade.baseAmount())
                .u64(trade.exactIn() ? trade.userQuote() : trade.quoteLimit())
                .u64(buy ? 0 : trade.baseAmount())
                .u64(buy ? trade.quoteLimit() : 0)
                .u64(trade.baseReserves())
                .u64(trade.quoteReserves())
                .u64(quoteField)
                .u64(trade.lpFee() > 0 ? PumpSwapTrade.LP_FEE_BPS : 0)
                .u64(trade.lpFee())
                .u64(trade.protocolFee() > 0 ? PumpSwapTrade.PROTOCOL_FEE_BPS : 0)
                .u64(trade.protocolFee())
                .u64(trade.quoteWithLpFee())
                .u64(userQuoteField)
                .key(trade.pool().account())
                .key(trade.user())
                .key(trade.base().accountOf(trade.user()))
                .key(trade.quote().accountOf(trade.user()))
                .key(feeRecipient)
                .key(
                        feeRecipient == WellKnown.SYSTEM_PROGRAM
                                ? feeRecipient
                                : trade.quote().accountOf(feeRecipient));
        if (layout.hasCreator()) {
            writer.key(trade.pool().creator())
                    .u64(trade.cashback() > 0 ? 0 : PumpSwapTrade.CREATOR_FEE_BPS)
                    .u64(trade.creatorFee());
        }
        if (buy && layout.hasVolume()) {
            writer.bool(true).u64(0).u64(0).u64(trade.quoteAmount()).u64(timestampSeconds);
        }
        if (buy && layout.hasName()) {
            writer.u64(trade.exactIn() ? trade.baseLimit() : 0).string(trade.exactIn() ? "buy_exact_quote_in" : "buy");
        }
        if (layout.hasCashback()) {
            writer.u64(trade.cashback() > 0 ? PumpSwapTrade.CREATOR_FEE_BPS : 0).u64(trade.cashback());
        }
        if (layout.hasBuyback()) {
            writer.u64(PumpSwapTrade.BUYBACK_BPS).u64(trade.buybackFee());
        }
        if (layout.compareTo(PumpSwapLayout.BOOST) >= 0) {
            final boolean moved =
                    layout == PumpSwapLayout.NEWEST && trade.pool().money().isWrappedSol();
            writer.i128(moved ? VIRTUAL_QUOTE : 0).bool(moved).u64(trade.baseReserves());
        }
        if (layout == PumpSwapLayout.NEWEST) {
            writer.u64(0).u64(0);
            if (!buy) {
                writer.u64(trade.creatorFee());
            }
        }
        return writer.take();
    }
}
