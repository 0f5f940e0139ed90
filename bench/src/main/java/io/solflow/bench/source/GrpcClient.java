package io.solflow.bench.source;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.solflow.ingest.method.GeyserMethods;
import io.solflow.ingest.source.connect.StreamTuning;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * A peer: a channel with the product's settings (one event loop thread, direct executor, large window, messages asked for in
 * portions), a marshaller, and nothing behind it but a count.
 */
final class GrpcClient<T> implements Client {

    private static final int REQUEST_BATCH = StreamTuning.DEFAULT.requestBatch() / 2;

    private final ManagedChannel channel;
    private final EventLoopGroup loop = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private final ClientCall<byte[], T> call;
    private final ToLongFunction<T> valueOf;
    private final Arrivals arrivals;

    GrpcClient(
            final int port,
            final MethodDescriptor.Marshaller<T> marshaller,
            final ToLongFunction<T> valueOf,
            final Arrivals arrivals) {
        this.valueOf = valueOf;
        this.arrivals = arrivals;
        channel = NettyChannelBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), port))
                .eventLoopGroup(loop)
                .channelType(NioSocketChannel.class, InetSocketAddress.class)
                .directExecutor()
                .disableRetry()
                .usePlaintext()
                .maxInboundMessageSize(StreamTuning.DEFAULT.maxInboundBytes())
                .flowControlWindow(StreamTuning.DEFAULT.flowControlWindowBytes())
                .build();
        call = channel.newCall(
                MethodDescriptor.newBuilder(RawBytes.MARSHALLER, marshaller)
                        .setType(MethodType.BIDI_STREAMING)
                        .setFullMethodName(MethodDescriptor.generateFullMethodName(GeyserMethods.SERVICE, "Subscribe"))
                        .build(),
                CallOptions.DEFAULT);
    }

    @Override
    public void start() {
        call.start(new Listener(), new Metadata());
        call.request(2 * REQUEST_BATCH);
        call.sendMessage(new byte[0]);
    }

    @Override
    public long awaitAll() throws InterruptedException {
        return arrivals.await();
    }

    @Override
    public void release() throws InterruptedException {
        channel.shutdownNow();
        channel.awaitTermination(10, TimeUnit.SECONDS);
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).await(10, TimeUnit.SECONDS);
    }

    private final class Listener extends ClientCall.Listener<T> {
        private int consumed;

        @Override
        public void onMessage(final T message) {
            arrivals.add(valueOf.applyAsLong(message));
            if (++consumed == REQUEST_BATCH) {
                consumed = 0;
                call.request(REQUEST_BATCH);
            }
        }

        @Override
        public void onClose(final Status status, final Metadata trailers) {
            if (status.getCode() != Status.Code.UNAVAILABLE && status.getCode() != Status.Code.CANCELLED) {
                System.err.println("stream ended: " + status);
            }
        }
    }
}
