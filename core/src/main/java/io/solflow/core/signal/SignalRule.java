package io.solflow.core.signal;

/** One kind of signal: a pure function of the figures. Formulae stand in docs/signals.md. */
interface SignalRule {

    /** True when the condition holds. */
    boolean holds(SignalFigures figures);

    /** How strong it is where it holds; what rounding takes beyond 0 and 1 is the caller's to cut off. */
    double strength(SignalFigures figures);
}
