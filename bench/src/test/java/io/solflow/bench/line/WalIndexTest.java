package io.solflow.bench.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WalIndexTest {

    private static final int COMMITS = 300;
    private static final int LOG_HEADER_BYTES = 32;

    @TempDir
    Path folder;

    @Test
    void shouldCountCommitsAndTheBytesOfTheLogAlsoWhenItBeginsAnew() throws Exception {
        final Path database = folder.resolve("some.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = 8192");
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("PRAGMA wal_autocheckpoint = 20");
            statement.execute("CREATE TABLE numbers (n INTEGER PRIMARY KEY)");
            try (WalIndex log = new WalIndex(database)) {
                for (int i = 0; i < COMMITS; i++) {
                    statement.execute("INSERT INTO numbers VALUES (" + i + ")");
                    assertThat(log.changed()).isTrue();
                    assertThat(log.changed()).isFalse();
                }
                assertThat(log.commits()).isEqualTo(COMMITS);
                // each touches one leaf, and rarely the root
                assertThat(log.bytes()).isBetween(COMMITS * 8_216L, COMMITS * 8_216L * 11 / 10);
                assertThat(Files.size(Path.of(database + "-wal")) - LOG_HEADER_BYTES)
                        .isLessThan(log.bytes());
            }
        }
    }
}
