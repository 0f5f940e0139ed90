package io.solflow.core.event;

/**
 * Where the time of an update comes from, best first. Only a block time moves the watermark. Whatever the source, a trade moves
 * it to its own timestamp.
 */
public enum TimeSource {
    /** The block time of the update's slot: chain time. Moves the watermark, with a transaction and with a slot's end. */
    BLOCK_TIME,
    /** The slot clock's estimate from block times close by. */
    NEAR_ESTIMATE,
    /** The server's wall clock when it made the update. */
    CREATED_AT,
    /** The slot clock's estimate from far away; may be off by hours. */
    FAR_ESTIMATE
}
