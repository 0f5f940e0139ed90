package io.solflow.ingest.source.stream;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ClientStreamTracer;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.core.wire.UpdateEnvelope.Kind;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.connect.GeyserChannels;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.slots.OtherChain;
import java.util.concurrent.TimeUnit;

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

        /** The first slot, block meta or transaction. */
        void onFirstData();

        /** A slot, block meta or transaction, before it is delivered. */
        void onData(UpdateEnvelope update);

        void onStreamEnd(StreamEnd end);

        void onSinkClosed();

        /** The server is on another chain than the one that is stored; nothing of it was delivered. */
        void onOtherChain(String what);

        void onFailure(Throwable cause);
    }

    private final ManagedChannel channel;
    private final ClientCall<byte[], UpdateBytes> call;
    private final UpdateRouter router;
    private final ResumePlan plan;
    private final Listener listener;
    private final GeyserConfig config;
    private final int refillAt;
    private final OtherChain otherChain = new OtherChain();
    private boolean answered;
    private boolean resumed;
    private int consumed;
    private int pings;
    private boolean ended;
    private long lastUpdateNs;
    private long lastDataNs;
    private long firstDataNs = NEVER;
    private boolean payloadSeen;
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
        otherChain.begin(router.sink().checkpointSlot(), router.sink().checkpointSeconds());
        call = channel.newCall(
                SubscribeMethod.newDescriptor(),
                CallOptions.DEFAULT.withStreamTracerFactory(new ClientStreamTracer.Factory() {
                    @Override
                    public ClientStreamTracer newClientStreamTracer(
                            final ClientStreamTracer.StreamInfo info, final Metadata headers) {
                        return new AnswerTracer();
                    }
                }));
    }

    /** Learns of the status that the server sends, which a status made on this side cannot be told from otherwise. */
    private final class AnswerTracer extends ClientStreamTracer {
        @Override
        public void inboundTrailers(final Metadata trailers) {
            answered = true;
        }
    }

    /** Opens the call and sends the subscription at once: some load balancers hold a call until its first data. */
    void open(final long fromSlot) {
        resumed = fromSlot != ResumePlan.LIVE;
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
            case TRANSACTION, SLOT, BLOCK_META -> {
                if (!isOfStoredChain(update)) {
                    return true;
                }
                noteData(update);
            }
            default -> {
                // counted by the router
            }
        }
        return router.deliver(bytes, 0, length, lastUpdateNs);
    }

    private boolean isOfStoredChain(final UpdateEnvelope update) {
        if (otherChain.isSame()) {
            return true;
        }
        lastDataNs = lastUpdateNs;
        final OtherChain.Answer answer = otherChain.look(update);
        if (answer == OtherChain.Answer.OTHER) {
            listener.onOtherChain(otherChain.text());
        }
        return answer == OtherChain.Answer.SAME;
    }

    private void noteData(final UpdateEnvelope update) {
        // a replay that does not begin sends statuses all the same
        if (!resumed || payloadSeen || update.kind() != Kind.SLOT) {
            lastDataNs = lastUpdateNs;
        }
        if (firstDataNs == NEVER) {
            firstDataNs = lastUpdateNs;
            listener.onFirstData();
        }
        listener.onData(update);
        if (update.kind() == Kind.SLOT) {
            // statuses come of any slot, also before anything of the slot that was asked for
            return;
        }
        payloadSeen = true;
        if (plan.firstSlotDue()) {
            plan.onSlot(update.slot());
        }
        if (update.kind() == Kind.BLOCK_META && plan.firstMetaDue()) {
            plan.onBlockMeta(update.parentSlot());
        }
    }

    @Override
    public void onClose(final Status status, final Metadata trailers) {
        if (!ended) {
            ended = true;
            channel.shutdownNow();
            try {
                listener.onStreamEnd(StreamEnd.of(status, answered));
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

    /** True when data came over so long a time. */
    boolean isSettled(final long settledMs) {
        return firstDataNs != NEVER && lastDataNs - firstDataNs >= TimeUnit.MILLISECONDS.toNanos(settledMs);
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

    /** True once a block meta or transaction has come. */
    boolean payloadSeen() {
        return payloadSeen;
    }

    /** When the first slot, meta or transaction came, or {@link #NEVER}. */
    long firstDataNs() {
        return firstDataNs;
    }
}
