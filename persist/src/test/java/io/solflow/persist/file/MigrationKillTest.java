package io.solflow.persist.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.Side;
import io.solflow.core.event.UpdateEvent;
import io.solflow.persist.DatabaseFiles;
import io.solflow.persist.SqliteStore;
import io.solflow.persist.TestDatabase;
import io.solflow.persist.write.Events;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * A start that dies after each of its statements: the settings, the statements of each migration, the row that records it,
 * the commit. A new database, and one full of trades that is migrated further. Files are copied after every statement;
 * {@code -Dsolflow.migrationKills} of the statements are also the last ones of a process that really dies.
 */
@Timeout(600)
class MigrationKillTest {

    private static final int KILLS = Integer.getInteger("solflow.migrationKills", 2);
    private static final int TRADES = 1_500;
    private static final int DIED = 86;

    /** Touches every row, so that the cache overflows into the log long before the commit. */
    private static final String UPGRADE = """
            -- what a later version might do; a comment with a ; in it
            ALTER TABLE trades ADD COLUMN fee_lamports INTEGER NOT NULL DEFAULT 0;
            CREATE TABLE wallet_notes (wallet_id INTEGER PRIMARY KEY, note TEXT);
            INSERT INTO wallet_notes SELECT id, 'first; seen' FROM wallets;
            UPDATE trades SET fee_lamports = lamports / 100;
            DROP VIEW token_trades;
            CREATE VIEW token_trades AS SELECT t.id, m.address AS mint, t.fee_lamports FROM trades t
                JOIN mints m ON m.id = t.mint_id;
            CREATE TRIGGER token_trades_delete INSTEAD OF DELETE ON token_trades
            BEGIN
                DELETE FROM wallet_notes WHERE note = CASE WHEN OLD.id > 0 THEN 'x' ELSE 'y' END;
                DELETE FROM trades WHERE id = OLD.id;
            END;
            CREATE INDEX idx_trades_fee ON trades (fee_lamports);
            """;

    @TempDir
    Path folder;

    private Path filled;

    /** Starts on a database and dies right after a statement. */
    static final class Victim {
        private Victim() {}

        public static void main(final String[] arguments) throws Exception {
            final int last = Integer.parseInt(arguments[2]);
            final int[] executed = {0};
            StatementTap.listen(
                    sql -> {
                        if (++executed[0] == last) {
                            Runtime.getRuntime().halt(DIED);
                        }
                    },
                    () -> start(Path.of(arguments[0]), Boolean.parseBoolean(arguments[1])));
        }
    }

    @BeforeEach
    void fill() throws Exception {
        filled = folder.resolve("filled/solflow.db");
        Files.createDirectories(filled.getParent());
        try (TestDatabase db = new TestDatabase(filled)) {
            final UpdateEvent[] events = new UpdateEvent[TRADES];
            for (int i = 0; i < TRADES; i++) {
                events[i] = Events.trade(1 + i / 100, i % 100, i % 40, i % 700, Side.BUY, 1_000L * i);
            }
            db.batch(events);
            db.batch(Events.slotEnd(TRADES / 100));
        }
    }

    @Test
    void shouldFinishAfterANewDatabasesStartDiedAfterAnyStatement() throws Exception {
        dieEverywhere("new", folder.resolve("none/solflow.db"), false);
    }

    @Test
    void shouldFinishAfterAnUpgradeOfAFullDatabaseDiedAfterAnyStatement() throws Exception {
        dieEverywhere("upgrade", filled, true);
    }

    private void dieEverywhere(final String name, final Path before, final boolean upgrade) throws Exception {
        final List<List<String>> allowed = Files.exists(before) ? List.of(content(before)) : betweenMigrations();
        final Path database =
                DatabaseFiles.copy(before, folder.resolve(name)).getParent().resolve("solflow.db");
        final List<String> statements = new ArrayList<>();
        StatementTap.listen(
                sql -> {
                    statements.add(sql.strip());
                    DatabaseFiles.copy(database, folder.resolve(name + statements.size()));
                },
                () -> start(database, upgrade));
        final List<String> whole = content(database);
        assertThat(statements).contains("COMMIT").anyMatch(sql -> sql.startsWith("INSERT INTO schema_migrations"));
        for (int last = 1; last <= statements.size(); last++) {
            final String when = name + " died after statement " + last + ": " + statements.get(last - 1);
            assertNextStartFinishes(when, folder.resolve(name + last + "/solflow.db"), upgrade, allowed, whole);
        }
        int killed = 0;
        final int step = Math.max(1, statements.size() / KILLS);
        for (int last = step; last <= statements.size(); last += step) {
            final String when = name + " killed after statement " + last + ": " + statements.get(last - 1);
            final Path victim = folder.resolve(name + "-killed" + last).resolve("solflow.db");
            DatabaseFiles.copy(before, victim.getParent());
            assertThat(die(victim, upgrade, last)).as(when).isEqualTo(DIED);
            assertNextStartFinishes(when, victim, upgrade, allowed, whole);
            killed++;
        }
        System.out.printf(
                "drill: %s database, %d statements, files copied after each, process killed after %d of them%n",
                name, statements.size(), killed);
    }

    private static void assertNextStartFinishes(
            final String when,
            final Path database,
            final boolean upgrade,
            final List<List<String>> allowed,
            final List<String> whole)
            throws Exception {
        if (Files.exists(database) && !Files.exists(Path.of(database + "-journal"))) {
            final List<String> seen = content(database);
            assertThat(Stream.concat(allowed.stream(), Stream.of(whole)))
                    .as("%s: a reader sees it as it was, whole, or between two migrations", when)
                    .anyMatch(content -> withoutLabels(content).equals(withoutLabels(seen)));
        }
        start(database, upgrade);
        assertThat(content(database)).as(when).isEqualTo(whole);
    }

    /** What a new database holds before the first migration, and between two of them. */
    private List<List<String>> betweenMigrations() throws Exception {
        final List<List<String>> contents = new ArrayList<>();
        contents.add(List.of());
        final SchemaMigrations migrations = new SchemaMigrations();
        for (final String file : SchemaMigrations.FILES) {
            migrations.add(file, Files.readString(Path.of("../sql").resolve(file)));
            final Path database = folder.resolve("between" + contents.size() + ".db");
            SqliteStore.open(PersistConfig.of(database), Map.of(), migrations).close();
            contents.add(content(database));
        }
        return contents;
    }

    /** Labels are stored after the migrations, one by one. */
    private static List<String> withoutLabels(final List<String> content) {
        return content.stream().filter(row -> !row.startsWith("programs|")).toList();
    }

    private static void start(final Path database, final boolean upgrade) {
        final SchemaMigrations migrations = SchemaMigrations.shipped();
        if (upgrade) {
            migrations.add("V%03d__more.sql".formatted(SchemaMigrations.FILES.size() + 1), UPGRADE);
        }
        final PersistConfig of = PersistConfig.of(database);
        final PersistConfig smallCache =
                new PersistConfig(database, 100, 20_000, 0, 64, 4_000, of.walLimitBytes(), 8, 8);
        SqliteStore.open(smallCache, TestDatabase.LABELS, migrations).close();
    }

    private static int die(final Path database, final boolean upgrade, final int last)
            throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Victim.class.getName(),
                        database.toString(),
                        Boolean.toString(upgrade),
                        Integer.toString(last))
                .redirectErrorStream(true)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        final int exitCode = process.waitFor();
        assertThat(output).as("exit code %d", exitCode).doesNotContain("Exception");
        return exitCode;
    }

    /** Everything in a database: schema, and each table's rows, but the time of the migrations. */
    private static List<String> content(final Path database) throws SQLException {
        final List<String> content = new ArrayList<>();
        try (Connection connection = ReadConnection.open(database, 0)) {
            assertThat(TestDatabase.rows(connection, "PRAGMA integrity_check")).containsExactly("ok");
            content.addAll(TestDatabase.rows(
                    connection, "SELECT type || ' ' || name || coalesce(sql, '') FROM sqlite_schema ORDER BY name"));
            final TreeMap<String, String> queries = new TreeMap<>();
            for (final String table : TestDatabase.rows(
                    connection, "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name")) {
                queries.put(table, "SELECT * FROM " + table);
            }
            queries.computeIfPresent(
                    "schema_migrations", (name, all) -> "SELECT version, name, checksum FROM schema_migrations");
            for (final var query : queries.entrySet()) {
                TestDatabase.rows(connection, query.getValue()).forEach(row -> content.add(query.getKey() + "|" + row));
            }
        }
        return content;
    }
}
