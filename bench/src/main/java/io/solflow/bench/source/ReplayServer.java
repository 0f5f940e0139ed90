package io.solflow.bench.source;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerServiceDefinition;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.solflow.bench.wire.UpdateSet;
import io.solflow.ingest.method.GeyserMethods;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.List;

/**
 * A server that replays the same messages to every subscriber, as fast as flow control lets it, and the same frames to
 * every plain TCP connection; then it keeps quiet. A process of its own: prints {@code ports GRPC TCP} when it is ready and
 * ends when its input does.
 */
public final class ReplayServer {

    /** What a call may buffer before it is told to wait, so that the server's thread works in large portions. */
    private static final int READY_BYTES = 1 << 20;

    private final List<byte[]> messages;

    private ReplayServer(final List<byte[]> messages) {
        this.messages = messages;
    }

    /** Takes the set of updates and the number of slots. */
    public static void main(final String[] args) throws IOException {
        final ReplayServer replay =
                new ReplayServer(ReplayStream.messages(UpdateSet.valueOf(args[0]), Integer.parseInt(args[1])));
        final Server server = replay.newServer().start();
        final ServerSocket plain = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        final Thread acceptor = new Thread(() -> replay.acceptPlain(plain), "bench-tcp");
        acceptor.setDaemon(true);
        acceptor.start();
        System.out.println("ports " + server.getPort() + " " + plain.getLocalPort());
        while (System.in.read() >= 0) {
            // whoever started this process holds its input open for as long as it is wanted
        }
        server.shutdownNow();
    }

    private Server newServer() {
        final MethodDescriptor<byte[], byte[]> subscribe = MethodDescriptor.newBuilder(
                        RawBytes.MARSHALLER, RawBytes.MARSHALLER)
                .setType(MethodType.BIDI_STREAMING)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(GeyserMethods.SERVICE, "Subscribe"))
                .build();
        return NettyServerBuilder.forAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
                .directExecutor()
                .addService(ServerServiceDefinition.builder(GeyserMethods.SERVICE)
                        .addMethod(subscribe, this::onCall)
                        .build())
                .build();
    }

    private ServerCall.Listener<byte[]> onCall(final ServerCall<byte[], byte[]> call, final Metadata headers) {
        call.setOnReadyThreshold(READY_BYTES);
        call.sendHeaders(new Metadata());
        call.request(1);
        return new ServerCall.Listener<>() {
            private boolean subscribed;
            private int next;

            @Override
            public void onMessage(final byte[] request) {
                subscribed = true;
                onReady();
            }

            @Override
            public void onReady() {
                while (subscribed && next < messages.size() && call.isReady()) {
                    call.sendMessage(messages.get(next++));
                }
            }
        };
    }

    private void acceptPlain(final ServerSocket plain) {
        while (true) {
            try (Socket socket = plain.accept()) {
                final OutputStream out = socket.getOutputStream();
                final ByteBuffer buffer = ByteBuffer.allocate(1 << 16);
                for (final byte[] message : messages) {
                    if (buffer.remaining() < message.length + Integer.BYTES) {
                        out.write(buffer.array(), 0, buffer.position());
                        buffer.clear();
                    }
                    buffer.putInt(message.length).put(message);
                }
                out.write(buffer.array(), 0, buffer.position());
            } catch (final IOException e) {
                System.err.println("plain connection ended: " + e.getMessage());
            }
        }
    }
}
