package io.solflow.ingest.source;

import io.solflow.core.chain.ChainTime;
import io.solflow.core.counter.Counter;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.core.wire.UpdateEnvelope.Kind;
import java.util.EnumMap;
import java.util.Map;

/**
 * Reads the envelope of each raw update, counts it by kind and hands the useful ones to the sink. The one way in for
 * every source. One thread; counters may be read by any.
 */
public final class UpdateRouter {

    private final UpdateSink sink;
    private final UpdateEnvelope envelope = new UpdateEnvelope();
    private final Map<Kind, Counter> byKind = new EnumMap<>(Kind.class);
    private final Counter malformed = new Counter();
    private final Counter oversized = new Counter();
    private final Counter bytesReceived = new Counter();
    private final Counter lastSlot = new Counter();
    private final Counter lastBlockTimeSeconds = new Counter();

    /** A router in front of {@code sink}. */
    public UpdateRouter(final UpdateSink sink) {
        this.sink = sink;
        for (final Kind kind : Kind.values()) {
            byKind.put(kind, new Counter());
        }
        lastSlot.set(-1);
        lastBlockTimeSeconds.set(UpdateEnvelope.NO_TIME);
    }

    /**
     * Reads and delivers one {@code SubscribeUpdate}. Malformed bytes and kinds without use are counted and skipped.
     *
     * @param receivedNs monotonic receipt time.
     * @return false when the sink takes no more updates.
     */
    public boolean onUpdate(final byte[] bytes, final int offset, final int length, final long receivedNs) {
        return !read(bytes, offset, length) || deliver(bytes, offset, length, receivedNs);
    }

    /** Reads and counts an update; false when it is malformed, with nothing to deliver. */
    public boolean read(final byte[] bytes, final int offset, final int length) {
        bytesReceived.add(length);
        if (!envelope.wrap(bytes, offset, length) || !hasPlace()) {
            malformed.increment();
            return false;
        }
        byKind.get(envelope.kind()).increment();
        return true;
    }

    /** Hands the update that was read last to the sink. */
    public boolean deliver(final byte[] bytes, final int offset, final int length, final long receivedNs) {
        switch (envelope.kind()) {
            case TRANSACTION, SLOT, BLOCK_META -> {
                noteProgress();
                return sink.onUpdate(envelope, bytes, offset, length, receivedNs);
            }
            default -> {
                return true;
            }
        }
    }

    private boolean hasPlace() {
        return switch (envelope.kind()) {
            case TRANSACTION, SLOT, BLOCK_META -> ChainPosition.fits(envelope.slot(), 0);
            default -> true;
        };
    }

    private void noteProgress() {
        if (envelope.slot() > lastSlot.get()) {
            lastSlot.set(envelope.slot());
        }
        final long blockTimeSeconds = envelope.blockTimeSeconds();
        if (ChainTime.plausible(blockTimeSeconds) && blockTimeSeconds > lastBlockTimeSeconds.get()) {
            lastBlockTimeSeconds.set(blockTimeSeconds);
        }
    }

    /** The envelope that {@link #read} filled. */
    public UpdateEnvelope envelope() {
        return envelope;
    }

    public UpdateSink sink() {
        return sink;
    }

    /** Well-formed updates of a kind; those of kind UNKNOWN carry nothing that this version knows. */
    public Counter count(final Kind kind) {
        return byKind.get(kind);
    }

    /** Updates that are no protobuf or whose slot or position no chain can have. */
    public Counter malformed() {
        return malformed;
    }

    /** Updates larger than is taken: none of their bytes arrive, and each ends its stream. */
    public Counter oversized() {
        return oversized;
    }

    /** Bytes of all updates. */
    public Counter bytesReceived() {
        return bytesReceived;
    }

    /** Gauge: highest slot met, -1 before the first. */
    public Counter lastSlot() {
        return lastSlot;
    }

    /** Gauge: highest plausible block time met in unix seconds, {@link UpdateEnvelope#NO_TIME} before the first. */
    public Counter lastBlockTimeSeconds() {
        return lastBlockTimeSeconds;
    }

    /** Well-formed updates of all kinds; any thread. */
    public long updates() {
        long sum = 0;
        for (final Counter counter : byKind.values()) {
            sum += counter.get();
        }
        return sum;
    }
}
