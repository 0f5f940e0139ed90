package io.solflow.persist.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.persist.SqliteStore;
import io.solflow.persist.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SchemaMigrationsTest {

    private static final String FIRST = """
            CREATE TABLE schema_migrations (version INTEGER PRIMARY KEY, name TEXT, checksum TEXT, applied_at INTEGER);
            CREATE TABLE a (x);
            CREATE TRIGGER a_insert AFTER INSERT ON a BEGIN
                DELETE FROM a WHERE x = 1;
                DELETE FROM a WHERE x = 2;
            END;
            """;

    @TempDir
    Path folder;

    @Test
    void shouldListEveryMigrationOfTheSqlFolder() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("../sql"))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.startsWith("V"))
                            .sorted())
                    .isEqualTo(SchemaMigrations.FILES);
        }
    }

    @Test
    void shouldApplyInOrderOnceAndRecordChecksums() throws SQLException {
        final Path file = folder.resolve("a.db");
        final SchemaMigrations both = first().add("V002__more.sql", "CREATE TABLE b (y);");
        assertThat(open(file, first())).extracting(Migration::name).containsExactly("V001__first.sql");
        assertThat(open(file, both)).extracting(Migration::name).containsExactly("V002__more.sql");
        assertThat(open(file, both)).isEmpty();
        try (Connection connection = SqliteConnections.open(file, 0)) {
            assertThat(TestDatabase.rows(
                            connection,
                            "SELECT version, name, length(checksum), applied_at > 1700000000 FROM schema_migrations"))
                    .containsExactly("1|V001__first.sql|64|1", "2|V002__more.sql|64|1");
            TestDatabase.execute(connection, "INSERT INTO a VALUES (1), (2), (3)");
            assertThat(TestDatabase.rows(connection, "SELECT x FROM a")).containsExactly("3");
        }
    }

    @Test
    void shouldNotCareHowLinesEndInTheCheckout() throws SQLException {
        final Path file = folder.resolve("a.db");
        open(file, first());
        assertThat(open(file, new SchemaMigrations().add("V001__first.sql", FIRST.replace("\n", "\r\n"))))
                .isEmpty();
    }

    @Test
    void shouldRefuseAFileThatWasChangedAfterItWasApplied() throws SQLException {
        final Path file = folder.resolve("a.db");
        final String recorded = open(file, first()).get(0).checksum();
        final SchemaMigrations changed = new SchemaMigrations().add("V001__first.sql", FIRST + "-- edited\n");
        assertRefused(file, changed, "another build of SolFlow", "V001__first.sql", recorded, "name a new file");
    }

    @Test
    void shouldRefuseAFileThatWasRenamed() throws SQLException {
        final Path file = folder.resolve("a.db");
        open(file, first());
        final SchemaMigrations renamed = new SchemaMigrations().add("V001__other.sql", FIRST);
        assertRefused(file, renamed, "V001__first.sql, which this program lacks", "V001__other.sql");
    }

    @Test
    void shouldRefuseADatabaseThatIsNewerThanTheProgram() throws SQLException {
        final Path file = folder.resolve("a.db");
        open(file, first().add("V002__more.sql", "CREATE TABLE b (y);"));
        assertRefused(file, first(), "newer than this program", "V002__more.sql", "knows 1");
    }

    @Test
    void shouldRefuseADatabaseWithAHoleInItsMigrations() throws SQLException {
        final Path file = folder.resolve("a.db");
        final SchemaMigrations both = first().add("V002__more.sql", "CREATE TABLE b (y);");
        open(file, both);
        try (Connection connection = SqliteConnections.open(file, 0)) {
            TestDatabase.execute(connection, "DELETE FROM schema_migrations WHERE version = 1");
        }
        assertRefused(file, both, "lacks migration V001__first.sql");
    }

    @Test
    void shouldLeaveNothingOfAFileThatFailsInTheMiddle() throws SQLException {
        final Path file = folder.resolve("a.db");
        open(file, first());
        final SchemaMigrations broken =
                first().add("V002__broken.sql", "CREATE TABLE b (y); INSERT INTO b VALUES (1); CREATE TABLE a (x);");
        assertThatThrownBy(() -> open(file, broken))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("V002__broken.sql")
                .hasMessageContaining("left nothing")
                .hasMessageContaining("already exists");
        try (Connection connection = SqliteConnections.open(file, 0)) {
            assertThat(TestDatabase.rows(connection, "SELECT name FROM sqlite_master WHERE name = 'b'"))
                    .isEmpty();
            assertThat(TestDatabase.number(connection, "SELECT max(version) FROM schema_migrations"))
                    .isEqualTo(1);
        }
        final SchemaMigrations repaired = first().add("V002__broken.sql", "CREATE TABLE b (y);");
        assertThat(open(file, repaired)).hasSize(1);
    }

    @Test
    void shouldRefuseAForeignDatabaseWithoutWritingToIt() throws Exception {
        final Path file = folder.resolve("foreign.db");
        try (Connection connection = SqliteConnections.open(file, 0)) {
            TestDatabase.execute(connection, "CREATE TABLE accounts (x)");
        }
        assertUntouched(file, "not SolFlow's: it has 'accounts'");
    }

    @Test
    void shouldRefuseAForeignDatabaseWithMigrationsOfItsOwn() throws Exception {
        final Path file = folder.resolve("rails.db");
        try (Connection connection = SqliteConnections.open(file, 0)) {
            TestDatabase.execute(connection, "CREATE TABLE schema_migrations (version TEXT)");
        }
        assertUntouched(file, "not SolFlow's");
    }

    @Test
    void shouldRefuseAFileThatIsNoDatabase() throws Exception {
        final Path file = folder.resolve("notes.txt");
        Files.writeString(file, "buy milk\n".repeat(200));
        assertUntouched(file, "is not a SQLite database");
    }

    @Test
    void shouldRefuseMigrationsOutOfOrder() {
        assertThatThrownBy(() -> first().add("V003__later.sql", ""))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("'V003__later.sql'")
                .hasMessageContaining("V002__name.sql");
    }

    private static SchemaMigrations first() {
        return new SchemaMigrations().add("V001__first.sql", FIRST);
    }

    private static List<Migration> open(final Path file, final SchemaMigrations migrations) {
        try (SqliteStore store = SqliteStore.open(PersistConfig.of(file), java.util.Map.of(), migrations)) {
            return store.appliedMigrations();
        }
    }

    private void assertRefused(final Path file, final SchemaMigrations migrations, final String... parts)
            throws SQLException {
        final List<String> before = content(file);
        assertThatThrownBy(() -> open(file, migrations))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.getFileName().toString())
                .satisfies(e -> assertThat(e.getMessage()).contains(parts));
        assertThat(content(file)).isEqualTo(before);
    }

    private static List<String> content(final Path file) throws SQLException {
        try (Connection connection = SqliteConnections.open(file, 0)) {
            final List<String> rows =
                    TestDatabase.rows(connection, "SELECT name, sql FROM sqlite_master ORDER BY name");
            rows.addAll(TestDatabase.rows(connection, "SELECT * FROM schema_migrations"));
            return rows;
        }
    }

    private void assertUntouched(final Path file, final String message) throws IOException {
        final byte[] before = Files.readAllBytes(file);
        assertThatThrownBy(() -> SqliteStore.open(PersistConfig.of(file), TestDatabase.LABELS))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.getFileName().toString())
                .hasMessageContaining(message);
        assertThat(Files.readAllBytes(file)).isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
