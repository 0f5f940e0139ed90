package io.solflow.ingest.source.slots;

import io.solflow.core.event.GapReason;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.pipeline.UpdatePublisher;

/** Fills ring entries. Each method returns false when the pipeline takes no more updates. */
final class RingWriter {

    private final UpdatePublisher publisher;

    RingWriter(final UpdatePublisher publisher) {
        this.publisher = publisher;
    }

    /**
     * Writes a transaction.
     *
     * @param positioned true when the position in the bytes is the one in its block.
     * @param moreFollow true when more of its slot follow at once, and then its end, so that they may enter together.
     */
    boolean transaction(
            final long slot,
            final long timeSeconds,
            final TimeSource source,
            final byte[] bytes,
            final int offset,
            final int length,
            final long receivedNs,
            final boolean positioned,
            final boolean moreFollow) {
        final UpdateEvent event = publisher.claim();
        if (event == null) {
            return false;
        }
        event.slot(slot).time(timeSeconds, source).receivedNs(receivedNs).positioned(positioned);
        event.payload(bytes, offset, length);
        event.kind(UpdateKind.TRANSACTION);
        if (moreFollow) {
            publisher.hold();
        } else {
            publisher.publish();
        }
        return true;
    }

    boolean slotEnd(
            final long slot,
            final long timeSeconds,
            final TimeSource source,
            final long checkpointSlot,
            final long receivedNs) {
        final UpdateEvent event = publisher.claim();
        if (event == null) {
            return false;
        }
        event.slot(slot)
                .time(timeSeconds, source)
                .checkpointSlot(checkpointSlot)
                .receivedNs(receivedNs);
        return publish(event, UpdateKind.SLOT_END);
    }

    boolean slotDead(final long slot, final long receivedNs) {
        final UpdateEvent event = publisher.claim();
        if (event == null) {
            return false;
        }
        event.slot(slot).receivedNs(receivedNs);
        return publish(event, UpdateKind.SLOT_DEAD);
    }

    boolean transactionDead(final long slot, final long txIndex, final long receivedNs) {
        final UpdateEvent event = publisher.claim();
        if (event == null) {
            return false;
        }
        event.slot(slot).deadTxIndex(txIndex).receivedNs(receivedNs);
        return publish(event, UpdateKind.TRANSACTION_DEAD);
    }

    boolean gap(final long fromSlot, final long toSlot, final GapReason reason, final long receivedNs) {
        final UpdateEvent event = publisher.claim();
        if (event == null) {
            return false;
        }
        event.slot(toSlot).gap(fromSlot, toSlot, reason).receivedNs(receivedNs);
        return publish(event, UpdateKind.GAP);
    }

    /** Time spent waiting for the ring so far. */
    long waitedNs() {
        return publisher.waitedNs();
    }

    private boolean publish(final UpdateEvent event, final UpdateKind kind) {
        event.kind(kind);
        publisher.publish();
        return true;
    }
}
