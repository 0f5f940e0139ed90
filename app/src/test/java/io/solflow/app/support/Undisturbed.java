package io.solflow.app.support;

import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.server.Delivery;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import java.nio.file.Path;

/** The run that every other one is held against: nothing happens in it. */
public final class Undisturbed {

    private Undisturbed() {}

    /** Plays a feed into a new database. */
    public static Path run(final Path database, final BlockFeed feed, final long lastSlot) throws Exception {
        try (GeyserServer server = GeyserServer.start(lossless(), feed);
                GrpcRun run = GrpcRun.start(database, client(server.port()))) {
            run.awaitCommitted(lastSlot);
            run.stop();
            if (run.status().reconnects() > 0) {
                throw new IllegalStateException("disturbed: " + run.status());
            }
        }
        return database;
    }

    /** As fast as the client reads, never far ahead of it, and with every slot that it may ask for again. */
    public static GeyserServerConfig lossless() {
        return GeyserServerConfig.defaults()
                .withDelivery(Delivery.LOSSLESS)
                .withSpeed(0)
                .withQueueLimit(200)
                .withReplaySlots(1_000);
    }

    public static GeyserConfig client(final int port) {
        return GeyserConfig.standard(
                new GeyserEndpoint(false, "127.0.0.1", port), "", Commitment.CONFIRMED, GrpcRun.allPrograms(), 1);
    }
}
