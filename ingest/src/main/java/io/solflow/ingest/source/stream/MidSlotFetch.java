package io.solflow.ingest.source.stream;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.core.wire.UpdateEnvelope.Kind;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.connect.GeyserChannels;
import io.solflow.ingest.source.connect.GeyserConfig;

/**
 * A second subscription beside the live one that hands over the transactions of a few slots from the server's replay, and
 * ends with the first block meta behind them. What the live one had of them is dropped later by chain position. Lives on
 * the source's event loop.
 */
final class MidSlotFetch extends ClientCall.Listener<UpdateBytes> {

    /** How it stands. */
    enum State {
        /** Not over. */
        OPEN,
        /** The slots came. */
        DONE,
        /** The server did not send them. */
        FAILED
    }

    private final ManagedChannel channel;
    private final ClientCall<byte[], UpdateBytes> call;
    private final UpdateRouter router;
    private final GeyserConfig config;
    private final long fromSlot;
    private final long endSlot;
    private final long openedNs;
    private final UpdateEnvelope envelope = new UpdateEnvelope();
    private State state = State.OPEN;
    private boolean replayed;
    private int pings;

    /** A subscription for the slots from {@code fromSlot} to before {@code endSlot}. */
    MidSlotFetch(
            final ManagedChannel channel,
            final UpdateRouter router,
            final GeyserConfig config,
            final long fromSlot,
            final long endSlot,
            final long nowNs) {
        this.channel = channel;
        this.router = router;
        this.config = config;
        this.fromSlot = fromSlot;
        this.endSlot = endSlot;
        openedNs = nowNs;
        call = channel.newCall(SubscribeMethod.newDescriptor(), CallOptions.DEFAULT);
    }

    void open() {
        call.start(this, GeyserChannels.headers(config));
        call.request(config.tuning().requestBatch());
        call.sendMessage(SubscribeRequests.subscription(config, fromSlot));
    }

    /** Ends it from this side. */
    void close() {
        end(State.FAILED);
    }

    State state() {
        return state;
    }

    long openedNs() {
        return openedNs;
    }

    @Override
    public void onMessage(final UpdateBytes update) {
        if (state != State.OPEN) {
            return;
        }
        take(update);
        if (state == State.OPEN) {
            call.request(1);
        }
    }

    /** Only what is asked for, and what cannot be read, goes on and is counted; the rest is the live subscription's. */
    private void take(final UpdateBytes update) {
        final boolean readable = envelope.wrap(update.bytes(), 0, update.length());
        final long slot = envelope.slot();
        if (readable && envelope.kind() == Kind.PING) {
            call.sendMessage(SubscribeRequests.ping(++pings));
        } else if (readable && envelope.kind() == Kind.BLOCK_META && slot >= fromSlot) {
            onMeta(slot);
        } else if (!readable || (envelope.kind() == Kind.TRANSACTION && slot >= fromSlot && slot < endSlot)) {
            // a sink that takes no more is met by the live subscription as well
            router.onUpdate(update.bytes(), 0, update.length(), System.nanoTime());
        }
    }

    /** A server that leaves {@code from_slot} unheeded sends live slots only: then nothing was had. */
    private void onMeta(final long slot) {
        if (slot < endSlot) {
            replayed = true;
        } else {
            end(replayed ? State.DONE : State.FAILED);
        }
    }

    @Override
    public void onClose(final Status status, final Metadata trailers) {
        end(State.FAILED);
    }

    private void end(final State newState) {
        if (state == State.OPEN) {
            state = newState;
            call.cancel("slots " + fromSlot + " to " + endSlot, null);
            channel.shutdownNow();
        }
    }
}
