package io.solflow.core.event;

/** Where the time of an update comes from, best first. */
public enum TimeSource {
    /** The block time of the update's slot: chain time. The only one that moves the watermark by itself. */
    BLOCK_TIME,
    /** The slot clock's estimate from a block time close by. */
    NEAR_ESTIMATE,
    /** The server's wall clock when it made the update. */
    CREATED_AT,
    /** The slot clock's estimate from far away; may be off by hours. */
    FAR_ESTIMATE
}
