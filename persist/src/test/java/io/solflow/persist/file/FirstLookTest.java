package io.solflow.persist.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

import io.solflow.core.event.Side;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.DatabaseFiles;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.write.Events;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Files that the store must refuse, and must leave as they are, with nothing beside them. */
class FirstLookTest {

    private static final long SEED = 20_261_127;
    private static final int PAGE_BYTES = SqliteConnections.PAGE_SIZE_BYTES;

    /** The migration behind those that are shipped. */
    private static final String LATER =
            String.format(Locale.ROOT, "V%03d__later.sql", SchemaMigrations.FILES.size() + 1);

    @TempDir
    Path folder;

    private final Random random = new Random(SEED);
    private Path database;

    @BeforeEach
    void fill() throws Exception {
        database = folder.resolve("solflow.db");
        try (TestDatabase db = new TestDatabase(database)) {
            final UpdateEvent[] events = new UpdateEvent[2_000];
            for (int i = 0; i < events.length; i++) {
                events[i] = Events.trade(1 + i / 100, i % 100, i % 400, i, Side.BUY, i);
                Events.withMetrics(events[i], i % 400, 1, 1);
            }
            db.batch(events);
            db.batch(Events.slotEnd(20));
        }
        Files.delete(Path.of(database + ".lock"));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 16, 100, 511, 512, PAGE_BYTES - 1, PAGE_BYTES, 10 * PAGE_BYTES + 5})
    void shouldRefuseATruncatedFile(final int length) throws Exception {
        Files.write(database, Arrays.copyOf(Files.readAllBytes(database), length));
        assertRefusedUntouched("solflow.db is ", "is not a SQLite database|is damaged \\(.*restore a backup");
    }

    @Test
    void shouldRefuseADamagedPageWhereverItIs() throws Exception {
        final byte[] sound = Files.readAllBytes(database);
        for (int page = 1; page <= sound.length / PAGE_BYTES; page++) {
            final byte[] damaged = sound.clone();
            final byte[] garbage = new byte[PAGE_BYTES];
            random.nextBytes(garbage);
            System.arraycopy(garbage, 0, damaged, (page - 1) * PAGE_BYTES, PAGE_BYTES);
            Files.write(database, damaged);
            assertRefusedUntouched("page " + page, "is not a SQLite database|is damaged \\(");
        }
    }

    @Test
    void shouldRefuseZerosAsAFileSystemMayLeaveThem() throws Exception {
        Files.write(database, new byte[4 * PAGE_BYTES]);
        assertRefusedUntouched("zeros", "is not a SQLite database");
    }

    @Test
    void shouldRefuseANewerSchemaWithTheLogOfAKilledProcess() throws Exception {
        final Path copy;
        try (SqliteStore store = SqliteStore.open(
                        PersistConfig.of(database),
                        Map.of(),
                        SchemaMigrations.shipped().add(LATER, "CREATE TABLE later (x)"));
                Connection other = SqliteConnections.open(store.database(), 0)) {
            TestDatabase.execute(other, "INSERT INTO later VALUES (1)");
            copy = DatabaseFiles.copy(store.database(), folder.resolve("killed"));
        }
        assertThat(Files.size(Path.of(copy + "-wal"))).isPositive();
        database = copy;
        // the index is SQLite's shared memory and not content
        assertRefusedUntouched("newer", "newer than this program.*" + LATER);
    }

    @Test
    void shouldRefuseAFolderThatCannotBeWritten() throws Exception {
        final Path closed = Files.createDirectory(folder.resolve("closed"));
        Files.move(database, closed.resolve("solflow.db"));
        database = closed.resolve("solflow.db");
        assertThat(closed.toFile().setWritable(false)).isTrue();
        try {
            assumeFalse(Files.isWritable(closed), "this user may write everywhere, as root may");
            assertRefusedUntouched("folder", "its folder .*closed cannot be written");
        } finally {
            assertThat(closed.toFile().setWritable(true)).isTrue();
        }
    }

    @Test
    void shouldRefuseAPathThroughAFile() {
        assertThatThrownBy(() -> open(database.resolve("inner.db")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("its folder " + database + " does not exist");
    }

    @Test
    void shouldRefuseWhatIsNoFile() {
        assertThatThrownBy(() -> open(Path.of("/dev/null")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("/dev/null is no regular file");
    }

    @Test
    void shouldCheckSmallTablesAndTheLastTradesOfALargeFile() throws Exception {
        try (Connection connection = ReadConnection.glance(database, 0)) {
            FirstLook.requireSound(connection, database, false);
        }
        for (final String table : new String[] {"token_rolling_metrics", "checkpoint", "trades", "mints"}) {
            final byte[] sound = Files.readAllBytes(database);
            spoilRoot(table);
            assertThatThrownBy(() -> {
                        try (Connection connection = ReadConnection.glance(database, 0)) {
                            FirstLook.requireSound(connection, database, false);
                        } catch (final java.sql.SQLException e) {
                            throw StoreException.cannotOpen(database, e);
                        }
                    })
                    .as(table)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is damaged (");
            Files.write(database, sound);
        }
    }

    @Test
    void shouldOpenASoundFileAndReadItWithoutATrace() throws Exception {
        final Map<String, String> before = content();
        try (Connection connection = ReadConnection.open(database, 0)) {
            assertThat(TestDatabase.number(connection, "SELECT count(*) FROM trades"))
                    .isEqualTo(2_000);
        }
        assertThat(content()).isEqualTo(before);
        open(database);
        assertThat(content()).containsOnlyKeys("solflow.db", "solflow.db.lock");
    }

    private void spoilRoot(final String table) throws Exception {
        final long root;
        try (Connection connection = ReadConnection.glance(database, 0)) {
            root = TestDatabase.number(connection, "SELECT rootpage FROM sqlite_schema WHERE name = '" + table + "'");
        }
        final byte[] garbage = new byte[PAGE_BYTES];
        random.nextBytes(garbage);
        try (RandomAccessFile file = new RandomAccessFile(database.toFile(), "rw")) {
            file.seek((root - 1) * PAGE_BYTES);
            file.write(garbage);
        }
    }

    private void assertRefusedUntouched(final String what, final String message) throws IOException {
        final Map<String, String> before = content();
        assertThatThrownBy(() -> open(database))
                .as("%s, seed %d", what, SEED)
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(database.toString())
                .satisfies(e -> assertThat(e.getMessage()).containsPattern(message));
        assertThat(content()).as("%s, seed %d", what, SEED).isEqualTo(before);
    }

    private static void open(final Path file) {
        SqliteStore.open(PersistConfig.of(file), TestDatabase.LABELS).close();
    }

    /** Names and bytes of the files beside the database and its own. */
    private Map<String, String> content() throws IOException {
        final Map<String, String> content = new TreeMap<>();
        try (Stream<Path> files = Files.list(database.getParent())) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                final String name = file.getFileName().toString();
                content.put(name, name.endsWith("-shm") ? "" : HexFormat.of().formatHex(Files.readAllBytes(file)));
            }
        }
        return content;
    }
}
