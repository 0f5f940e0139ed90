package io.solflow.ingest.server;

import com.google.protobuf.ExtensionRegistryLite;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.grpc.CallOptions;
import io.grpc.ChannelCredentials;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.solflow.ingest.proto.SubscribeRequest;
import io.solflow.ingest.proto.SubscribeUpdate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** A plain gRPC client of {@code geyser.Geyser}, with descriptors of its own. */
final class TestClient implements AutoCloseable {

    private static final long DEADLINE_SECONDS = 20;

    private final ManagedChannel channel;
    private final Metadata headers = new Metadata();

    TestClient(final int port) {
        this(port, InsecureChannelCredentials.create());
    }

    TestClient(final int port, final ChannelCredentials credentials) {
        channel = NettyChannelBuilder.forAddress("localhost", port, credentials)
                .maxInboundMessageSize(64 << 20)
                .build();
    }

    TestClient withToken(final String token) {
        return withHeader("x-token", token);
    }

    TestClient withHeader(final String name, final String value) {
        headers.put(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER), value);
        return this;
    }

    /** A message type by its default instance. */
    private static <T extends MessageLite> MethodDescriptor.Marshaller<T> marshaller(final Parser<T> parser) {
        return new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(final T message) {
                return new ByteArrayInputStream(message.toByteArray());
            }

            @Override
            public T parse(final InputStream stream) {
                try {
                    return parser.parseFrom(stream, ExtensionRegistryLite.getEmptyRegistry());
                } catch (final IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        };
    }

    private static <Q extends MessageLite, A extends MessageLite> MethodDescriptor<Q, A> method(
            final String name,
            final MethodDescriptor.MethodType type,
            final Parser<Q> request,
            final Parser<A> answer) {
        return MethodDescriptor.newBuilder(marshaller(request), marshaller(answer))
                .setType(type)
                .setFullMethodName("geyser.Geyser/" + name)
                .build();
    }

    /** Calls a method that takes one request. */
    @SuppressWarnings("unchecked") // a message's parser is of its own type
    <Q extends MessageLite, A extends MessageLite> A call(final String name, final Q request, final Parser<A> answer) {
        final Parser<Q> parser = (Parser<Q>) request.getParserForType();
        return ClientCalls.blockingUnaryCall(
                ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers)),
                method(name, MethodDescriptor.MethodType.UNARY, parser, answer),
                CallOptions.DEFAULT.withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS),
                request);
    }

    /** Opens a stream that reads as fast as it can. */
    Stream subscribe(final SubscribeRequest request) {
        final Stream stream = new Stream(true);
        stream.send(request);
        return stream;
    }

    /** Opens a stream that reads nothing until told to. */
    Stream subscribeWithoutReading(final SubscribeRequest request) {
        final Stream stream = new Stream(false);
        stream.send(request);
        return stream;
    }

    @Override
    public void close() {
        channel.shutdownNow();
    }

    /** One Subscribe call. */
    final class Stream extends ClientCall.Listener<SubscribeUpdate> {
        private final ClientCall<SubscribeRequest, SubscribeUpdate> call = channel.newCall(
                method(
                        "Subscribe",
                        MethodDescriptor.MethodType.BIDI_STREAMING,
                        SubscribeRequest.parser(),
                        SubscribeUpdate.parser()),
                CallOptions.DEFAULT);
        private final BlockingQueue<SubscribeUpdate> updates = new LinkedBlockingQueue<>();
        private final CompletableFuture<Status> status = new CompletableFuture<>();
        private volatile boolean reading;

        Stream(final boolean reading) {
            this.reading = reading;
            call.start(this, headers);
            call.request(1);
        }

        void send(final SubscribeRequest request) {
            call.sendMessage(request);
        }

        void halfClose() {
            call.halfClose();
        }

        void cancel() {
            call.cancel("test is done with it", null);
        }

        /** Reads one more update. */
        void readOne() {
            call.request(1);
        }

        /** Reads from now on as fast as it can. */
        void read() {
            reading = true;
            call.request(1);
        }

        @Override
        public void onMessage(final SubscribeUpdate update) {
            updates.add(update);
            if (reading) {
                call.request(1);
            }
        }

        @Override
        public void onClose(final Status closed, final Metadata trailers) {
            status.complete(closed);
        }

        /** The status that the stream ended with. */
        Status status() throws Exception {
            return status.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
        }

        boolean isOpen() {
            return !status.isDone();
        }

        /** The next update. */
        SubscribeUpdate next() throws InterruptedException {
            return next(deadlineNs());
        }

        /** The next update that is no ping. */
        SubscribeUpdate nextContent() throws InterruptedException {
            final long deadlineNs = deadlineNs();
            SubscribeUpdate update = next(deadlineNs);
            while (update.hasPing()) {
                update = next(deadlineNs);
            }
            return update;
        }

        private static long deadlineNs() {
            return System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
        }

        private SubscribeUpdate next(final long deadlineNs) throws InterruptedException {
            final SubscribeUpdate update = updates.poll(deadlineNs - System.nanoTime(), TimeUnit.NANOSECONDS);
            if (update == null) {
                throw new AssertionError("no such update within " + DEADLINE_SECONDS + " s, stream "
                        + (isOpen() ? "open" : "ended with " + status.join()));
            }
            return update;
        }

        /** All updates that are no pings, up to the first that fulfils the condition, that one included. */
        List<SubscribeUpdate> until(final Predicate<SubscribeUpdate> last) throws InterruptedException {
            final List<SubscribeUpdate> all = new ArrayList<>();
            do {
                all.add(nextContent());
            } while (!last.test(all.get(all.size() - 1)));
            return all;
        }
    }
}
