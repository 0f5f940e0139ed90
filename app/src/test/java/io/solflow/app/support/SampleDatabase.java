package io.solflow.app.support;

import io.solflow.ingest.simulator.MarketConfig;
import java.io.IOException;
import java.nio.file.Path;

/** A small market of twenty tokens for tests of other packages. */
public final class SampleDatabase {

    private SampleDatabase() {}

    /** Fills a file and gives it back. */
    public static Path fill(final Path database) throws IOException {
        return SimulatedDatabase.fill(database, MarketConfig.of(50, 20, 3).lasting(90));
    }
}
