package io.solflow.ingest.source.stream;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.solflow.core.program.DexProgram;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserChannels;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/**
 * Loads the classes of the gRPC client before the first source needs them, a third of a second's work, by subscribing over a
 * socket of its own on the loopback. Nobody answers there beyond HTTP/2's first word, after which a client sends its request.
 * Any thread.
 */
public final class ClientWarmUp {

    /** An empty SETTINGS frame: length, type 4, flags, stream 0. */
    private static final byte[] SETTINGS = {0, 0, 0, 4, 0, 0, 0, 0, 0};

    /** Bytes of the fixed text that opens a client's connection. */
    private static final int PREFACE_BYTES = 24;
    /** Bytes of a frame's header behind its length and type: flags and stream. */
    private static final int FRAME_HEADER_REST_BYTES = 5;
    /** Type of the frame that carries a request. */
    private static final int DATA = 0;

    private static final int PATIENCE_MS = 2_000;

    private ClientWarmUp() {}

    /**
     * Subscribes and hangs up.
     *
     * @throws IOException when there is no such socket to be had.
     */
    public static void run() throws IOException {
        final SourceLoop loop = new SourceLoop(failure -> {
            throw failure;
        });
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            server.setSoTimeout(PATIENCE_MS);
            final GeyserConfig config = GeyserConfig.standard(
                    new GeyserEndpoint(false, server.getInetAddress().getHostAddress(), server.getLocalPort()),
                    "",
                    Commitment.CONFIRMED,
                    List.of(DexProgram.PUMP_FUN.programId().toString()),
                    0);
            final ManagedChannel channel = new GeyserChannels(config, loop.eventLoop()).open(server.getInetAddress());
            final ClientCall<byte[], UpdateBytes> call =
                    channel.newCall(SubscribeMethod.newDescriptor(), CallOptions.DEFAULT);
            call.start(new ClientCall.Listener<>() {}, GeyserChannels.headers(config));
            call.request(1);
            call.sendMessage(SubscribeRequests.subscription(config, ResumePlan.LIVE));
            takeRequest(server);
            call.cancel("warm", null);
            channel.shutdownNow();
        } finally {
            loop.shutdown();
        }
    }

    /** Reads the client's frames up to its first DATA, which is the request. */
    private static void takeRequest(final ServerSocket server) throws IOException {
        try (Socket connection = server.accept();
                DataInputStream input = new DataInputStream(connection.getInputStream())) {
            connection.setSoTimeout(PATIENCE_MS);
            connection.getOutputStream().write(SETTINGS);
            input.skipNBytes(PREFACE_BYTES);
            int type;
            do {
                final int lengthAndType = input.readInt();
                type = lengthAndType & 0xFF;
                input.skipNBytes(FRAME_HEADER_REST_BYTES + (lengthAndType >>> Byte.SIZE));
            } while (type != DATA);
        }
    }
}
