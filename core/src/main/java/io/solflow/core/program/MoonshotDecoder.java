package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;

/**
 * Moonshot (Moonit). The program prints its event to the log; a self-CPI form is declared but was never seen, and read
 * only when the log has none. {@code collateral_amount} is what entered or left the curve, without fees. When the log
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
    private final EventBody event = new EventBody();
    private final TradeDraft draft = new TradeDraft();

    MoonshotDecoder(final Pubkey program) {
        logs = new ProgramLogs(program);
    }

    @Override
    public Outcome decode(final InstructionView instruction, final TradeList trades) {
        final long discriminator = instruction.discriminator();
        if (discriminator == BUY) {
            return decodeSwap(instruction, Side.BUY, trades);
        }
        if (discriminator == SELL) {
            return decodeSwap(instruction, Side.SELL, trades);
        }
        return OTHERS.outcome(instruction);
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
        trade.side(side).lamports(event.i64(COLLATERAL_AMOUNT)).baseUnits(event.i64(AMOUNT));
        return draft.addTo(trades, instruction);
    }

    private boolean findEvent(final InstructionView instruction) {
        return logs.find(instruction, TRADE_EVENT, event) || CpiEvents.find(instruction, TRADE_EVENT, event);
    }
}
