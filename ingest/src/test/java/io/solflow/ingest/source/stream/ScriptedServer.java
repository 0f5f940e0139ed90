package io.solflow.ingest.source.stream;

import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContextBuilder;
import io.solflow.ingest.proto.SubscribeRequest;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;

/** A Yellowstone server on a loopback socket whose streams do what the test says. */
public final class ScriptedServer {

    private static final long DEADLINE_SECONDS = 20;

    private final BlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
    private final ExecutorService executor = Executors.newCachedThreadPool();
    private final Server server;

    private ScriptedServer(final NettyServerBuilder builder) throws IOException {
        final MethodDescriptor<SubscribeRequest, byte[]> method = MethodDescriptor.newBuilder(
                        new RequestMarshaller(), new UpdateMarshaller())
                .setType(MethodType.BIDI_STREAMING)
                .setFullMethodName("geyser.Geyser/Subscribe")
                .build();
        server = builder.executor(executor)
                .permitKeepAliveTime(1, TimeUnit.SECONDS)
                .addService(ServerServiceDefinition.builder("geyser.Geyser")
                        .addMethod(method, new Handler())
                        .build())
                .build()
                .start();
    }

    public static ScriptedServer plain() throws IOException {
        return new ScriptedServer(
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)));
    }

    public static ScriptedServer plain(final int port) throws IOException {
        return new ScriptedServer(
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
    }

    public static ScriptedServer tls(final KeyManagerFactory keys) throws IOException {
        return new ScriptedServer(
                NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                        .sslContext(GrpcSslContexts.configure(SslContextBuilder.forServer(keys))
                                .build()));
    }

    public int port() {
        return server.getPort();
    }

    /** The next stream that a client opens. */
    public Stream accept() throws InterruptedException {
        final Stream stream = streams.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
        if (stream == null) {
            throw new AssertionError("no client came");
        }
        return stream;
    }

    boolean hasStream() {
        return !streams.isEmpty();
    }

    public void close() throws InterruptedException {
        server.shutdownNow();
        server.awaitTermination(DEADLINE_SECONDS, TimeUnit.SECONDS);
        executor.shutdownNow();
    }

    /** One client's stream. */
    public static final class Stream {
        private final ServerCall<SubscribeRequest, byte[]> call;
        private final Metadata headers;
        private final BlockingQueue<SubscribeRequest> requests = new LinkedBlockingQueue<>();
        private final Semaphore ready = new Semaphore(0);
        private volatile boolean cancelled;

        private Stream(final ServerCall<SubscribeRequest, byte[]> call, final Metadata headers) {
            this.call = call;
            this.headers = headers;
        }

        String header(final String name) {
            return headers.get(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER));
        }

        SubscribeRequest request() throws InterruptedException {
            final SubscribeRequest request = requests.poll(DEADLINE_SECONDS, TimeUnit.SECONDS);
            if (request == null) {
                throw new AssertionError("no request came");
            }
            return request;
        }

        long fromSlot() throws InterruptedException {
            final SubscribeRequest request = request();
            return request.hasFromSlot() ? request.getFromSlot() : -1;
        }

        public void send(final byte[]... updates) {
            for (final byte[] update : updates) {
                synchronized (call) {
                    call.sendMessage(update);
                }
            }
        }

        /** Sends while the client's flow control lets it, for long runs. */
        void sendPaced(final byte[] update) throws InterruptedException {
            while (!call.isReady() && !cancelled) {
                ready.tryAcquire(10, TimeUnit.MILLISECONDS);
            }
            send(update);
        }

        void end(final Status status) {
            synchronized (call) {
                call.close(status, new Metadata());
            }
        }

        boolean cancelled() {
            return cancelled;
        }
    }

    private final class Handler implements ServerCallHandler<SubscribeRequest, byte[]> {
        @Override
        public ServerCall.Listener<SubscribeRequest> startCall(
                final ServerCall<SubscribeRequest, byte[]> call, final Metadata headers) {
            final Stream stream = new Stream(call, headers);
            call.sendHeaders(new Metadata());
            call.request(1_000_000);
            streams.add(stream);
            return new ServerCall.Listener<>() {
                @Override
                public void onMessage(final SubscribeRequest request) {
                    stream.requests.add(request);
                }

                @Override
                public void onReady() {
                    stream.ready.release();
                }

                @Override
                public void onCancel() {
                    stream.cancelled = true;
                }
            };
        }
    }

    private static final class RequestMarshaller implements MethodDescriptor.Marshaller<SubscribeRequest> {
        @Override
        public InputStream stream(final SubscribeRequest value) {
            return value.toByteString().newInput();
        }

        @Override
        public SubscribeRequest parse(final InputStream stream) {
            try {
                return SubscribeRequest.parseFrom(stream);
            } catch (final InvalidProtocolBufferException e) {
                throw new IllegalArgumentException(e);
            } catch (final IOException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static final class UpdateMarshaller implements MethodDescriptor.Marshaller<byte[]> {
        @Override
        public InputStream stream(final byte[] value) {
            return new ByteArrayInputStream(value);
        }

        @Override
        public byte[] parse(final InputStream stream) {
            throw new UnsupportedOperationException("the client sends no updates");
        }
    }
}
