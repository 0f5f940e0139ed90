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
 * PumpSwap. Pools trade a base against a quote mint, see {@link PumpSwapMints}; a swap is a trade when either is wrapped
 * SOL. Where the base is (a reversed pool, which anyone can make), buying the base sells the token. Amounts are those that
 * the curve computed, without any fee. {@code buy} and {@code buy_exact_quote_in} give {@code quote_amount_in} different
 * meanings, net and gross; {@code quote_amount_in_with_lp_fee - lp_fee} is net in both. The program boosts new pools of SOL:
 * it buys and burns the token for an account of its own, which is then the trader. Layout: pump-fun/pump-public-docs
 * idl/pump_amm.json.
 */
final class PumpSwapDecoder implements SwapDecoder {

    private static final SwapLayout BOOST = SwapLayout.named("boost_buy_and_burn", Side.BUY, 8, 7, 0, 3, 4, NONE);
    private static final SwapLayout MULTI_HOP =
            SwapLayout.named("multi_hop_swap", null, 8, NONE, NONE, NONE, NONE, NONE);

    private static final SwapLayout[] SWAPS = {
        SwapLayout.named("buy", Side.BUY, 24, 1, 0, 3, 4, NONE),
        SwapLayout.named("sell", Side.SELL, 24, 1, 0, 3, 4, NONE),
        SwapLayout.named("buy_exact_quote_in", Side.BUY, 24, 1, 0, 3, 4, NONE),
        SwapLayout.named("buy_v2", Side.BUY, 24, 1, 0, 3, 4, NONE),
        SwapLayout.named("sell_v2", Side.SELL, 24, 1, 0, 3, 4, NONE),
        SwapLayout.named("buy_exact_quote_in_v2", Side.BUY, 24, 1, 0, 3, 4, NONE),
        MULTI_HOP,
        BOOST
    };

    /** Accounts of {@code multi_hop_swap}: the first hop's, how many a hop has, and where its pool stands among them. */
    private static final int HOPS = 16;

    private static final int HOP_ACCOUNTS = 5;
    private static final int HOP_BASE_MINT = 0;
    private static final int HOP_QUOTE_MINT = 1;
    private static final int HOP_POOL = 2;

    private static final long BUY_EVENT = Discriminator.event("BuyEvent");
    private static final long SELL_EVENT = Discriminator.event("SellEvent");
    private static final long BOOST_EVENT = Discriminator.event("BoostBuyAndBurnEvent");
    private static final int TIMESTAMP = 0;
    private static final int BASE_AMOUNT = 8;
    private static final int SELL_QUOTE_AMOUNT_OUT = 56;
    private static final int LP_FEE = 72;
    private static final int BUY_QUOTE_AMOUNT_IN_WITH_LP_FEE = 96;
    private static final int POOL = 112;
    private static final int USER = 144;
    private static final int MIN_EVENT_LENGTH = 304;

    private static final OtherInstructions OTHERS = OtherInstructions.named(
            "admin_cto_pool",
            "admin_set_coin_creator",
            "admin_set_coin_creator_fee_editable",
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
            "init_boost",
            "init_user_volume_accumulator",
            "migrate_pool_coin_creator",
            "set_boost_authority",
            "set_coin_creator",
            "set_coin_creator_fee_bps",
            "set_reserved_fee_recipient",
            "set_reserved_fee_recipients",
            "sweep_creator_fee",
            "sweep_protocol_fee",
            "sync_user_volume_accumulator",
            "toggle_boost",
            "toggle_cashback_enabled",
            "toggle_mayhem_mode",
            "transfer_creator_fees_to_pump",
            "transfer_creator_fees_to_pump_v2",
            "update_admin",
            "update_buyback_config",
            "update_creator_fee_config",
            "update_fee_config",
            "withdraw");

    private final SwapEvents events;
    private final PumpSwapMints mints = new PumpSwapMints();
    private final TradeDraft draft = new TradeDraft();

    PumpSwapDecoder(final Pubkey program) {
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
        final boolean boost =
                discriminator == BOOST.discriminator() || (layout == null && emits(instruction, BOOST_EVENT));
        events.start(instruction);
        boolean told = false;
        while (events.next()) {
            if (events.discriminator() == BUY_EVENT || events.discriminator() == SELL_EVENT) {
                told = true;
                outcomes.ended(decodeEvent(instruction, layout, boost, trades));
            }
        }
        if (!told) {
            outcomes.ended(layout == null ? OTHERS.outcome(instruction) : withoutEvent(layout));
        }
    }

    @Override
    public boolean decodeHidden(
            final TransactionView transaction, final TradeList trades, final SwapOutcomes outcomes) {
        boolean found = false;
        events.startHidden(transaction);
        while (events.nextHidden()) {
            found = true;
            boolean told = false;
            while (events.next()) {
                if (events.discriminator() == BUY_EVENT || events.discriminator() == SELL_EVENT) {
                    told = true;
                    outcomes.ended(decodeHiddenEvent(transaction, trades));
                }
            }
            if (!told) {
                outcomes.ended(Outcome.MALFORMED);
            }
        }
        return found || events.complete();
    }

    /** All hops of a multi-hop swap may be at curves: then an inner instruction of Pump.fun tells them. */
    private static Outcome withoutEvent(final SwapLayout layout) {
        return layout.discriminator() == MULTI_HOP.discriminator() ? Outcome.IGNORED : Outcome.MALFORMED;
    }

    private boolean emits(final InstructionView instruction, final long eventDiscriminator) {
        events.start(instruction);
        while (events.next()) {
            if (events.discriminator() == eventDiscriminator) {
                return true;
            }
        }
        return false;
    }

    private Outcome decodeEvent(
            final InstructionView instruction, final SwapLayout layout, final boolean boost, final TradeList trades) {
        final TransactionView transaction = instruction.transaction();
        if (!isReadable(events.body())
                || !(layout == null
                        ? mints.find(transaction, instruction.index(), events.body())
                        : takeMints(instruction, layout))) {
            return Outcome.MALFORMED;
        }
        final Outcome read = read(events.discriminator() == BUY_EVENT, events.body());
        if (read != Outcome.TRADE) {
            return read;
        }
        final Trade trade = draft.trade();
        if (boost) {
            trade.boost(true);
        } else {
            Trader.settle(transaction, instruction.index(), trade.wallet());
        }
        return draft.addTo(trades, transaction, layout == null ? Outcome.BY_EVENT : Outcome.TRADE);
    }

    private Outcome decodeHiddenEvent(final TransactionView transaction, final TradeList trades) {
        if (!isReadable(events.body()) || !mints.find(transaction, TokenAccountMint.NOT_SHOWN, events.body())) {
            return Outcome.MALFORMED;
        }
        final Outcome read = read(events.discriminator() == BUY_EVENT, events.body());
        if (read != Outcome.TRADE) {
            return read;
        }
        Trader.settleInvoked(transaction, draft.trade().wallet());
        return draft.addTo(trades, transaction, Outcome.TRADE);
    }

    private static boolean isReadable(final EventBody event) {
        return event.length() >= MIN_EVENT_LENGTH && EventTime.plausible(event.i64(TIMESTAMP));
    }

    /** Takes the mints that a named instruction gives the event; false when the event is not the instruction's. */
    private boolean takeMints(final InstructionView instruction, final SwapLayout layout) {
        final EventBody event = events.body();
        if (instruction.dataLength() < layout.minLength()
                || !layout.takes(events.discriminator() == BUY_EVENT ? Side.BUY : Side.SELL)) {
            return false;
        }
        if (layout.discriminator() == MULTI_HOP.discriminator()) {
            return takeHop(instruction, event);
        }
        return SwapLayout.agrees(event, POOL, instruction, layout.poolAccount())
                && SwapLayout.agrees(event, USER, instruction, layout.userAccount())
                && mints.take(instruction, layout.baseMintAccount(), layout.quoteMintAccount());
    }

    private boolean takeHop(final InstructionView instruction, final EventBody event) {
        for (int hop = HOPS; hop + HOP_ACCOUNTS <= instruction.accountCount(); hop += HOP_ACCOUNTS) {
            if (event.keyIsAccount(POOL, instruction, hop + HOP_POOL)) {
                return mints.take(instruction, hop + HOP_BASE_MINT, hop + HOP_QUOTE_MINT);
            }
        }
        return false;
    }

    /** Fills the draft; any outcome but {@link Outcome#TRADE} when the event and its mints make none. */
    private Outcome read(final boolean baseOut, final EventBody event) {
        final boolean reversed = mints.base().matches(Pubkey.WRAPPED_SOL);
        if (reversed == mints.quote().matches(Pubkey.WRAPPED_SOL)) {
            return Outcome.SKIPPED;
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
        final Trade trade = draft.begin()
                .side(baseOut != reversed ? Side.BUY : Side.SELL)
                .lamports(reversed ? baseAmount : quoteAmount)
                .baseUnits(reversed ? quoteAmount : baseAmount)
                .timestampSeconds(event.i64(TIMESTAMP))
                .ordinal(events.place());
        trade.mint().set(reversed ? mints.quote() : mints.base());
        event.key(USER, trade.wallet());
        return Outcome.TRADE;
    }
}
