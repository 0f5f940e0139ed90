package io.solflow.core.event;

/** What a ring entry carries. */
public enum UpdateKind {
    /** Nothing: a translation that failed, or an entry never filled. Every stage passes over it. */
    EMPTY,
    /** One transaction: the payload is a {@code SubscribeUpdate} as it came over the wire. */
    TRANSACTION,
    /** A slot is complete: its transactions precede this entry; moves the watermark and the checkpoint. */
    SLOT_END,
    /** A hole in the stream, to be recorded. */
    GAP,
    /** A slot is not part of the chain: what came of it before this entry is to be taken back. At processed only. */
    SLOT_DEAD,
    /** A transaction was in an earlier version of its slot only: what came of it is to be taken back. At processed only. */
    TRANSACTION_DEAD
}
