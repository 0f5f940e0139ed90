package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;

/**
 * Moonshot (Moonit). The program prints its event to the log; a self-CPI form is declared but was never seen, and read
 * only when the log has none. The swap itself proves the trade. {@code collateral_amount} is what entered or left the curve, without fees. When the log
 * was truncated before the event, the swap is {@link Outcome#MALFORMED}: a sell moves lamports without a transfer, so
 * nothing else in the update tells the amount. Layout: sevenlabs-hq/carbon moonshot-decoder.
 */
final class MoonshotDecoder implements SwapDecoder {

    private static final long BUY = Discriminator.instruction("buy");
    private static final long SELL = Discriminator.instruction("sell");
    private static final int MIN_SWAP_LENGTH = 33;

    private static final int SENDER_ACCOUNT = 0;
    private static final int CURVE_ACCOUNT = 2;
    private static final int MINT_ACCOUNT = 6;

    private static final long TRADE_EVENT = Discriminator.event("TradeEvent");
    private static final int AMOUNT = 0;
    private static final int COLLATERAL_AMOUNT = 8;
    private static final int CURVE = 40;
    private static final int COST_TOKEN = 72;
    private static final int SENDER = 104;
    private static final int TRADE_TYPE = 136;
    private static final int LABEL_LENGTH = 137;
    private static final int LABEL = 141;
    private static final int TYPE_BUY = 0;
    private static final int TYPE_SELL = 1;

    private static final OtherInstructions OTHERS =
            OtherInstructions.named("config_init", "config_update", "migrate_funds", "token_mint");

    private final ProgramLogs logs;
    private final CpiEvents carried = new CpiEvents();
    private final HiddenInvocations hidden;
    private final EventBody event = new EventBody();
    private final TradeDraft draft = new TradeDraft();

    private int swapPlace;

    MoonshotDecoder(final Pubkey program) {
        logs = new ProgramLogs(program);
        hidden = new HiddenInvocations(program);
    }

    @Override
    public void decode(final InstructionView instruction, final TradeList trades, final SwapOutcomes outcomes) {
        final long discriminator = instruction.discriminator();
        if (discriminator == BUY) {
            outcomes.ended(decodeSwap(instruction, Side.BUY, trades));
        } else if (discriminator == SELL) {
            outcomes.ended(decodeSwap(instruction, Side.SELL, trades));
        } else {
            outcomes.ended(OTHERS.outcome(instruction));
        }
    }

    @Override
    public boolean decodeHidden(
            final TransactionView transaction, final TradeList trades, final SwapOutcomes outcomes) {
        return hidden.end(transaction, outcomes);
    }

    private Outcome decodeSwap(final InstructionView instruction, final Side side, final TradeList trades) {
        final Trade trade = draft.begin();
        if (instruction.dataLength() < MIN_SWAP_LENGTH
                || !findEvent(instruction)
                || event.length() < LABEL
                || event.u32(LABEL_LENGTH) > event.length() - LABEL
                || event.u8(TRADE_TYPE) != (side == Side.BUY ? TYPE_BUY : TYPE_SELL)
                || !event.keyIsAccount(SENDER, instruction, SENDER_ACCOUNT)
                || !event.keyIsAccount(CURVE, instruction, CURVE_ACCOUNT)
                || !instruction.account(MINT_ACCOUNT, trade.mint())) {
            return Outcome.MALFORMED;
        }
        if (!event.keyIs(COST_TOKEN, Pubkey.WRAPPED_SOL)) {
            return Outcome.SKIPPED;
        }
        event.key(SENDER, trade.wallet());
        Trader.settle(instruction.transaction(), instruction.index(), trade.wallet());
        trade.side(side)
                .lamports(event.i64(COLLATERAL_AMOUNT))
                .baseUnits(event.i64(AMOUNT))
                .ordinal(swapPlace);
        return draft.addTo(trades, instruction.transaction(), Outcome.TRADE);
    }

    /** Wraps the first event of the swap, and notes the swap's place, which is the proof's where only the log tells. */
    private boolean findEvent(final InstructionView instruction) {
        swapPlace = instruction.index();
        if (logs.start(instruction)) {
            swapPlace = logs.emitterPlace();
            while (logs.next(event)) {
                if (logs.discriminator() == TRADE_EVENT) {
                    return true;
                }
            }
        }
        carried.start(instruction);
        while (carried.next(event)) {
            if (carried.discriminator() == TRADE_EVENT) {
                return true;
            }
        }
        return false;
    }
}
