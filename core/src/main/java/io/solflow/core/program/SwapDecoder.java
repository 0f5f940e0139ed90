package io.solflow.core.program;

import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;

/**
 * Reads the swaps that one instruction of one program executed, any number of them.
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
     * <p>Each swap that the instruction tells of ends as one outcome; an instruction that tells of none ends as exactly one.
     * With {@link Outcome#TRADE} and {@link Outcome#BY_EVENT} a trade has been added to {@code trades}, with mint, wallet,
     * side, lamports, base units, decimals, flags and ordinal set, and timestamp set when the program's own event carries
     * one, else 0. On any other outcome {@code trades} is as it was.
     *
     * @param instruction the instruction, at its place in its transaction; may not be moved.
     */
    void decode(InstructionView instruction, TradeList trades, SwapOutcomes outcomes);

    /**
     * Decodes what other programs made this one do in a transaction that shows no inner instructions: each invocation that
     * only the log tells of. One without a readable swap ends as {@link Outcome#MALFORMED}.
     *
     * @return false when it is not known whether there was any: the log shows none and is not whole.
     */
    boolean decodeHidden(TransactionView transaction, TradeList trades, SwapOutcomes outcomes);
}
