package io.solflow.app.support;

import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A database that the real pipeline has filled with a simulated market. */
public final class SimulatedDatabase {

    private SimulatedDatabase() {}

    /** Plays a market into a file and gives the file back. */
    public static Path fill(final Path database, final MarketConfig config) throws IOException {
        final List<byte[]> updates = new ArrayList<>();
        try (MarketSimulator simulator = new MarketSimulator(config)) {
            for (Block block = simulator.next(); block != null; block = simulator.next()) {
                updates.addAll(BlockUpdates.plain().bytes(block));
            }
        }
        PipelineRun.play(database, updates);
        return database;
    }
}
