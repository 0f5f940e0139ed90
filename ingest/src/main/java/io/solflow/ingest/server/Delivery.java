package io.solflow.ingest.server;

/** What gives way when a client reads slower than the feed writes. */
public enum Delivery {
    /** The feed goes on; a client whose queue is full is cut off with Yellowstone's own status, as a real node does. */
    LIVE,
    /**
     * The feed waits: for its first subscription, for the slowest one, and for one to come back when all are gone. So no
     * client that resumes with {@code from_slot} misses anything.
     */
    LOSSLESS
}
