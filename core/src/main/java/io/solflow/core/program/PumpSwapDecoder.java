package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;

/**
 * PumpSwap. Pools trade a base against a quote mint, which only the instruction's accounts name; a swap is a trade when
 * either is wrapped SOL. Where the base is (a reversed pool, which anyone can make), buying the base sells the token.
 * Amounts are those that the curve computed, without any fee. {@code buy} and {@code buy_exact_quote_in} give
 * {@code quote_amount_in} different meanings, net and gross; {@code quote_amount_in_with_lp_fee - lp_fee} is net in
 * both. Layout: pump-fun/pump-public-docs idl/pump_amm.json.
 */
final class PumpSwapDecoder implements SwapDecoder {

    private static final long BUY = Discriminator.instruction("buy");
    private static final long BUY_EXACT_QUOTE_IN = Discriminator.instruction("buy_exact_quote_in");
    private static final long SELL = Discriminator.instruction("sell");
    private static final int MIN_SWAP_LENGTH = 24;

    private static final int POOL_ACCOUNT = 0;
    private static final int USER_ACCOUNT = 1;
    private static final int BASE_MINT_ACCOUNT = 3;
    private static final int QUOTE_MINT_ACCOUNT = 4;

    private static final long BUY_EVENT = Discriminator.event("BuyEvent");
    private static final long SELL_EVENT = Discriminator.event("SellEvent");
    private static final int TIMESTAMP = 0;
    private static final int BASE_AMOUNT = 8;
    private static final int SELL_QUOTE_AMOUNT_OUT = 56;
    private static final int LP_FEE = 72;
    private static final int BUY_QUOTE_AMOUNT_IN_WITH_LP_FEE = 96;
    private static final int POOL = 112;
    private static final int USER = 144;
    private static final int MIN_EVENT_LENGTH = 304;

    private static final OtherInstructions OTHERS = OtherInstructions.named(
            "admin_set_coin_creator",
            "admin_update_token_incentives",
            "claim_cashback",
            "claim_token_incentives",
            "close_user_volume_accumulator",
            "collect_coin_creator_fee",
            "create_config",
            "create_pool",
            "deposit",
            "disable",
            "extend_account",
            "init_user_volume_accumulator",
            "migrate_pool_coin_creator",
            "set_coin_creator",
            "set_reserved_fee_recipient",
            "set_reserved_fee_recipients",
            "sync_user_volume_accumulator",
            "toggle_cashback_enabled",
            "toggle_mayhem_mode",
            "transfer_creator_fees_to_pump",
            "transfer_creator_fees_to_pump_v2",
            "update_admin",
            "update_buyback_config",
            "update_fee_config",
            "withdraw");

    private final SwapEvents events;
    private final TradeDraft draft = new TradeDraft();

    PumpSwapDecoder(final Pubkey program) {
        events = new SwapEvents(program);
    }

    @Override
    public Outcome decode(final InstructionView instruction, final TradeList trades) {
        final long discriminator = instruction.discriminator();
        if (discriminator == BUY || discriminator == BUY_EXACT_QUOTE_IN) {
            return decodeSwap(instruction, true, trades);
        }
        if (discriminator == SELL) {
            return decodeSwap(instruction, false, trades);
        }
        return OTHERS.outcome(instruction);
    }

    private Outcome decodeSwap(final InstructionView instruction, final boolean baseOut, final TradeList trades) {
        final EventBody event = events.find(instruction, baseOut ? BUY_EVENT : SELL_EVENT);
        if (instruction.dataLength() < MIN_SWAP_LENGTH
                || event == null
                || event.length() < MIN_EVENT_LENGTH
                || !event.keyIsAccount(POOL, instruction, POOL_ACCOUNT)
                || !event.keyIsAccount(USER, instruction, USER_ACCOUNT)
                || !EventTime.plausible(event.i64(TIMESTAMP))) {
            return Outcome.MALFORMED;
        }
        final boolean reversed = instruction.accountIs(BASE_MINT_ACCOUNT, Pubkey.WRAPPED_SOL);
        if (reversed == instruction.accountIs(QUOTE_MINT_ACCOUNT, Pubkey.WRAPPED_SOL)) {
            return Outcome.SKIPPED;
        }
        final Trade trade = draft.begin();
        if (!instruction.account(reversed ? QUOTE_MINT_ACCOUNT : BASE_MINT_ACCOUNT, trade.mint())) {
            return Outcome.MALFORMED;
        }
        final long quoteAmount;
        if (baseOut) {
            final long withLpFee = event.i64(BUY_QUOTE_AMOUNT_IN_WITH_LP_FEE);
            final long lpFee = event.i64(LP_FEE);
            if (Long.compareUnsigned(withLpFee, lpFee) < 0) {
                return Outcome.MALFORMED;
            }
            quoteAmount = withLpFee - lpFee;
        } else {
            quoteAmount = event.i64(SELL_QUOTE_AMOUNT_OUT);
        }
        final long baseAmount = event.i64(BASE_AMOUNT);
        event.key(USER, trade.wallet());
        trade.side(baseOut != reversed ? Side.BUY : Side.SELL)
                .lamports(reversed ? baseAmount : quoteAmount)
                .baseUnits(reversed ? quoteAmount : baseAmount)
                .timestampSeconds(event.i64(TIMESTAMP));
        return draft.addTo(trades, instruction);
    }
}
