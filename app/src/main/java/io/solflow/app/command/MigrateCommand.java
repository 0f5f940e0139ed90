package io.solflow.app.command;

import io.solflow.app.config.DatabaseOption;
import io.solflow.app.config.ExitCode;
import io.solflow.app.engine.Engine;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.file.Migration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(name = "migrate", description = "Makes the database or brings its schema up to date, and prints what it did.")
public final class MigrateCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private DatabaseOption database;

    @Override
    public Integer call() {
        final PrintWriter out = spec.commandLine().getOut();
        final Path path = database.path();
        try (SqliteStore store = Engine.openStore(io.solflow.persist.file.PersistConfig.of(path))) {
            for (final Migration migration : store.appliedMigrations()) {
                out.println("applied " + migration.name());
            }
            if (store.appliedMigrations().isEmpty()) {
                out.println(path + " is up to date");
            }
        }
        return ExitCode.OK;
    }
}
