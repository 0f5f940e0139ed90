package io.solflow.core.event;

/** Why slots are missing from the stream. */
public enum GapReason {
    /** The server no longer holds the slot asked for ({@code OUT_OF_RANGE}). */
    REPLAY_TOO_OLD("replay too old"),
    /** The server does not replay at all, or kept failing to. */
    REPLAY_UNAVAILABLE("replay unavailable"),
    /** The stream went on beyond the slots: the parent of a later one tells, or nothing proves that they were skipped. */
    LEFT_OUT("left out by the server");

    private final String label;

    GapReason(final String label) {
        this.label = label;
    }

    /** The text stored in {@code ingest_gaps.reason}. */
    public String label() {
        return label;
    }
}
