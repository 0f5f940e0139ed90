package io.solflow.core.program;

import static io.solflow.core.program.SwapLayout.NONE;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;

/**
 * Pump.fun's bonding curve. The program reports each trade by self-CPI, and prints the same bytes to its log; the log
 * is read only where inner instructions are missing. {@code sol_amount} is what entered or left the curve, without any
 * fee, for every way to buy. The event has grown by groups of fields; those that are missing are not needed, but the
 * quote mint, absent before coins could be quoted in anything but SOL. A buy that empties the curve goes on behind it, and
 * reports that part, a trade of its own, by {@code PostCompleteBuyEvent}. Layout: pump-fun/pump-public-docs idl/pump.json.
 */
final class PumpFunDecoder implements SwapDecoder {

    private static final SwapLayout[] SWAPS = {
        SwapLayout.named("buy", Side.BUY, 24, 6, 3, 2, NONE, 8),
        SwapLayout.named("sell", Side.SELL, 24, 6, 3, 2, NONE, 9),
        SwapLayout.named("buy_exact_sol_in", Side.BUY, 24, 6, 3, 2, NONE, 8),
        SwapLayout.named("buy_v2", Side.BUY, 24, 13, 10, 1, 2, 3),
        SwapLayout.named("buy_exact_quote_in_v2", Side.BUY, 24, 13, 10, 1, 2, 3),
        SwapLayout.named("sell_v2", Side.SELL, 24, 13, 10, 1, 2, 3),
        SwapLayout.named("buy_v3", Side.BUY, 24, 8, 5, 1, 2, 3),
        SwapLayout.named("buy_exact_quote_in_v3", Side.BUY, 24, 8, 5, 1, 2, 3),
        SwapLayout.named("sell_v3", Side.SELL, 24, 8, 5, 1, 2, 3),
        SwapLayout.named("multi_hop_curve_swap", null, Discriminator.LENGTH, NONE, NONE, NONE, NONE, NONE)
    };

    private static final long TRADE_EVENT = Discriminator.event("TradeEvent");
    private static final int MINT = 0;
    private static final int SOL_AMOUNT = 32;
    private static final int TOKEN_AMOUNT = 40;
    private static final int IS_BUY = 48;
    private static final int USER = 49;
    private static final int TIMESTAMP = 81;
    private static final int MIN_TRADE_EVENT_LENGTH = 105;

    private static final long POST_COMPLETE_BUY_EVENT = Discriminator.event("PostCompleteBuyEvent");
    private static final int POST_USER = 0;
    private static final int POST_MINT = 32;
    private static final int POST_QUOTE_MINT = 96;
    private static final int POST_TIMESTAMP = 128;
    private static final int POST_BASE_OUT = 136;
    private static final int POST_QUOTE_IN = 144;
    private static final int MIN_POST_EVENT_LENGTH = 152;

    /** Decimals of every coin of {@code create}, whose mints are SPL Token's. */
    private static final int COIN_DECIMALS = 6;

    private static final OtherInstructions OTHERS = OtherInstructions.named(
            "add_quote_control_mint",
            "add_quote_mint",
            "admin_cto",
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
            "distribute_fee_to_holders",
            "extend_account",
            "get_minimum_distributable_fee",
            "init_user_volume_accumulator",
            "initialize",
            "initialize_quote_control",
            "migrate",
            "migrate_bonding_curve_creator",
            "migrate_v2",
            "remove_quote_control_mint",
            "remove_quote_mint",
            "set_creator",
            "set_mayhem_virtual_params",
            "set_metaplex_creator",
            "set_params",
            "set_quote_control_admin",
            "set_reserved_fee_recipient",
            "set_reserved_fee_recipients",
            "set_virtual_quote_reserves",
            "sweep_creator_fee",
            "sweep_protocol_fee",
            "sync_user_volume_accumulator",
            "toggle_cashback_enabled",
            "toggle_create_v2",
            "toggle_mayhem_mode",
            "update_buyback_config",
            "update_creator_fee_config",
            "update_global_authority",
            "update_holder_reward_config",
            "withdraw");

    private final SwapEvents events;
    private final TradeDraft draft = new TradeDraft();

    PumpFunDecoder(final Pubkey program) {
        events = new SwapEvents(program);
    }

    @Override
    public void decode(final InstructionView instruction, final TradeList trades, final SwapOutcomes outcomes) {
        final long discriminator = instruction.discriminator();
        if (discriminator == Discriminator.CPI_EVENT_TAG) {
            outcomes.ended(Outcome.IGNORED);
            return;
        }
        final SwapLayout layout = SwapLayout.of(SWAPS, discriminator);
        events.start(instruction);
        final boolean told = readEvents(instruction.transaction(), instruction, layout, trades, outcomes);
        if (!told) {
            outcomes.ended(layout == null ? OTHERS.outcome(instruction) : Outcome.MALFORMED);
        }
    }

    @Override
    public boolean decodeHidden(
            final TransactionView transaction, final TradeList trades, final SwapOutcomes outcomes) {
        boolean found = false;
        events.startHidden(transaction);
        while (events.nextHidden()) {
            found = true;
            if (!readEvents(transaction, null, null, trades, outcomes)) {
                outcomes.ended(Outcome.MALFORMED);
            }
        }
        return found || events.complete();
    }

    /**
     * Ends a swap for each event; false when there is none.
     *
     * @param instruction the emitter, null where the transaction does not show it.
     * @param layout null where nobody named it.
     */
    private boolean readEvents(
            final TransactionView transaction,
            final InstructionView instruction,
            final SwapLayout layout,
            final TradeList trades,
            final SwapOutcomes outcomes) {
        boolean told = false;
        while (events.next()) {
            final boolean trade = events.discriminator() == TRADE_EVENT;
            if (trade || events.discriminator() == POST_COMPLETE_BUY_EVENT) {
                told = true;
                final boolean read = trade ? readTrade(instruction, layout) : readPostComplete(instruction, layout);
                outcomes.ended(read ? finish(transaction, instruction, layout, trade, trades) : Outcome.MALFORMED);
            }
        }
        return told;
    }

    /** Fills the draft from a {@code TradeEvent}; false when it makes no sense or is not the instruction's. */
    private boolean readTrade(final InstructionView instruction, final SwapLayout layout) {
        final EventBody event = events.body();
        if (event.length() < MIN_TRADE_EVENT_LENGTH || event.u8(IS_BUY) > 1) {
            return false;
        }
        final Side side = event.u8(IS_BUY) == 1 ? Side.BUY : Side.SELL;
        final Trade trade = draft.begin()
                .side(side)
                .lamports(event.i64(SOL_AMOUNT))
                .baseUnits(event.i64(TOKEN_AMOUNT))
                .timestampSeconds(event.i64(TIMESTAMP));
        event.key(MINT, trade.mint());
        event.key(USER, trade.wallet());
        return agrees(instruction, layout, side, MINT, USER);
    }

    private boolean readPostComplete(final InstructionView instruction, final SwapLayout layout) {
        final EventBody event = events.body();
        if (event.length() < MIN_POST_EVENT_LENGTH) {
            return false;
        }
        final Trade trade = draft.begin()
                .side(Side.BUY)
                .lamports(event.i64(POST_QUOTE_IN))
                .baseUnits(event.i64(POST_BASE_OUT))
                .timestampSeconds(event.i64(POST_TIMESTAMP));
        event.key(POST_MINT, trade.mint());
        event.key(POST_USER, trade.wallet());
        return agrees(instruction, layout, Side.BUY, POST_MINT, POST_USER);
    }

    private boolean agrees(
            final InstructionView instruction,
            final SwapLayout layout,
            final Side side,
            final int mint,
            final int user) {
        return layout == null
                || (instruction.dataLength() >= layout.minLength()
                        && layout.takes(side)
                        && SwapLayout.agrees(events.body(), mint, instruction, layout.baseMintAccount())
                        && SwapLayout.agrees(events.body(), user, instruction, layout.userAccount()));
    }

    private Outcome finish(
            final TransactionView transaction,
            final InstructionView instruction,
            final SwapLayout layout,
            final boolean tradeEvent,
            final TradeList trades) {
        final Trade trade = draft.trade();
        final EventBody event = events.body();
        if (!EventTime.plausible(trade.timestampSeconds())) {
            return Outcome.MALFORMED;
        }
        final int quoteMint = tradeEvent ? PumpFunQuote.offset(event) : POST_QUOTE_MINT;
        final int quoteAccount = layout == null ? NONE : layout.quoteMintAccount();
        switch (PumpFunQuote.of(event, quoteMint, instruction, quoteAccount)) {
            case SOL -> {
                // a trade
            }
            case OTHER -> {
                return Outcome.SKIPPED;
            }
            case CONTRADICTORY -> {
                return Outcome.MALFORMED;
            }
        }
        if (instruction == null) {
            Trader.settleInvoked(transaction, trade.wallet());
        } else {
            Trader.settle(transaction, instruction.index(), trade.wallet());
        }
        trade.ordinal(events.place());
        return draft.addTo(
                trades,
                transaction,
                layout == null && instruction != null ? Outcome.BY_EVENT : Outcome.TRADE,
                isFirstKind(instruction, layout) ? COIN_DECIMALS : Decimals.UNKNOWN);
    }

    /** True when the instruction says that its coin is one of {@code create}. */
    private static boolean isFirstKind(final InstructionView instruction, final SwapLayout layout) {
        return layout != null && instruction.accountIs(layout.baseTokenProgramAccount(), Pubkey.TOKEN_PROGRAM);
    }
}
