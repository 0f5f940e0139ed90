package io.solflow.persist;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.SqliteConnections;
import io.solflow.persist.file.StoreException;
import io.solflow.persist.status.Checkpoint;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqliteStoreTest {

    @TempDir
    Path folder;

    /** Holds a database open in a process of its own until its input ends. */
    static final class Holder {
        private Holder() {}

        public static void main(final String[] arguments) throws IOException {
            try (SqliteStore store = SqliteStore.open(PersistConfig.of(Path.of(arguments[0])), Map.of())) {
                System.out.println("open " + store.database());
                if (System.in.read() >= 0) {
                    System.out.println("asked to end");
                }
            }
        }
    }

    @Test
    void shouldSetThePragmasOfTheWriter() throws SQLException {
        try (SqliteStore store = open("solflow.db")) {
            assertThat(pragma(store, "journal_mode")).isEqualTo("wal");
            assertThat(pragma(store, "synchronous")).isEqualTo("1");
            assertThat(pragma(store, "mmap_size")).isEqualTo("0");
            assertThat(pragma(store, "busy_timeout")).isEqualTo("500");
            assertThat(pragma(store, "cache_size")).isEqualTo("-65536");
            assertThat(pragma(store, "wal_autocheckpoint")).isEqualTo("64000");
            assertThat(pragma(store, "page_size")).isEqualTo("4096");
        }
    }

    @Test
    void shouldRefuseASecondStoreInTheSameProcessAndKeepTheFirstLocked() throws Exception {
        final Path file = folder.resolve("solflow.db");
        final String ownPid = Long.toString(ProcessHandle.current().pid());
        try (SqliteStore store = open("solflow.db")) {
            assertThatThrownBy(() -> SqliteStore.open(PersistConfig.of(file), Map.of()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining(ownPid)
                    .hasMessageContaining(file.toString());
            assertThat(store.checkpoint()).isEqualTo(Checkpoint.NONE);
            // the refused attempt must not have dropped the lock that other processes see
            assertThat(runHolder(file)).contains("is written by process " + ownPid);
        }
        open("solflow.db").close();
    }

    @Test
    void shouldRefuseASecondStoreOverALink() throws Exception {
        final Path link = folder.resolve("link.db");
        try (SqliteStore store = open("solflow.db")) {
            Files.createSymbolicLink(link, store.database());
            assertThatThrownBy(() -> SqliteStore.open(PersistConfig.of(link), Map.of()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("one process at a time");
        }
    }

    @Test
    @Timeout(60)
    void shouldNameTheProcessThatHoldsTheDatabaseUntilItIsKilled() throws Exception {
        final Path file = folder.resolve("solflow.db");
        final Process holder = startHolder(file);
        try (BufferedReader output = holder.inputReader(StandardCharsets.UTF_8)) {
            assertThat(output.readLine()).startsWith("open ");
            assertThatThrownBy(() -> SqliteStore.open(PersistConfig.of(file), Map.of()))
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("is written by process " + holder.pid() + ",");
        } finally {
            holder.destroyForcibly();
        }
        assertThat(holder.waitFor(20, TimeUnit.SECONDS)).isTrue();
        open("solflow.db").close();
    }

    @Test
    void shouldFoldTheLogIntoTheFileOnCloseAndCloseTwice() throws Exception {
        final SqliteStore store = open("solflow.db");
        assertThat(Files.size(folder.resolve("solflow.db-wal"))).isPositive();
        store.close();
        store.close();
        assertThat(folder.resolve("solflow.db-wal")).doesNotExist();
        assertThat(store.sizeBytes()).isPositive();
    }

    @Test
    void shouldFoldTheLogEvenWhenAReaderStays() throws Exception {
        final SqliteStore store = open("solflow.db");
        try (java.sql.Connection reader = SqliteConnections.open(store.database(), 0)) {
            assertThat(TestDatabase.number(reader, "SELECT count(*) FROM trades"))
                    .isZero();
            store.close();
            assertThat(Files.size(folder.resolve("solflow.db-wal"))).isZero();
        }
    }

    @Test
    void shouldRefuseALabelThatChanged() {
        open("solflow.db").close();
        assertThatThrownBy(() -> SqliteStore.open(PersistConfig.of(folder.resolve("solflow.db")), Map.of(1, "Pump")))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("program code 1 is 'PumpFun'")
                .hasMessageContaining("given 'Pump'");
    }

    @Test
    void shouldAddNewLabels() throws SQLException {
        open("solflow.db").close();
        try (SqliteStore store =
                SqliteStore.open(PersistConfig.of(folder.resolve("solflow.db")), Map.of(1, "PumpFun", 9, "Raydium"))) {
            assertThat(TestDatabase.rows(store.connection(), "SELECT id, label FROM programs ORDER BY id"))
                    .containsExactly("1|PumpFun", "5|JupiterDCA", "9|Raydium");
        }
    }

    @Test
    void shouldOpenPathsWithCharactersThatAreSpecialInUris() throws SQLException {
        try (SqliteStore store = open("100% what?mode=ro #1.db")) {
            assertThat(store.database()).exists();
            assertThat(pragma(store, "journal_mode")).isEqualTo("wal");
        }
    }

    @Test
    void shouldNameAFolderThatDoesNotExist() {
        final Path file = folder.resolve("nowhere/solflow.db");
        assertThatThrownBy(() -> SqliteStore.open(PersistConfig.of(file), Map.of()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining("its folder " + file.getParent() + " does not exist");
    }

    @Test
    void shouldRefuseAFolder() {
        assertThatThrownBy(() -> SqliteStore.open(PersistConfig.of(folder), Map.of()))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("is a folder");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.51.2", "3.50.9", "2.99.99", "3.51"})
    void shouldRefuseVersionsThatCanCorrupt(final String version) {
        assertThatThrownBy(() -> SqliteConnections.requireVersion(version))
                .isInstanceOf(StoreException.class)
                .hasMessageContaining("SQLite is " + version)
                .hasMessageContaining("3.51.3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"3.51.3", "3.52.0", "3.51.10", "4.0.0"})
    void shouldTakeVersionsFromTheRepairedOneOn(final String version) {
        SqliteConnections.requireVersion(version);
    }

    private SqliteStore open(final String name) {
        return SqliteStore.open(PersistConfig.of(folder.resolve(name)), TestDatabase.LABELS);
    }

    private static String pragma(final SqliteStore store, final String name) throws SQLException {
        return TestDatabase.rows(store.connection(), "PRAGMA " + name).get(0);
    }

    private static Process startHolder(final Path file) throws IOException {
        return new ProcessBuilder(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Holder.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
    }

    private static String runHolder(final Path file) throws IOException {
        final Process holder = startHolder(file);
        holder.getOutputStream().close();
        return new String(holder.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
}
