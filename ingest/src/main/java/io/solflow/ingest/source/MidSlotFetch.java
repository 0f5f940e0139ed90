package io.solflow.ingest.source;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.core.wire.UpdateEnvelope.Kind;
import io.solflow.ingest.proto.SubscribeRequest;

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
    private final ClientCall<SubscribeRequest, UpdateBytes> call;
    private final UpdateRouter router;
    private final GeyserConfig config;
    private final long fromSlot;
    private final long endSlot;
    private final long openedNs;
    private State state = State.OPEN;
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
        if (router.read(update.bytes(), 0, update.length())) {
            take(router.envelope(), update);
        }
        if (state == State.OPEN) {
            call.request(1);
        }
    }

    private void take(final UpdateEnvelope envelope, final UpdateBytes update) {
        final long slot = envelope.slot();
        if (envelope.kind() == Kind.PING) {
            call.sendMessage(SubscribeRequests.ping(++pings));
        } else if (envelope.kind() == Kind.BLOCK_META && slot >= endSlot) {
            end(State.DONE);
        } else if (envelope.kind() == Kind.TRANSACTION && slot >= fromSlot && slot < endSlot) {
            // a sink that takes no more is met by the live stream as well
            router.deliver(update.bytes(), 0, update.length(), System.nanoTime());
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
