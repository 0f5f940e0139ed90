package io.solflow.ingest.simulator;

/**
 * How a swap is written.
 *
 * @param batched its token transfers in one batch for each token program.
 * @param unknown by an instruction that nobody knows, where the program tells trades by event.
 */
record SwapStyle(boolean batched, boolean unknown) {

    /** One transfer an instruction, by a known instruction. */
    static final SwapStyle PLAIN = new SwapStyle(false, false);

    /** The style of the next swap. */
    static SwapStyle roll(final Dice dice) {
        return new SwapStyle(dice.shows(ChainTrait.BATCH), dice.shows(ChainTrait.UNKNOWN_INSTRUCTION));
    }

    /** The style of the next swap by an instruction that everybody knows. */
    static SwapStyle rollKnown(final Dice dice) {
        return new SwapStyle(dice.shows(ChainTrait.BATCH), false);
    }
}
