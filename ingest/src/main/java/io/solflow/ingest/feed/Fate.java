package io.solflow.ingest.feed;

/** What becomes of a block. */
public enum Fate {
    /** It is confirmed and finalized. */
    SETTLES,
    /** It is processed, and the chain goes on from an earlier one. */
    IS_ABANDONED,
    /** Its execution fails; its slot may be made again. */
    DIES,
    /** Another bank of its slot comes after it and wins; it has no meta and no statuses of its own. */
    LOSES
}
