package io.solflow.ingest.source;

import io.solflow.ingest.proto.CommitmentLevel;
import io.solflow.ingest.proto.SlotStatus;
import java.util.Locale;

/** How settled a slot has to be before the server sends it. */
public enum Commitment {
    /** As executed: lowest latency; what came of a slot that dies is taken back. */
    PROCESSED,
    /** Voted for by two thirds of the stake. */
    CONFIRMED,
    /** Rooted, some 31 slots later. */
    FINALIZED;

    /**
     * The commitment that a text names.
     *
     * @throws IllegalArgumentException that names the value and what is allowed.
     */
    public static Commitment of(final String label) {
        for (final Commitment commitment : values()) {
            if (commitment.label().equals(label)) {
                return commitment;
            }
        }
        throw new IllegalArgumentException("commitment '" + label + "', allowed: processed, confirmed, finalized");
    }

    /** The word for it in configuration. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** True for the slot status, by its number on the wire, that says exactly this. */
    public boolean is(final int slotStatus) {
        return slotStatus == wire();
    }

    /** True for a slot status, by its number on the wire, that says at least this; never for a life cycle's step. */
    public boolean isReachedBy(final int slotStatus) {
        return slotStatus >= wire() && slotStatus <= SlotStatus.SLOT_FINALIZED_VALUE;
    }

    /** Its number on the wire. */
    public int wire() {
        return switch (this) {
            case PROCESSED -> CommitmentLevel.PROCESSED_VALUE;
            case CONFIRMED -> CommitmentLevel.CONFIRMED_VALUE;
            case FINALIZED -> CommitmentLevel.FINALIZED_VALUE;
        };
    }
}
