package io.solflow.app.engine;

import io.solflow.app.config.TemporaryFolder;
import io.solflow.ingest.source.stream.ClientWarmUp;
import io.solflow.persist.file.SqliteLibrary;
import java.io.IOException;
import java.sql.DriverManager;
import java.sql.SQLException;

/**
 * Loads SQLite's native library and the gRPC client on a second core while the command line is read and the windows are
 * refilled. Only time depends on it: what fails here fails again where it is needed, and is told there.
 */
public final class WarmStart {

    private WarmStart() {}

    /** Begins, and returns at once. */
    public static void begin() {
        final Thread thread = new Thread(WarmStart::load, "solflow-warm-start");
        thread.setDaemon(true);
        thread.start();
    }

    private static void load() {
        if (!TemporaryFolder.systemsIsUsable()) {
            // another one is chosen once the database is known
            return;
        }
        try {
            SqliteLibrary.load();
            DriverManager.getConnection("jdbc:sqlite::memory:").close();
            ClientWarmUp.run();
        } catch (final SQLException | IOException | RuntimeException | LinkageError e) {
            // told by the store or the source, with what to do
            return;
        }
    }
}
