package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.Cli;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A database that another build of this version has made: nothing of it was released, so nothing of it is converted. */
class OtherBuildTest {

    @TempDir
    Path folder;

    @Test
    void shouldRefuseADatabaseOfAnotherBuildByNameAndLeaveItAlone() throws Exception {
        final Path database = folder.resolve("old.db");
        assertThat(Cli.run("migrate", "--db", database.toString()).exitCode()).isZero();
        execute(
                database,
                "UPDATE schema_migrations SET checksum = 'f00d'",
                "INSERT INTO schema_migrations VALUES (2, 'V002__signals.sql', 'beef', 0)");
        final byte[] before = Files.readAllBytes(database);

        for (final String command : new String[] {"migrate", "demo", "verify", "top"}) {
            final Cli result = Cli.run(command, "--db", database.toString());
            assertThat(result.exitCode()).as(command).isEqualTo(2);
            assertThat(result.err())
                    .as(command)
                    .contains("old.db", "another build of SolFlow", "f00d", "name a new file");
        }
        assertThat(Files.readAllBytes(database)).isEqualTo(before);
    }

    private static void execute(final Path database, final String... statements) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            for (final String sql : statements) {
                statement.executeUpdate(sql);
            }
        }
    }
}
