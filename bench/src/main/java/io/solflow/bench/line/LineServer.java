package io.solflow.bench.line;

import io.grpc.Drainable;
import io.grpc.InsecureServerCredentials;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.solflow.ingest.method.GeyserMethods;
import io.solflow.ingest.proto.SubscribeRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/**
 * A Yellowstone server for one subscriber that sends encoded updates when it is told to. The product's own server plays whole
 * blocks and encodes them while it plays; this one can place each update in time and costs the product's cores less.
 *
 * <p>Sending is for one thread. A subscriber that does not read makes it wait: what is sent late keeps its planned time.
 */
final class LineServer implements AutoCloseable {

    /** As much as the product's own server lets the transport hold unsent. */
    private static final int READY_BYTES = 1 << 20;

    private static final long READY_POLL_NS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int CLOSE_SECONDS = 5;

    private final CountDownLatch subscribed = new CountDownLatch(1);
    private final Scratch scratch = new Scratch();
    private final Server server;
    private volatile ServerCall<SubscribeRequest, Frame> call;
    private volatile Thread sender;
    private volatile boolean over;
    private long waitedNs;

    private record Frame(ByteBuffer bytes, int offset, int length) {}

    /** Listens on a free port of the loopback. */
    LineServer() throws IOException {
        final MethodDescriptor<SubscribeRequest, Frame> subscribe = MethodDescriptor.newBuilder(
                        GeyserMethods.marshaller(SubscribeRequest.parser()), scratch)
                .setType(MethodType.BIDI_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(GeyserMethods.SERVICE, "Subscribe"))
                .build();
        server = NettyServerBuilder.forAddress(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), InsecureServerCredentials.create())
                .directExecutor()
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(ServerServiceDefinition.builder(GeyserMethods.SERVICE)
                        .addMethod(subscribe, this::start)
                        .build())
                .build()
                .start();
    }

    int port() {
        return server.getPort();
    }

    /** Waits for the subscription; false when it did not come. */
    boolean awaitSubscription(final long timeoutMs) throws InterruptedException {
        return subscribed.await(timeoutMs, TimeUnit.MILLISECONDS);
    }

    /** Sends one update; waits while the transport has enough. */
    void send(final ByteBuffer bytes, final int offset, final int length) {
        if (!call.isReady()) {
            awaitReady();
        }
        if (over) {
            throw new IllegalStateException("the product has left the stream");
        }
        call.sendMessage(new Frame(bytes, offset, length));
    }

    void send(final byte[] update) {
        send(ByteBuffer.wrap(update), 0, update.length);
    }

    private void awaitReady() {
        final long startNs = System.nanoTime();
        sender = Thread.currentThread();
        while (!over && !call.isReady()) {
            LockSupport.parkNanos(READY_POLL_NS);
        }
        sender = null;
        waitedNs += System.nanoTime() - startNs;
    }

    /** Time that sending waited for the subscriber; sending thread. */
    long waitedNs() {
        return waitedNs;
    }

    private ServerCall.Listener<SubscribeRequest> start(
            final ServerCall<SubscribeRequest, Frame> newCall, final Metadata headers) {
        if (call != null) {
            newCall.close(Status.RESOURCE_EXHAUSTED.withDescription("one stream only"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        newCall.setOnReadyThreshold(READY_BYTES);
        newCall.sendHeaders(new Metadata());
        newCall.request(Integer.MAX_VALUE);
        call = newCall;
        return new Listener();
    }

    private final class Listener extends ServerCall.Listener<SubscribeRequest> {
        @Override
        public void onMessage(final SubscribeRequest request) {
            if (request.getTransactionsCount() > 0) {
                subscribed.countDown();
            }
        }

        @Override
        public void onReady() {
            LockSupport.unpark(sender);
        }

        @Override
        public void onCancel() {
            over = true;
            LockSupport.unpark(sender);
        }

        @Override
        public void onComplete() {
            over = true;
        }
    }

    @Override
    public void close() {
        over = true;
        server.shutdownNow();
        try {
            server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Copies a frame to the transport within {@code sendMessage}, so one array of the sending thread serves all. */
    private static final class Scratch implements MethodDescriptor.Marshaller<Frame> {
        private byte[] array = new byte[1 << 16];

        @Override
        public InputStream stream(final Frame frame) {
            return new FrameStream(frame, this);
        }

        @Override
        public Frame parse(final InputStream stream) {
            throw new UnsupportedOperationException("a server sends updates");
        }

        int copy(final Frame frame, final OutputStream target) throws IOException {
            if (array.length < frame.length()) {
                array = new byte[2 * frame.length()];
            }
            frame.bytes().get(frame.offset(), array, 0, frame.length());
            target.write(array, 0, frame.length());
            return frame.length();
        }
    }

    private static final class FrameStream extends InputStream implements KnownLength, Drainable {
        private final Frame frame;
        private final Scratch scratch;
        private int position;

        FrameStream(final Frame frame, final Scratch scratch) {
            this.frame = frame;
            this.scratch = scratch;
        }

        @Override
        public int available() {
            return frame.length() - position;
        }

        @Override
        public int drainTo(final OutputStream target) throws IOException {
            if (position != 0) {
                return (int) transferTo(target);
            }
            position = frame.length();
            return scratch.copy(frame, target);
        }

        @Override
        public int read(final byte[] target, final int offset, final int length) {
            if (position == frame.length()) {
                return length == 0 ? 0 : -1;
            }
            final int count = Math.min(length, available());
            frame.bytes().get(frame.offset() + position, target, offset, count);
            position += count;
            return count;
        }

        @Override
        public int read() {
            return position == frame.length() ? -1 : frame.bytes().get(frame.offset() + position++) & 0xFF;
        }
    }
}
