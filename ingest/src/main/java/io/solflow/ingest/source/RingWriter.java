package io.solflow.ingest.source;

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

    boolean transaction(
            final long slot,
            final long timeSeconds,
            final TimeSource source,
            final byte[] bytes,
            final int offset,
            final int length,
            final long receivedNs) {
        final UpdateEvent event = publisher.claim();
        if (event == null) {
            return false;
        }
        event.slot(slot).time(timeSeconds, source).receivedNs(receivedNs).payload(bytes, offset, length);
        return publish(event, UpdateKind.TRANSACTION);
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

    boolean gap(final long fromSlot, final long toSlot, final GapReason reason, final long receivedNs) {
        final UpdateEvent event = publisher.claim();
        if (event == null) {
            return false;
        }
        event.slot(toSlot).gap(fromSlot, toSlot, reason).receivedNs(receivedNs);
        return publish(event, UpdateKind.GAP);
    }

    /** Time spent waiting for a full ring so far. */
    long waitedNs() {
        return publisher.fullWaitNs().get();
    }

    private boolean publish(final UpdateEvent event, final UpdateKind kind) {
        event.kind(kind);
        publisher.publish();
        return true;
    }
}
