package io.solflow.core.program;

import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;

/**
 * Reads the swap that one instruction of one program executed.
 *
 * <p>Called for every instruction of the program in execution order, top-level or inner, of a transaction that
 * succeeded. Carries nothing from one call to the next, but holds buffers: one decoder a thread. Allocates nothing;
 * never throws on chain data.
 */
public interface SwapDecoder {

    /**
     * No swap moves more: 2.25 million SOL, many times what any pool of the five programs holds. Amounts above it are
     * malformed; what thousands of amounts below it may add up to is for the extract stage to limit.
     */
    long MAX_LAMPORTS = (1L << 51) - 1;

    /**
     * Decodes an instruction whose program is already known to be this decoder's.
     *
     * <p>On {@link Outcome#TRADE} exactly one trade has been added to {@code trades}, with mint, wallet, side, lamports,
     * base units, decimals and DCA flag set, and timestamp set when the program's own event carries one, else 0. On any
     * other outcome {@code trades} is as it was.
     *
     * @param instruction the instruction, at its place in its transaction; may not be moved.
     */
    Outcome decode(InstructionView instruction, TradeList trades);
}
