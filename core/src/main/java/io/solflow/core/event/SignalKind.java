package io.solflow.core.event;

/** What can come true of a token's metrics; docs/signals.md defines each. The name is what readers see. */
public enum SignalKind {
    /** Ever more flow, from many wallets and few bots. */
    BREAKOUT(0),
    /** DCA orders buy into a flow that grows. */
    REACCUMULATION(1),
    /** A few of many buyers bring most of what is bought. */
    FOCUSED_BUYERS(2),
    /** Flow that lasts, from many wallets. */
    PERSISTENCE(3),
    /** What flowed in is flowing out. */
    FLOW_REVERSAL(4);

    /** How many kinds there are. */
    public static final int COUNT = values().length;

    private static final SignalKind[] KINDS = values();

    private final int index;

    SignalKind(final int index) {
        this.index = index;
    }

    /** Position among the kinds, 0 to {@link #COUNT} - 1. */
    public int index() {
        return index;
    }

    /** The kind at a position; allocates nothing. */
    public static SignalKind at(final int index) {
        return KINDS[index];
    }
}
