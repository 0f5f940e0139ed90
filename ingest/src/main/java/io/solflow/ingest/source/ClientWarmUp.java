package io.solflow.ingest.source;

import io.solflow.core.program.DexProgram;
import java.net.InetAddress;
import java.util.List;

/**
 * Loads the classes of the gRPC client before the first source needs them, a fifth of a second's work, by making a channel
 * that connects to nothing. Any thread.
 */
public final class ClientWarmUp {

    private ClientWarmUp() {}

    /** Makes a channel and drops it. */
    public static void run() {
        final GeyserConfig config = GeyserConfig.standard(
                new GeyserEndpoint(false, "127.0.0.1", 1),
                "",
                Commitment.CONFIRMED,
                List.of(DexProgram.PUMP_FUN.programId().toString()),
                0);
        final SourceLoop loop = new SourceLoop(failure -> {
            throw failure;
        });
        try {
            new GeyserChannels(config, loop.eventLoop())
                    .open(InetAddress.getLoopbackAddress())
                    .shutdownNow();
        } finally {
            loop.shutdown();
        }
    }
}
