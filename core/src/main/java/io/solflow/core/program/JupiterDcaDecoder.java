package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;

/**
 * Fills of Jupiter DCA orders. A keeper executes an order and reports it by the self-CPI event {@code Filled}: the
 * trader is the order's owner, never the keeper; {@code out_amount} is gross, the program's fee is taken from it. The
 * event has no time. An order for a pair without SOL may be executed over SOL: see {@link
 * SwapOutcomes#filledOverAnother}. Layout: sevenlabs-hq/carbon jupiter-dca-decoder.
 */
final class JupiterDcaDecoder implements SwapDecoder {

    private static final long INITIATE_FLASH_FILL = Discriminator.instruction("initiate_flash_fill");
    private static final long INITIATE_DLMM_FILL = Discriminator.instruction("initiate_dlmm_fill");
    private static final long FULFILL_FLASH_FILL = Discriminator.instruction("fulfill_flash_fill");
    private static final long FULFILL_DLMM_FILL = Discriminator.instruction("fulfill_dlmm_fill");
    private static final int MIN_FILL_LENGTH = 16;

    private static final int DCA_ACCOUNT = 1;
    private static final int INPUT_MINT_ACCOUNT = 2;
    private static final int OUTPUT_MINT_ACCOUNT = 3;

    private static final long FILLED_EVENT = Discriminator.event("Filled");
    private static final int USER = 0;
    private static final int DCA = 32;
    private static final int INPUT_MINT = 64;
    private static final int OUTPUT_MINT = 96;
    private static final int IN_AMOUNT = 128;
    private static final int OUT_AMOUNT = 136;
    private static final int MIN_EVENT_LENGTH = 184;

    private static final OtherInstructions OTHERS = OtherInstructions.named(
            "close_dca",
            "deposit",
            "end_and_close",
            "initiate_dlmm_fill",
            "initiate_flash_fill",
            "open_dca",
            "open_dca_v2",
            "transfer",
            "withdraw",
            "withdraw_fees");

    private final HiddenInvocations hidden;
    private final CpiEvents events = new CpiEvents();
    private final EventBody event = new EventBody();
    private final TradeDraft draft = new TradeDraft();

    JupiterDcaDecoder(final Pubkey program) {
        hidden = new HiddenInvocations(program);
    }

    @Override
    public void decode(final InstructionView instruction, final TradeList trades, final SwapOutcomes outcomes) {
        final long discriminator = instruction.discriminator();
        if (discriminator == Discriminator.CPI_EVENT_TAG) {
            outcomes.ended(Outcome.IGNORED);
            return;
        }
        final boolean named = discriminator == FULFILL_FLASH_FILL || discriminator == FULFILL_DLMM_FILL;
        events.start(instruction);
        boolean told = false;
        while (events.next(event)) {
            if (events.discriminator() == FILLED_EVENT) {
                told = true;
                decodeFill(instruction, named, trades, outcomes);
            }
        }
        if (!told) {
            outcomes.ended(named ? Outcome.MALFORMED : OTHERS.outcome(instruction));
        }
    }

    @Override
    public boolean decodeHidden(
            final TransactionView transaction, final TradeList trades, final SwapOutcomes outcomes) {
        return hidden.end(transaction, outcomes);
    }

    private void decodeFill(
            final InstructionView instruction,
            final boolean named,
            final TradeList trades,
            final SwapOutcomes outcomes) {
        if (event.length() < MIN_EVENT_LENGTH || (named && !isOf(instruction))) {
            outcomes.ended(Outcome.MALFORMED);
            return;
        }
        final Outcome added = named ? Outcome.TRADE : Outcome.BY_EVENT;
        final boolean solIn = event.keyIs(INPUT_MINT, Pubkey.WRAPPED_SOL);
        final boolean solOut = event.keyIs(OUTPUT_MINT, Pubkey.WRAPPED_SOL);
        if (solIn && solOut) {
            outcomes.ended(Outcome.SKIPPED);
        } else if (!solIn && !solOut) {
            trades.add().set(begin(Side.BUY));
            trades.add().set(begin(Side.SELL));
            outcomes.filledOverAnother(added);
        } else {
            begin(solIn ? Side.BUY : Side.SELL)
                    .lamports(event.i64(solIn ? IN_AMOUNT : OUT_AMOUNT))
                    .baseUnits(event.i64(solIn ? OUT_AMOUNT : IN_AMOUNT));
            outcomes.ended(draft.addTo(trades, instruction.transaction(), added));
        }
    }

    private boolean isOf(final InstructionView instruction) {
        return instruction.dataLength() >= MIN_FILL_LENGTH
                && event.keyIsAccount(DCA, instruction, DCA_ACCOUNT)
                && event.keyIsAccount(INPUT_MINT, instruction, INPUT_MINT_ACCOUNT)
                && event.keyIsAccount(OUTPUT_MINT, instruction, OUTPUT_MINT_ACCOUNT);
    }

    /** Begins the owner's trade: a buy of the output mint, or a sell of the input mint. */
    private Trade begin(final Side side) {
        final Trade trade = draft.begin().side(side).dca(true).ordinal(events.place());
        event.key(side == Side.BUY ? OUTPUT_MINT : INPUT_MINT, trade.mint());
        event.key(USER, trade.wallet());
        return trade;
    }

    /**
     * Place of the instruction that began the fill whose event stands at {@code fill}: it lent the keeper the input, so that
     * the swaps of the fill lie between. -1 when there is none.
     */
    static int start(final TransactionView transaction, final int fill) {
        for (int i = fill - 1; i >= 0; i--) {
            if (transaction.programIndex(i) == transaction.programIndex(fill)
                    && transaction.dataLength(i) >= Discriminator.LENGTH) {
                final long discriminator = ByteWords.i64(transaction.bytes(), transaction.dataOffset(i));
                if (discriminator == INITIATE_FLASH_FILL || discriminator == INITIATE_DLMM_FILL) {
                    return i;
                }
            }
        }
        return -1;
    }
}
