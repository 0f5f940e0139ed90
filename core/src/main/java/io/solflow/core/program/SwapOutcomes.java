package io.solflow.core.program;

/** Is told how each swap ended that a decoder found. One thread; called while the decoder runs. */
public interface SwapOutcomes {

    /** A swap ended so; on {@link Outcome#TRADE} and {@link Outcome#BY_EVENT} its trade is the last of the list. */
    void ended(Outcome outcome);

    /**
     * A fill of a DCA order for a pair without SOL: the last two trades of the list say what it would be if its output was
     * bought, and its input sold, for SOL on the way. Neither has amounts, decimals or time; both have the fill's place.
     *
     * @param added how the fill ends when one of them is a trade.
     */
    void filledOverAnother(Outcome added);
}
