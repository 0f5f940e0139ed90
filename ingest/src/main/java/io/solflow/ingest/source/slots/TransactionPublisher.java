package io.solflow.ingest.source.slots;

import io.solflow.core.event.TimeSource;
import io.solflow.core.wire.UpdateEnvelope;

/** Publishes transactions, each with whether its position is told, after what they replace. One thread. */
final class TransactionPublisher {

    private final RingWriter ring;
    private final ReplacedSlots versions;
    private final AssemblerCounters counters;
    private final ToldPositions positions = new ToldPositions();
    private final ReleaseOrder order;

    TransactionPublisher(final RingWriter ring, final ReplacedSlots versions, final AssemblerCounters counters) {
        this.ring = ring;
        this.versions = versions;
        this.counters = counters;
        order = new ReleaseOrder(counters);
    }

    /** Takes the position of a transaction that has come, before it is published. */
    void note(final long txIndex) {
        positions.note(txIndex);
    }

    /** True for a transaction that waits for its slot's end whatever the mode; see {@link ToldPositions#isUndecided}. */
    boolean hasToWait(final UpdateEnvelope update) {
        return positions.isUndecided(update.txIndex());
    }

    /**
     * Publishes a transaction that does not wait for the rest of its slot.
     *
     * @return false when the pipeline takes no more updates.
     */
    boolean publish(
            final UpdateEnvelope update,
            final long timeSeconds,
            final TimeSource source,
            final byte[] bytes,
            final int offset,
            final int length,
            final long nowNs) {
        final boolean positioned = positions.isTold(update.txIndex());
        return before(update.slot(), update.txIndex(), positioned, bytes, update.signatureOffset(), nowNs)
                && ring.transaction(
                        update.slot(), timeSeconds, source, bytes, offset, length, nowNs, positioned, false);
    }

    /** Publishes what an open slot holds, its end to follow; returns as {@link #publish} does. */
    boolean publishHeld(final OpenSlot open, final long timeSeconds, final TimeSource source) {
        order.arrange(open);
        positions.noteReleased(open);
        for (int place = 0; place < order.size(); place++) {
            final int entry = order.entry(place);
            final boolean positioned = order.positioned(place);
            final byte[] bytes = open.bytes(entry);
            final long receivedNs = open.receivedNs(entry);
            if (!before(open.slot(), open.txIndex(entry), positioned, bytes, open.signatureOffset(entry), receivedNs)
                    || !ring.transaction(
                            open.slot(),
                            timeSeconds,
                            source,
                            bytes,
                            open.offset(entry),
                            open.length(entry),
                            receivedNs,
                            positioned,
                            true)) {
                return false;
            }
        }
        return true;
    }

    private boolean before(
            final long slot,
            final long txIndex,
            final boolean positioned,
            final byte[] bytes,
            final int signatureOffset,
            final long nowNs) {
        if (!positioned) {
            counters.unpositioned().increment();
            return true;
        }
        return versions.take(slot, txIndex, bytes, signatureOffset, nowNs);
    }
}
