package io.solflow.app.config;

import java.nio.file.Path;
import java.util.Collections;
import java.util.Map;
import picocli.CommandLine.Option;

/** {@code --db} of the commands that need nothing else. */
public final class DatabaseOption {

    @Option(names = "--db", paramLabel = "FILE", description = "Database file (SOLFLOW_DB_PATH).")
    private String db;

    public Path path() {
        final Map<String, String> flags = Collections.singletonMap(Settings.DB_PATH, db);
        final Path database = Path.of(
                Settings.of(flags, System.getenv(), Path.of("")).required(Settings.DB_PATH, "--db", "a file path"));
        TemporaryFolder.beside(database);
        return database;
    }
}
