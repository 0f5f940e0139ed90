package io.solflow.ingest.server;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.Status;
import io.grpc.StatusException;
import io.solflow.ingest.method.GeyserMethods;
import io.solflow.ingest.proto.SubscribeRequest;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdatePing;
import io.solflow.ingest.proto.SubscribeUpdatePong;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochClock;

/** Answers {@code Subscribe}: a ping at once and every so often, filters replaced by every request, pongs for pings. */
final class SubscribeHandler implements ServerCallHandler<SubscribeRequest, OutboundUpdate> {

    static final MethodDescriptor<SubscribeRequest, OutboundUpdate> METHOD = MethodDescriptor.newBuilder(
                    GeyserMethods.marshaller(SubscribeRequest.parser()), OutboundUpdate.MARSHALLER)
            .setType(MethodType.BIDI_STREAMING)
            .setFullMethodName(MethodDescriptor.generateFullMethodName(GeyserMethods.SERVICE, "Subscribe"))
            .build();

    /** How much the transport may hold unsent before it is no longer ready; the default of 32 KiB is five updates. */
    private static final int READY_BYTES = 1 << 20;

    private final Broadcast broadcast;
    private final GeyserServerConfig config;
    private final ScheduledExecutorService pings;
    private final EpochClock clock;

    SubscribeHandler(
            final Broadcast broadcast,
            final GeyserServerConfig config,
            final ScheduledExecutorService pings,
            final EpochClock clock) {
        this.broadcast = broadcast;
        this.config = config;
        this.pings = pings;
        this.clock = clock;
    }

    @Override
    public ServerCall.Listener<SubscribeRequest> startCall(
            final ServerCall<SubscribeRequest, OutboundUpdate> call, final Metadata headers) {
        try {
            SupportedRequest.check(headers);
        } catch (final IllegalArgumentException e) {
            call.close(Status.INVALID_ARGUMENT.withDescription(e.getMessage()).withCause(e), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        call.setOnReadyThreshold(READY_BYTES);
        // taken by clients that say they accept it; to others updates go as they are
        call.setCompression("gzip");
        call.sendHeaders(new Metadata());
        final Subscription subscription = new Subscription(call, config.queueLimit(), config.delivery());
        broadcast.add(subscription);
        final ScheduledFuture<?> pinging = pings.scheduleAtFixedRate(
                () -> subscription.addControl(ping()), 0, config.pingInterval().toMillis(), TimeUnit.MILLISECONDS);
        call.request(1);
        return new Listener(call, subscription, pinging);
    }

    private byte[] ping() {
        return update().setPing(SubscribeUpdatePing.getDefaultInstance())
                .build()
                .toByteArray();
    }

    private byte[] pong(final int id) {
        return update().setPong(SubscribeUpdatePong.newBuilder().setId(id))
                .build()
                .toByteArray();
    }

    private SubscribeUpdate.Builder update() {
        return SubscribeUpdate.newBuilder().setCreatedAt(PreparedBlock.timestamp(clock.time()));
    }

    /** What happens on one stream. A half close keeps it open. */
    private final class Listener extends ServerCall.Listener<SubscribeRequest> {
        private final ServerCall<SubscribeRequest, OutboundUpdate> call;
        private final Subscription subscription;
        private final ScheduledFuture<?> pinging;

        Listener(
                final ServerCall<SubscribeRequest, OutboundUpdate> call,
                final Subscription subscription,
                final ScheduledFuture<?> pinging) {
            this.call = call;
            this.subscription = subscription;
            this.pinging = pinging;
        }

        @Override
        public void onMessage(final SubscribeRequest request) {
            if (request.hasPing()) {
                subscription.addControl(pong(request.getPing().getId()));
            } else {
                try {
                    broadcast.subscribe(subscription, request);
                } catch (final StatusException refusal) {
                    subscription.close(refusal.getStatus());
                    return;
                }
            }
            call.request(1);
        }

        @Override
        public void onReady() {
            subscription.send();
            broadcast.signalRoom();
        }

        @Override
        public void onCancel() {
            end();
        }

        @Override
        public void onComplete() {
            end();
        }

        private void end() {
            pinging.cancel(false);
            broadcast.remove(subscription);
        }
    }
}
