package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;

/**
 * Pump.fun's bonding curve. The program reports each trade by self-CPI, and prints the same bytes to its log; the log
 * is read only where inner instructions are missing. {@code sol_amount} is what entered or left the curve, without any
 * fee, for every way to buy. The event has grown by groups of fields; those that are missing are not needed, but the
 * quote mint, absent before coins could be quoted in anything but SOL. Layout: pump-fun/pump-public-docs idl/pump.json.
 */
final class PumpFunDecoder implements SwapDecoder {

    private static final long BUY = Discriminator.instruction("buy");
    private static final long BUY_EXACT_SOL_IN = Discriminator.instruction("buy_exact_sol_in");
    private static final long SELL = Discriminator.instruction("sell");
    private static final long BUY_V2 = Discriminator.instruction("buy_v2");
    private static final long BUY_EXACT_QUOTE_IN_V2 = Discriminator.instruction("buy_exact_quote_in_v2");
    private static final long SELL_V2 = Discriminator.instruction("sell_v2");
    private static final int MIN_SWAP_LENGTH = 24;

    private static final int MINT_ACCOUNT = 2;
    private static final int USER_ACCOUNT = 6;
    private static final int V2_MINT_ACCOUNT = 1;
    private static final int V2_QUOTE_MINT_ACCOUNT = 2;
    private static final int V2_USER_ACCOUNT = 13;

    private static final long TRADE_EVENT = Discriminator.event("TradeEvent");
    private static final int MINT = 0;
    private static final int SOL_AMOUNT = 32;
    private static final int TOKEN_AMOUNT = 40;
    private static final int IS_BUY = 48;
    private static final int USER = 49;
    private static final int TIMESTAMP = 81;
    private static final int MIN_EVENT_LENGTH = 105;
    private static final int INSTRUCTION_NAME_LENGTH = 250;
    private static final int INSTRUCTION_NAME = 254;
    /** From the end of the instruction's name. */
    private static final int SHAREHOLDER_COUNT = 33;

    private static final int SHAREHOLDERS = 37;
    private static final int SHAREHOLDER_LENGTH = 34;

    private static final OtherInstructions OTHERS = OtherInstructions.named(
            "add_quote_mint",
            "admin_set_creator",
            "admin_set_idl_authority",
            "admin_update_token_incentives",
            "claim_cashback",
            "claim_cashback_v2",
            "claim_token_incentives",
            "close_user_volume_accumulator",
            "collect_creator_fee",
            "collect_creator_fee_v2",
            "create",
            "create_v2",
            "distribute_creator_fees",
            "distribute_creator_fees_v2",
            "extend_account",
            "get_minimum_distributable_fee",
            "init_user_volume_accumulator",
            "initialize",
            "migrate",
            "migrate_bonding_curve_creator",
            "migrate_v2",
            "remove_quote_mint",
            "set_creator",
            "set_mayhem_virtual_params",
            "set_metaplex_creator",
            "set_params",
            "set_reserved_fee_recipient",
            "set_reserved_fee_recipients",
            "set_virtual_quote_reserves",
            "sync_user_volume_accumulator",
            "toggle_cashback_enabled",
            "toggle_create_v2",
            "toggle_mayhem_mode",
            "update_buyback_config",
            "update_global_authority",
            "withdraw");

    private final SwapEvents events;
    private final TradeDraft draft = new TradeDraft();

    PumpFunDecoder(final Pubkey program) {
        events = new SwapEvents(program);
    }

    @Override
    public Outcome decode(final InstructionView instruction, final TradeList trades) {
        final long discriminator = instruction.discriminator();
        if (discriminator == BUY || discriminator == BUY_EXACT_SOL_IN) {
            return decodeSwap(instruction, Side.BUY, false, trades);
        }
        if (discriminator == SELL) {
            return decodeSwap(instruction, Side.SELL, false, trades);
        }
        if (discriminator == BUY_V2 || discriminator == BUY_EXACT_QUOTE_IN_V2) {
            return decodeSwap(instruction, Side.BUY, true, trades);
        }
        if (discriminator == SELL_V2) {
            return decodeSwap(instruction, Side.SELL, true, trades);
        }
        return OTHERS.outcome(instruction);
    }

    private Outcome decodeSwap(
            final InstructionView instruction, final Side side, final boolean v2, final TradeList trades) {
        final EventBody event = events.find(instruction, TRADE_EVENT);
        if (instruction.dataLength() < MIN_SWAP_LENGTH || event == null || event.length() < MIN_EVENT_LENGTH) {
            return Outcome.MALFORMED;
        }
        final Trade trade = draft.begin();
        event.key(MINT, trade.mint());
        event.key(USER, trade.wallet());
        trade.side(side)
                .lamports(event.i64(SOL_AMOUNT))
                .baseUnits(event.i64(TOKEN_AMOUNT))
                .timestampSeconds(event.i64(TIMESTAMP));
        if (event.u8(IS_BUY) != (side == Side.BUY ? 1 : 0)
                || !event.keyIsAccount(MINT, instruction, v2 ? V2_MINT_ACCOUNT : MINT_ACCOUNT)
                || !event.keyIsAccount(USER, instruction, v2 ? V2_USER_ACCOUNT : USER_ACCOUNT)
                || !EventTime.plausible(trade.timestampSeconds())) {
            return Outcome.MALFORMED;
        }
        return switch (quote(instruction, v2, event)) {
            case SOL -> draft.addTo(trades, instruction);
            case OTHER -> Outcome.SKIPPED;
            case CONTRADICTORY -> Outcome.MALFORMED;
        };
    }

    private enum Quote {
        SOL,
        OTHER,
        /** Event and instruction name different mints. */
        CONTRADICTORY
    }

    /** What the coin is quoted in. For SOL the event names no mint, while a v2 instruction names wrapped SOL. */
    private static Quote quote(final InstructionView instruction, final boolean v2, final EventBody event) {
        final int offset = quoteMintOffset(event);
        final boolean eventSol =
                offset < 0 || event.keyIs(offset, Pubkey.DEFAULT) || event.keyIs(offset, Pubkey.WRAPPED_SOL);
        if (!v2) {
            return eventSol ? Quote.SOL : Quote.OTHER;
        }
        if (instruction.accountIs(V2_QUOTE_MINT_ACCOUNT, Pubkey.WRAPPED_SOL)) {
            return eventSol ? Quote.SOL : Quote.CONTRADICTORY;
        }
        return offset < 0 || event.keyIsAccount(offset, instruction, V2_QUOTE_MINT_ACCOUNT)
                ? Quote.OTHER
                : Quote.CONTRADICTORY;
    }

    /** Offset of the quote mint, which lies behind two parts of variable length; -1 when the event ends before it. */
    private static int quoteMintOffset(final EventBody event) {
        if (event.length() < INSTRUCTION_NAME) {
            return -1;
        }
        final long nameEnd = INSTRUCTION_NAME + event.u32(INSTRUCTION_NAME_LENGTH);
        if (nameEnd + SHAREHOLDERS > event.length()) {
            return -1;
        }
        final long quoteMint =
                nameEnd + SHAREHOLDERS + SHAREHOLDER_LENGTH * event.u32((int) nameEnd + SHAREHOLDER_COUNT);
        return quoteMint + Pubkey.LENGTH > event.length() ? -1 : (int) quoteMint;
    }
}
