package io.solflow.app.config;

import java.nio.file.Path;
import picocli.CommandLine.Mixin;

/** The database of the commands that need nothing else. */
public final class DatabaseOption {

    @Mixin
    private final SettingOptions options = SettingOptions.of(Setting.Group.DATABASE);

    public Path path() {
        final Path database = options.read().get(Setting.DB_PATH, Path.class);
        TemporaryFolder.beside(database);
        return database;
    }
}
