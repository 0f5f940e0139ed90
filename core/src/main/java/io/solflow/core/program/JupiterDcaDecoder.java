package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;

/**
 * Fills of Jupiter DCA orders. A keeper executes an order and reports it by the self-CPI event {@code Filled}: the
 * trader is the order's owner, never the keeper; {@code out_amount} is gross, the program's fee is taken from it. The
 * event has no time. Layout: sevenlabs-hq/carbon jupiter-dca-decoder.
 */
final class JupiterDcaDecoder implements SwapDecoder {

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

    private final EventBody event = new EventBody();
    private final TradeDraft draft = new TradeDraft();

    @Override
    public Outcome decode(final InstructionView instruction, final TradeList trades) {
        final long discriminator = instruction.discriminator();
        return discriminator == FULFILL_FLASH_FILL || discriminator == FULFILL_DLMM_FILL
                ? decodeFill(instruction, trades)
                : OTHERS.outcome(instruction);
    }

    private Outcome decodeFill(final InstructionView instruction, final TradeList trades) {
        if (instruction.dataLength() < MIN_FILL_LENGTH
                || !CpiEvents.find(instruction, FILLED_EVENT, event)
                || event.length() < MIN_EVENT_LENGTH
                || !event.keyIsAccount(DCA, instruction, DCA_ACCOUNT)
                || !event.keyIsAccount(INPUT_MINT, instruction, INPUT_MINT_ACCOUNT)
                || !event.keyIsAccount(OUTPUT_MINT, instruction, OUTPUT_MINT_ACCOUNT)) {
            return Outcome.MALFORMED;
        }
        final boolean solIn = event.keyIs(INPUT_MINT, Pubkey.WRAPPED_SOL);
        if (solIn == event.keyIs(OUTPUT_MINT, Pubkey.WRAPPED_SOL)) {
            return Outcome.SKIPPED;
        }
        final Trade trade = draft.begin();
        event.key(solIn ? OUTPUT_MINT : INPUT_MINT, trade.mint());
        event.key(USER, trade.wallet());
        trade.side(solIn ? Side.BUY : Side.SELL)
                .lamports(event.i64(solIn ? IN_AMOUNT : OUT_AMOUNT))
                .baseUnits(event.i64(solIn ? OUT_AMOUNT : IN_AMOUNT))
                .dca(true);
        return draft.addTo(trades, instruction);
    }
}
