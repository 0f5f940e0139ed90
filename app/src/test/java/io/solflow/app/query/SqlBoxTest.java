package io.solflow.app.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.app.market.BusyException;
import io.solflow.persist.file.ReadConnection;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SqlBoxTest {

    /** Counts without an end. */
    private static final String ENDLESS =
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT count(*) FROM n";

    @TempDir
    Path folder;

    private Path database;
    private SqlBox box;
    private byte[] before;

    @BeforeEach
    void make() throws SQLException, IOException {
        database = folder.resolve("data.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + database);
                Statement statement = connection.createStatement()) {
            statement.execute("PRAGMA journal_mode = WAL");
            statement.execute("CREATE TABLE t (a INTEGER, b TEXT, c REAL, d BLOB)");
            statement.execute(
                    "INSERT INTO t VALUES (1, 'one', 1.5, x'00ff'), (9007199254740993, 'zwei; drei', NULL, NULL),"
                            + " (NULL, '', -0.25, x'')");
        }
        before = Files.readAllBytes(database);
        box = box(SqlBox.LIMIT_MS);
    }

    private SqlBox box(final long limitMs) {
        return new SqlBox(() -> ReadConnection.open(database, 1_000), limitMs);
    }

    @AfterEach
    void close() throws IOException {
        box.close();
        assertThat(Files.readAllBytes(database)).as("the database is as it was").isEqualTo(before);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith("data.db")))
                    .isEmpty();
        }
    }

    private CollectedRows run(final String sql) throws QueryException, SQLException {
        final CollectedRows rows = new CollectedRows(1 << 20);
        box.run(sql, 1_000, rows);
        return rows;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "SELECT a FROM t",
                "  -- a comment; with a semicolon\n SELECT 'a;b' /* ; */ FROM t ; -- and one behind\n ;",
                "WITH x AS (SELECT 1) SELECT * FROM x",
                "VALUES (1), (2)",
                "EXPLAIN SELECT a FROM t",
                "explain query plan select a from t",
                "PRAGMA table_info(t)",
                "pragma page_count",
                "PRAGMA journal_mode",
                "SELECT \"a\" FROM [t] WHERE `b` <> 'it''s; so'",
                "SELECT * FROM pragma_table_info('t')",
            })
    void shouldRunWhatReads(final String sql) throws QueryException, SQLException {
        assertThat(run(sql).rows()).isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   -- nothing",
                "DELETE FROM t",
                "INSERT INTO t (a) VALUES (1)",
                "UPDATE t SET a = 1",
                "REPLACE INTO t (a) VALUES (1)",
                "WITH x AS (SELECT 1) DELETE FROM t",
                "WITH x AS (SELECT 1) INSERT INTO t (a) SELECT * FROM x RETURNING a",
                "CREATE TABLE u (a)",
                "CREATE TEMP TABLE u (a)",
                "CREATE TEMP VIEW v AS SELECT 1",
                "DROP TABLE t",
                "ALTER TABLE t RENAME TO u",
                "ATTACH 'other.db' AS other",
                "/* */ ATTACH ':memory:' AS other",
                "DETACH main",
                "VACUUM",
                "VACUUM INTO 'copy.db'",
                "REINDEX",
                "ANALYZE",
                "BEGIN IMMEDIATE",
                "BEGIN",
                "COMMIT",
                "SAVEPOINT a",
                "PRAGMA query_only = OFF",
                "PRAGMA query_only(0)",
                "PRAGMA main.journal_mode = DELETE",
                "PRAGMA journal_mode(DELETE)",
                "PRAGMA journal_mode = DELETE",
                "PRAGMA wal_checkpoint(TRUNCATE)",
                "PRAGMA page_count; PRAGMA query_only = OFF",
                "PRAGMA user_version = 7",
                "PRAGMA writable_schema = ON",
                "PRAGMA temp_store_directory = '.'",
                "PRAGMA optimize",
                "PRAGMA incremental_vacuum(1)",
                "EXPLAIN PRAGMA query_only = OFF",
                "EXPLAIN QUERY PLAN PRAGMA query_only = OFF",
                "EXPLAIN DELETE FROM t",
                "EXPLAIN EXPLAIN SELECT 1",
                "SELECT 1; DELETE FROM t",
                "SELECT 1; SELECT 2",
                "SELECT 1;/**/'x'",
                "SELECT load_extension('evil')",
                "SELECT load_extension('evil', 'entry')",
                "SELECT writefile('copy.db', 'x')",
                "SELECT readfile('data.db')",
                "SELECT * FROM other.t",
                "backup to copy.db",
                "restore from copy.db",
                "SELECT zeroblob(2000000)",
                "SELECT replace(hex(zeroblob(1000000)), '0', '0000')",
                "SELECT fts3_tokenizer('simple', x'00')",
                "SELECT no_such_column FROM t",
                "SELEC 1",
                "SELECT 1 \u0000 ; DELETE FROM t",
            })
    void shouldRefuseWhatWritesOrReachesOutside(final String sql) {
        assertThatThrownBy(() -> run(sql)).isInstanceOf(QueryException.class);
    }

    @Test
    void shouldNotLetAQueryChangeTheConnectionThroughTableFunctions() throws QueryException, SQLException {
        assertThat(run("SELECT * FROM pragma_query_only").rows()).hasSize(1);
        assertThatThrownBy(() -> run("SELECT * FROM pragma_query_only(0)")).isInstanceOf(QueryException.class);
        assertThatThrownBy(() -> run("SELECT * FROM pragma_journal_mode('delete')"))
                .isInstanceOf(QueryException.class);
    }

    @Test
    void shouldGiveValuesAsTheyAreStored() throws QueryException, SQLException {
        final CollectedRows rows = run("SELECT * FROM t ORDER BY rowid");
        assertThat(rows.columns()).containsExactly("a", "b", "c", "d");
        assertThat(rows.rows().get(0).subList(0, 3)).isEqualTo(List.of(1L, "one", 1.5));
        assertThat(rows.rows().get(1)).isEqualTo(Arrays.asList(9007199254740993L, "zwei; drei", null, null));
    }

    @Test
    void shouldWriteJsonThatKeepsLargeNumbersAndBlobs() throws QueryException, SQLException {
        final CollectedRows rows = new CollectedRows(1 << 20);
        final SqlBox.Outcome outcome = box.run("SELECT a, b, c, d, 1e999 FROM t ORDER BY rowid", 2, rows);
        assertThat(new String(QueryJson.result(rows, outcome), StandardCharsets.UTF_8))
                .startsWith(
                        "{\"columns\":[\"a\",\"b\",\"c\",\"d\",\"1e999\"],\"rows\":[[1,\"one\",1.5,\"x'00ff'\",null],"
                                + "[\"9007199254740993\",\"zwei; drei\",null,null,null]],\"truncated\":true,\"ms\":");
    }

    @Test
    void shouldWriteCsvThatOthersRead() throws QueryException, SQLException {
        final StringBuilder csv = new StringBuilder();
        box.run("SELECT a, b, c, d, 'x\"y,' || char(10) AS \"e,f\" FROM t ORDER BY rowid", 9, new CsvSink(csv::append));
        assertThat(csv.toString()).isEqualTo("""
                a,b,c,d,"e,f"
                1,one,1.5,x'00ff',"x""y,
                "
                9007199254740993,zwei; drei,,,"x""y,
                "
                ,"",-0.25,x'',"x""y,
                "
                """);
    }

    @Test
    void shouldStopAtRowsAndAtBytes() throws QueryException, SQLException {
        final CollectedRows rows = new CollectedRows(1 << 20);
        final String many = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n";
        assertThat(box.run(many, 10, rows).truncated()).isTrue();
        assertThat(rows.rows()).hasSize(10);
        assertThat(box.run("SELECT 1", 1, new CollectedRows(1 << 20)).truncated())
                .isFalse();
        final CollectedRows small = new CollectedRows(1_000);
        assertThat(box.run(many, 1_000_000, small).truncated()).isTrue();
        assertThat(small.rows()).hasSizeLessThan(100);
    }

    @Test
    void shouldStopAQueryThatTakesTooLong() {
        final SqlBox impatient = box(200);
        assertThatThrownBy(() -> impatient.run(ENDLESS, 10, new CollectedRows(1 << 20)))
                .isInstanceOfSatisfying(QueryException.class, failure -> assertThat(failure.stopped())
                        .isTrue());
    }

    @Test
    void shouldRunTwoAtOnceAndStopThemWhenItCloses() throws InterruptedException {
        final ExecutorService threads = Executors.newFixedThreadPool(2);
        try {
            final CountDownLatch running = new CountDownLatch(2);
            final SqlBox patient = new SqlBox(
                    () -> {
                        running.countDown();
                        return ReadConnection.open(database, 1_000);
                    },
                    600_000);
            final Future<?> first = threads.submit(() -> patient.run(ENDLESS, 10, new CollectedRows(1 << 20)));
            final Future<?> second = threads.submit(() -> patient.run(ENDLESS, 10, new CollectedRows(1 << 20)));
            assertThat(running.await(60, TimeUnit.SECONDS)).isTrue();
            assertThatThrownBy(() -> patient.run("SELECT 1", 1, new CollectedRows(1 << 20)))
                    .isInstanceOf(BusyException.class)
                    .hasMessageContaining("allowed: 2 at a time");
            patient.close();
            for (final Future<?> query : List.of(first, second)) {
                assertThatThrownBy(() -> query.get(60, TimeUnit.SECONDS))
                        .isInstanceOf(ExecutionException.class)
                        .hasRootCauseMessage("the query was stopped because SolFlow ends");
            }
        } finally {
            threads.shutdownNow();
        }
    }
}
