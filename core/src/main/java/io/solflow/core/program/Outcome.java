package io.solflow.core.program;

/**
 * How a swap that an instruction of a supported program told of ended; an instruction that told of none ends as one of these
 * too.
 */
public enum Outcome {
    /** A swap against SOL by a named instruction, or by one that only the log shows: one trade was added. */
    TRADE,
    /** A swap by an instruction that is not known as one, told by the event that the program itself emitted: one trade was added. */
    BY_EVENT,
    /** Known, and no swap: an event carrier, a creation, a fee collection. */
    IGNORED,
    /** A swap without a SOL side, or in which a side moved nothing. */
    SKIPPED,
    /** A discriminator that this version does not know: announces a new instruction. */
    UNKNOWN,
    /** A known swap whose bytes, accounts or amounts make no sense: announces a changed layout or an attack. */
    MALFORMED
}
