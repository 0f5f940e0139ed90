package io.solflow.persist.status;

import io.solflow.core.event.UpdateEvent;

/**
 * Where a run ended or was cut off.
 *
 * @param slot slot to resume from: everything up to it is stored; {@link #NO_SLOT} before the first whole slot.
 * @param watermarkSeconds highest block time seen, {@link UpdateEvent#NO_TIME} before the first.
 */
public record Checkpoint(long slot, long watermarkSeconds) {

    /** No slot is wholly stored yet. */
    public static final long NO_SLOT = -1;

    /** The checkpoint of an empty database. */
    public static final Checkpoint NONE = new Checkpoint(NO_SLOT, UpdateEvent.NO_TIME);

    /** True when there is a slot to resume from. */
    public boolean hasSlot() {
        return slot != NO_SLOT;
    }

    /** True when there is a watermark to start with. */
    public boolean hasWatermark() {
        return watermarkSeconds != UpdateEvent.NO_TIME;
    }
}
