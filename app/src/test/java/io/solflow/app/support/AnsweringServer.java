package io.solflow.app.support;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.proto.SubscribeRequest;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdatePing;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** A Yellowstone server on loopback that answers each subscription as the test says, in a thread of the stream's own. */
public final class AnsweringServer implements AutoCloseable {

    /** Says what a client gets for its first request. */
    @FunctionalInterface
    public interface Answer {
        void to(Stream stream) throws InterruptedException;
    }

    private static final BlockUpdates UPDATES = BlockUpdates.plain().withFilters(List.of("solflow"));
    private static final byte[] PING = SubscribeUpdate.newBuilder()
            .setPing(SubscribeUpdatePing.getDefaultInstance())
            .build()
            .toByteArray();

    private final Answer answer;
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final List<Stream> streams = new CopyOnWriteArrayList<>();
    private final Server server;

    private AnsweringServer(final Answer answer) throws IOException {
        this.answer = answer;
        final MethodDescriptor<byte[], byte[]> subscribe = MethodDescriptor.newBuilder(new Bytes(), new Bytes())
                .setType(MethodType.BIDI_STREAMING)
                .setFullMethodName("geyser.Geyser/Subscribe")
                .build();
        server = NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .executor(threads)
                .addService(ServerServiceDefinition.builder("geyser.Geyser")
                        .addMethod(subscribe, (call, headers) -> open(call))
                        .build())
                .build()
                .start();
    }

    public static AnsweringServer start(final Answer answer) throws IOException {
        return new AnsweringServer(answer);
    }

    public int port() {
        return server.getPort();
    }

    /** The streams that brought a request, in order of their coming. */
    public List<Stream> streams() {
        return streams;
    }

    private ServerCall.Listener<byte[]> open(final ServerCall<byte[], byte[]> call) {
        call.sendHeaders(new Metadata());
        call.request(Integer.MAX_VALUE);
        return new ServerCall.Listener<>() {
            private Stream stream;

            @Override
            public void onMessage(final byte[] request) {
                // later ones are answers to pings
                if (stream == null) {
                    stream = new Stream(call, request);
                    streams.add(stream);
                    threads.execute(stream);
                }
            }

            @Override
            public void onCancel() {
                if (stream != null) {
                    stream.gone.countDown();
                }
            }
        };
    }

    @Override
    public void close() {
        server.shutdownNow();
        threads.shutdownNow();
    }

    /** One client's stream. */
    public final class Stream implements Runnable {
        private final ServerCall<byte[], byte[]> call;
        private final SubscribeRequest request;
        private final long openedNs = System.nanoTime();
        private final CountDownLatch gone = new CountDownLatch(1);

        private Stream(final ServerCall<byte[], byte[]> call, final byte[] request) {
            this.call = call;
            try {
                this.request = SubscribeRequest.parseFrom(request);
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void run() {
            try {
                answer.to(this);
            } catch (final InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }

        public boolean hasFromSlot() {
            return request.hasFromSlot();
        }

        public long fromSlot() {
            return request.getFromSlot();
        }

        /** When the request came, monotonic. */
        public long openedNs() {
            return openedNs;
        }

        public void send(final Block block) {
            UPDATES.bytes(block).forEach(call::sendMessage);
        }

        public void send(final byte[] update) {
            call.sendMessage(update);
        }

        /** Sends nothing but pings until the client goes. */
        public void pingUntilGone(final long everyMs) throws InterruptedException {
            do {
                call.sendMessage(PING);
            } while (!gone.await(everyMs, TimeUnit.MILLISECONDS));
        }

        public void end(final Status status) {
            call.close(status, new Metadata());
        }
    }

    private static final class Bytes implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(final byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(final InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
