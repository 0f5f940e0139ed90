package io.solflow.persist.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sqlite.SQLiteErrorCode;
import org.sqlite.SQLiteException;

class DiskSpaceTest {

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(ints = {512, 4096, 8192, 65536})
    void shouldNameWhatTheNextPageOfThisFileNeeds(final int pageBytes) throws SQLException {
        final Path database = folder.resolve("pages.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA page_size = " + pageBytes);
            statement.execute("CREATE TABLE t (x)");
        }
        assertThat(Files.exists(database)).isTrue();

        assertThat(DiskSpace.describe(database, new SQLiteException("full", SQLiteErrorCode.SQLITE_FULL)))
                .contains(database.toString())
                .endsWith("the next page needs " + (pageBytes + 24));
    }
}
