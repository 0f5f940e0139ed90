package io.solflow.core.program;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.InstructionView;

/** What a Pump.fun coin is quoted in. For SOL events name no mint, while instructions since v2 name wrapped SOL. */
enum PumpFunQuote {
    SOL,
    OTHER,
    /** Event and instruction name different mints. */
    CONTRADICTORY;

    private static final int NO_OFFSET = -1;

    private static final int INSTRUCTION_NAME_LENGTH = 250;
    private static final int INSTRUCTION_NAME = 254;
    /** From the end of the instruction's name. */
    private static final int SHAREHOLDER_COUNT = 33;

    private static final int SHAREHOLDERS = 37;
    private static final int SHAREHOLDER_LENGTH = 34;

    /**
     * The quote of an event.
     *
     * @param offset of the quote mint in the event, -1 when it ends before it.
     * @param quoteMintAccount index of the instruction's account for it, {@link SwapLayout#NONE} when it has none.
     */
    static PumpFunQuote of(
            final EventBody event, final int offset, final InstructionView instruction, final int quoteMintAccount) {
        final boolean eventSol =
                offset < 0 || event.keyIs(offset, Pubkey.DEFAULT) || event.keyIs(offset, Pubkey.WRAPPED_SOL);
        if (quoteMintAccount == SwapLayout.NONE) {
            return eventSol ? SOL : OTHER;
        }
        if (instruction.accountIs(quoteMintAccount, Pubkey.WRAPPED_SOL)) {
            return eventSol ? SOL : CONTRADICTORY;
        }
        return offset < 0 || event.keyIsAccount(offset, instruction, quoteMintAccount) ? OTHER : CONTRADICTORY;
    }

    /** Offset of the quote mint in a {@code TradeEvent}, behind two parts of variable length; -1 when it ends before it. */
    static int offset(final EventBody event) {
        if (event.length() < INSTRUCTION_NAME) {
            return NO_OFFSET;
        }
        final long nameEnd = INSTRUCTION_NAME + event.u32(INSTRUCTION_NAME_LENGTH);
        if (nameEnd + SHAREHOLDERS > event.length()) {
            return NO_OFFSET;
        }
        final long quoteMint =
                nameEnd + SHAREHOLDERS + SHAREHOLDER_LENGTH * event.u32((int) nameEnd + SHAREHOLDER_COUNT);
        return quoteMint + Pubkey.LENGTH > event.length() ? NO_OFFSET : (int) quoteMint;
    }
}
