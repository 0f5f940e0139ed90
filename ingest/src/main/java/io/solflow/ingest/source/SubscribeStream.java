package io.solflow.ingest.source;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.core.wire.UpdateEnvelope.Kind;

/**
 * One subscription on one channel: sends the request, answers pings, hands updates to the router. Lives on the source's
 * event loop; a full ring makes that thread wait, and flow control then slows the server.
 */
final class SubscribeStream extends ClientCall.Listener<UpdateBytes> {

    /** Time of something that has not happened. */
    static final long NEVER = Long.MIN_VALUE;

    /** Learns what becomes of a stream; not called again after an end. */
    interface Listener {
        /** True when the source is to deliver nothing more. */
        boolean isOver();

        void onFirstUpdate();

        /** A slot, block meta or transaction, before it is delivered. */
        void onData(UpdateEnvelope update);

        void onStreamEnd(Status status);

        void onSinkClosed();

        void onFailure(Throwable cause);
    }

    private final ManagedChannel channel;
    private final ClientCall<byte[], UpdateBytes> call;
    private final UpdateRouter router;
    private final ResumePlan plan;
    private final Listener listener;
    private final GeyserConfig config;
    private final int refillAt;
    private int consumed;
    private int pings;
    private boolean ended;
    private long lastUpdateNs;
    private long lastDataNs;
    private long firstDataNs = NEVER;
    private boolean updateSeen;

    SubscribeStream(
            final ManagedChannel channel,
            final UpdateRouter router,
            final ResumePlan plan,
            final Listener listener,
            final GeyserConfig config,
            final long nowNs) {
        this.channel = channel;
        this.router = router;
        this.plan = plan;
        this.listener = listener;
        this.config = config;
        refillAt = Math.max(1, config.tuning().requestBatch() / 2);
        lastUpdateNs = nowNs;
        lastDataNs = nowNs;
        call = channel.newCall(SubscribeMethod.newDescriptor(), CallOptions.DEFAULT);
    }

    /** Opens the call and sends the subscription at once: some load balancers hold a call until its first data. */
    void open(final long fromSlot) {
        call.start(this, GeyserChannels.headers(config));
        call.request(config.tuning().requestBatch());
        call.sendMessage(SubscribeRequests.subscription(config, fromSlot));
    }

    /** Ends the stream from this side, without a word to the listener. */
    void close(final String reason) {
        ended = true;
        call.cancel(reason, null);
        channel.shutdownNow();
    }

    @Override
    public void onMessage(final UpdateBytes update) {
        if (ended || listener.isOver()) {
            return;
        }
        lastUpdateNs = System.nanoTime();
        if (!updateSeen) {
            updateSeen = true;
            listener.onFirstUpdate();
        }
        try {
            if (!take(update.bytes(), update.length())) {
                listener.onSinkClosed();
                return;
            }
        } catch (final RuntimeException e) {
            listener.onFailure(e);
            return;
        }
        if (++consumed == refillAt) {
            consumed = 0;
            call.request(refillAt);
        }
    }

    private boolean take(final byte[] bytes, final int length) {
        if (!router.read(bytes, 0, length)) {
            return true;
        }
        final UpdateEnvelope update = router.envelope();
        switch (update.kind()) {
            case PING -> call.sendMessage(SubscribeRequests.ping(++pings));
            case TRANSACTION, SLOT, BLOCK_META -> noteData(update);
            default -> {
                // counted by the router
            }
        }
        return router.deliver(bytes, 0, length, lastUpdateNs);
    }

    private void noteData(final UpdateEnvelope update) {
        lastDataNs = lastUpdateNs;
        if (firstDataNs == NEVER) {
            firstDataNs = lastUpdateNs;
        }
        listener.onData(update);
        if (plan.firstSlotDue() && isOfNewSlot(update)) {
            plan.onSlot(update.slot());
        }
        if (update.kind() == Kind.BLOCK_META && plan.firstMetaDue()) {
            plan.onBlockMeta(update.parentSlot());
        }
    }

    /** False for the life of other slots than the stream's newest: a status that settles an old one begins nothing. */
    private boolean isOfNewSlot(final UpdateEnvelope update) {
        return update.kind() != Kind.SLOT || config.commitment().is(update.status());
    }

    @Override
    public void onClose(final Status status, final Metadata trailers) {
        if (!ended) {
            ended = true;
            channel.shutdownNow();
            try {
                listener.onStreamEnd(status);
            } catch (final RuntimeException e) {
                // gRPC would only log it, and the source would wait for ever
                listener.onFailure(e);
            }
        }
    }

    /** Pretends that an update came now: this thread was held up, so silence says nothing about the server. */
    void excuseSilence(final long nowNs) {
        lastUpdateNs = nowNs;
        lastDataNs = nowNs;
    }

    long lastUpdateNs() {
        return lastUpdateNs;
    }

    long lastDataNs() {
        return lastDataNs;
    }

    boolean updateSeen() {
        return updateSeen;
    }

    /** When the first slot, meta or transaction came, or {@link #NEVER}. */
    long firstDataNs() {
        return firstDataNs;
    }
}
