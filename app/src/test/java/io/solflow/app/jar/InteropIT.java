package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.solflow.app.config.UsageException;
import io.solflow.app.support.Cli;
import io.solflow.app.support.DocPage;
import io.solflow.app.support.Jar;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.SmallDisk;
import io.solflow.app.support.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What {@code docs/interop.md} says, with other programs that read while the finished jar writes. */
class InteropIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String COUNT = "SELECT count(*) FROM token_trades";
    /** A user without any right that others have not. */
    private static final String NOBODY = "65534";

    @TempDir
    static Path folder;

    private static Jar demo;

    @BeforeAll
    static void write() throws Exception {
        demo = Jar.start(folder, Map.of(), "demo", "--seconds", "600", "--rate", "500", "--db", "solflow.db");
        await().atMost(PATIENCE)
                .ignoreExceptionsInstanceOf(UsageException.class)
                .until(() -> Long.parseLong(rows("SELECT count(*) FROM trades")) > 500);
        assertThat(Cli.run("backup", folder.resolve("backup.db").toString(), "--db", database())
                        .exitCode())
                .isZero();
    }

    /** Whatever the readers did, the writer stops in order and its figures are right. */
    @AfterAll
    static void stop() throws Exception {
        demo.process().destroy();
        final Jar.Result result = demo.await();
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(PipelineRun.verify(folder.resolve("solflow.db")).details()).isEmpty();
    }

    private static String database() {
        return folder.resolve("solflow.db").toString();
    }

    private static String rows(final String sql) throws Exception {
        return PipelineRun.rows(folder.resolve("solflow.db"), sql).get(0);
    }

    @Test
    void shouldRunEveryShellBlockOfThePage() throws Exception {
        assumeSqlite();
        final List<String> blocks = DocPage.read("interop.md").blocks("sh");
        assertThat(blocks).hasSizeGreaterThan(2);
        for (final String block : blocks) {
            final Tool tool = Tool.run(folder, "sh", "-e", "-c", block);
            assertThat(tool.exitCode()).as("%s%s", block, tool.output()).isZero();
        }
        assertThat(Files.readAllLines(folder.resolve("trades.csv")).get(0))
                .startsWith("id,mint,timestamp,wallet,side,sol_amount");
    }

    @Test
    void shouldRunThePagesPython() throws Exception {
        assumePython("sqlite3");
        final Tool tool = python(block("import sqlite3"));
        assertThat(tool.exitCode()).as(tool.output()).isZero();
        assertThat(tool.output()).containsPattern("PumpFun +[1-9][0-9]* +[0-9.]+");
    }

    @Test
    void shouldRunThePagesDuckDbOnACsv() throws Exception {
        assumeSqlite();
        assumePython("duckdb");
        Tool.run(
                folder,
                "sh",
                "-e",
                "-c",
                DocPage.read("interop.md").blocks("sh").get(1));
        final Tool tool = python(block("import duckdb"));
        assertThat(tool.exitCode()).as(tool.output()).isZero();
        assertThat(tool.output()).contains("PumpFun");
        assertThat(folder.resolve("trades.parquet")).isNotEmptyFile();
    }

    @Test
    void shouldRunThePagesDuckDbOnTheFileItself() throws Exception {
        assumePython("duckdb");
        assumeTrue(
                python(
                                        "import duckdb; duckdb.sql('SET autoinstall_known_extensions = false'); duckdb.load_extension('sqlite')")
                                .exitCode()
                        == 0,
                "DuckDB's extension sqlite is not installed here");
        final String sql = DocPage.read("interop.md").blocks("sql").get(0).replace("INSTALL sqlite; ", "");
        final Tool tool = python("import duckdb\nfor q in '''" + sql + "'''.split(';'):\n"
                + "    if q.strip(): print(duckdb.execute(q).fetchall())");
        assertThat(tool.exitCode()).as(tool.output()).isZero();
        assertThat(tool.output()).contains("PumpFun");
    }

    @Test
    void shouldSeeNewCommitsFromOneQuestionToTheNext() throws Exception {
        assumeSqlite();
        final long first = sqliteCount();
        await().atMost(PATIENCE).until(() -> sqliteCount() > first);
    }

    @Test
    void shouldNotWriteThroughAReadOnlyConnection() throws Exception {
        assumeSqlite();
        final Tool tool = Tool.run(folder, "sqlite3", "-readonly", "solflow.db", "DELETE FROM trades");
        assertThat(tool.exitCode()).isNotZero();
        assertThat(tool.output()).contains("readonly database");
    }

    @Test
    void shouldReadTheSameWhereTheFolderIsMountedReadOnly() throws Exception {
        assumeSqlite();
        assumeTrue(SmallDisk.isPossible(), "needs root and unshare");
        final Tool live = readOnlyMount(folder, "solflow.db");
        assertThat(live.exitCode()).as(live.output()).isZero();
        assertThat(Long.parseLong(live.output().strip())).isPositive();
    }

    @Test
    void shouldReadTheSameAsAnotherUserWhoMayReadTheThreeFiles() throws Exception {
        assumeSqlite();
        assumeTrue(Tool.works("setpriv", "--reuid=" + NOBODY, "--clear-groups", "true"), "needs root and setpriv");
        openToAll(folder);
        final Tool live = asNobody("-readonly", database());
        assertThat(live.exitCode()).as(live.output()).isZero();
        assertThat(Long.parseLong(live.output().strip())).isPositive();
    }

    @Test
    void shouldReadAClosedDatabaseInAReadOnlyFolderAsImmutableOnly(@TempDir final Path closed) throws Exception {
        assumeSqlite();
        assumeTrue(SmallDisk.isPossible(), "needs root and unshare");
        assumeTrue(Tool.works("setpriv", "--reuid=" + NOBODY, "--clear-groups", "true"), "needs root and setpriv");
        final Path file = Files.copy(folder.resolve("backup.db"), closed.resolve("closed.db"));
        // as a closed SolFlow leaves it: in WAL mode, without a log
        Tool.run(closed, "sqlite3", "closed.db", "PRAGMA journal_mode = WAL; PRAGMA user_version = 0");
        assertThat(file.resolveSibling("closed.db-wal")).doesNotExist();
        openToAll(closed);
        assertThat(readOnlyMount(closed, "closed.db").output()).contains("unable to open database file");
        assertThat(asNobody("-readonly", file.toString()).output()).contains("attempt to write a readonly database");
        final Tool immutable = asNobody("file:" + file + "?immutable=1");
        assertThat(immutable.exitCode()).as(immutable.output()).isZero();
        assertThat(Long.parseLong(immutable.output().strip())).isPositive();
    }

    /** Why the page warns of it: such a reader does not look into the log. */
    @Test
    void shouldMissWhatIsInTheLogWhenTheFileIsSaidToBeImmutable(@TempDir final Path own) throws Exception {
        assumeSqlite();
        final Tool tool = Tool.run(
                own,
                "sh",
                "-c",
                "printf '%s\\n' 'PRAGMA journal_mode = WAL;' 'CREATE TABLE t (x);' 'INSERT INTO t VALUES (1);'"
                        + " '.shell sqlite3 -readonly a.db \"SELECT count(*) FROM t\"'"
                        + " '.shell sqlite3 \"file:a.db?immutable=1\" \"SELECT count(*) FROM t\"' | sqlite3 a.db");
        assertThat(tool.output()).contains("1").contains("no such table: t");
    }

    private static void assumeSqlite() throws InterruptedException {
        assumeTrue(Tool.works("sqlite3", "-version"), "sqlite3 is not installed");
    }

    private static void assumePython(final String module) throws InterruptedException {
        assumeTrue(Tool.works("python3", "-c", "import " + module), "python3 with " + module + " is not installed");
    }

    private static Tool python(final String script) throws IOException, InterruptedException {
        return Tool.run(folder, "python3", "-c", script);
    }

    private static String block(final String start) throws IOException {
        return DocPage.read("interop.md").blocks("python").stream()
                .filter(block -> block.startsWith(start))
                .findFirst()
                .orElseThrow();
    }

    private static long sqliteCount() throws Exception {
        final Tool tool = Tool.run(folder, "sqlite3", "-readonly", "solflow.db", COUNT);
        assertThat(tool.exitCode()).as(tool.output()).isZero();
        return Long.parseLong(tool.output().strip());
    }

    private static Tool readOnlyMount(final Path at, final String file) throws IOException, InterruptedException {
        return Tool.run(
                at,
                "unshare",
                "-m",
                "sh",
                "-c",
                "mount --bind '" + at + "' '" + at + "' && mount -o remount,bind,ro '" + at + "' && cd '" + at
                        + "' && sqlite3 -readonly " + file + " '" + COUNT + "'");
    }

    private static Tool asNobody(final String... options) throws IOException, InterruptedException {
        final List<String> command = new ArrayList<>(
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups", "sqlite3"));
        command.addAll(List.of(options));
        command.add(COUNT);
        return Tool.run(Path.of("/"), command);
    }

    private static void openToAll(final Path at) throws IOException, InterruptedException {
        assertThat(Tool.run(at, "sh", "-c", "chmod a+rx . && chmod a+r *.db*").exitCode())
                .isZero();
    }
}
