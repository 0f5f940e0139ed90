package io.solflow.app.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.solflow.app.config.UsageException;
import io.solflow.app.engine.Engine;
import io.solflow.app.support.Cli;
import io.solflow.app.support.PipelineRun;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.persist.file.PersistConfig;
import io.solflow.persist.file.StoreException;
import io.solflow.persist.upkeep.DatabaseBackup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class BackupCommandTest {

    private static final long SEED = 20_261_124;

    @TempDir
    static Path shared;

    private static Path sound;
    private static String soundCount;

    @TempDir
    Path folder;

    @BeforeAll
    static void fill() throws Exception {
        sound = shared.resolve("sound.db");
        PipelineRun.play(sound, updates(20));
        soundCount = PipelineRun.rows(sound, "SELECT count(*) FROM trades").get(0);
        assertThat(soundCount).isNotEqualTo("0");
    }

    private static List<byte[]> updates(final long seconds) {
        final List<byte[]> updates = new ArrayList<>();
        try (MarketSimulator simulator =
                new MarketSimulator(MarketConfig.of(200, 40, SEED).lasting(seconds))) {
            for (Block block = simulator.next(); block != null; block = simulator.next()) {
                updates.addAll(BlockUpdates.plain().bytes(block));
            }
        }
        return updates;
    }

    @Test
    void shouldCopyTheDatabaseAndSayWhatIsInIt() throws Exception {
        final Path copy = folder.resolve("copy.db");
        final Cli run = Cli.run("backup", copy.toString(), "--db", sound.toString());
        assertThat(run.exitCode()).as(run.err()).isZero();
        assertThat(run.out())
                .contains("copy.db: ", " trades, watermark 20", ", checkpoint slot ", " 0 gaps, in ", "ok: integrity");
        assertThat(PipelineRun.rows(copy, "SELECT count(*) FROM trades")).containsExactly(soundCount);
        assertThat(PipelineRun.rows(copy, "PRAGMA page_size")).containsExactly("4096");
        assertThat(PipelineRun.verify(copy).details()).isEmpty();
        assertThat(names()).containsExactly("copy.db");
    }

    @Test
    void shouldNotOverwriteWithoutForce() throws Exception {
        final Path copy = Files.writeString(folder.resolve("copy.db"), "mine");
        final Cli refused = Cli.run("backup", copy.toString(), "--db", sound.toString());
        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.err()).contains("copy.db exists already", "--force");
        assertThat(copy).hasContent("mine");
        assertThat(Cli.run("backup", copy.toString(), "--db", sound.toString(), "--force")
                        .exitCode())
                .isZero();
        assertThat(PipelineRun.rows(copy, "SELECT count(*) FROM trades")).containsExactly(soundCount);
    }

    @Test
    void shouldRefuseTheDatabaseItselfUnderAnyName() throws Exception {
        final Path link = Files.createSymbolicLink(folder.resolve("link.db"), sound);
        for (final Path target :
                List.of(sound, link, Path.of(sound + "-wal"), Path.of(sound + ".lock"), shared.resolve("./sound.db"))) {
            final Cli run = Cli.run("backup", target.toString(), "--db", sound.toString(), "--force");
            assertThat(run.exitCode()).as("%s: %s", target, run.err()).isEqualTo(2);
            assertThat(run.err()).contains("is the database");
        }
        assertThat(PipelineRun.verify(sound).details()).isEmpty();
    }

    @Test
    void shouldRefuseATargetWithALogLeftBesideIt() throws Exception {
        Files.writeString(folder.resolve("copy.db-wal"), "left");
        final Cli run = Cli.run("backup", folder.resolve("copy.db").toString(), "--db", sound.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("copy.db-wal is left of a database", "remove it first");
        assertThat(names()).containsExactly("copy.db-wal");
    }

    @Test
    void shouldRefuseATargetThatSomebodyWrites() throws Exception {
        final Path other = folder.resolve("other.db");
        try (Engine engine = PipelineRun.open(other)) {
            final Cli run = Cli.run("backup", other.toString(), "--db", sound.toString(), "--force");
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err())
                    .contains("that process " + ProcessHandle.current().pid() + " writes");
            engine.finish();
        }
    }

    @Test
    void shouldSayWhichFolderIsMissing() {
        final Cli run = Cli.run("backup", folder.resolve("no/copy.db").toString(), "--db", sound.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("the folder " + folder.resolve("no") + " does not exist");
    }

    @Test
    void shouldSayThatAFolderIsNoFile() {
        final Cli run = Cli.run("backup", folder.toString(), "--db", sound.toString());
        assertThat(run.exitCode()).isEqualTo(2);
        assertThat(run.err()).contains("is a folder, allowed: a file");
    }

    @Test
    void shouldSayThatAFolderCannotBeWritten() throws Exception {
        final Path closed = Files.createDirectory(folder.resolve("closed"));
        assumeTrue(closed.toFile().setWritable(false), "folder permissions cannot be changed here");
        try {
            assumeTrue(!Files.isWritable(closed), "this user may write everywhere");
            final Cli run = Cli.run("backup", closed.resolve("copy.db").toString(), "--db", sound.toString());
            assertThat(run.exitCode()).isEqualTo(2);
            assertThat(run.err()).contains("the folder " + closed + " is not writable");
        } finally {
            assertThat(closed.toFile().setWritable(true)).isTrue();
        }
    }

    @Test
    void shouldRefuseWhatIsNoDatabaseOfSolFlow() throws Exception {
        final Path text = Files.writeString(folder.resolve("text.db"), "no database, only text".repeat(100));
        final Path foreign = folder.resolve("foreign.db");
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + foreign);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("CREATE TABLE other (x)");
        }
        final String target = folder.resolve("copy.db").toString();
        for (final Path database : List.of(text, foreign, folder.resolve("missing.db"))) {
            final Cli run = Cli.run("backup", target, "--db", database.toString());
            assertThat(run.exitCode()).as("%s: %s", database, run.err()).isEqualTo(2);
            assertThat(run.err()).contains(database.getFileName().toString()).doesNotContain("Exception");
        }
        assertThat(folder.resolve("copy.db")).doesNotExist();
    }

    @Test
    void shouldNotKeepACopyOfADamagedDatabase() throws Exception {
        final Path damaged = folder.resolve("damaged.db");
        Files.copy(sound, damaged);
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + damaged);
                Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE trades SET mint_id = 999999 WHERE id = (SELECT max(id) FROM trades)");
        }
        final Cli run = Cli.run("backup", folder.resolve("copy.db").toString(), "--db", damaged.toString());
        assertThat(run.exitCode()).isEqualTo(1);
        assertThat(run.err()).contains("foreign_key_check");
        assertThat(names()).allMatch(name -> name.startsWith("damaged.db"));
    }

    @Test
    void shouldRemoveWhatAKilledBackupHasLeftButNotALivingOnes() throws Exception {
        final Process ended = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-version")
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(ended.waitFor(60, TimeUnit.SECONDS)).isTrue();
        final long living = ProcessHandle.current().parent().orElseThrow().pid();
        Files.writeString(folder.resolve("copy.db.partial-" + ended.pid()), "left");
        Files.writeString(folder.resolve("copy.db.partial-" + living), "in use");
        assertThat(Cli.run("backup", folder.resolve("copy.db").toString(), "--db", sound.toString())
                        .exitCode())
                .isZero();
        assertThat(names()).containsExactly("copy.db", "copy.db.partial-" + living);
    }

    @Test
    void shouldLeaveNothingWhenItIsStopped() throws Exception {
        try (DatabaseBackup backup = DatabaseBackup.of(sound, folder.resolve("copy.db"), 1_000)) {
            backup.cancel();
            assertThatThrownBy(backup::write)
                    .isInstanceOf(StoreException.class)
                    .hasMessageContaining("was stopped, nothing is left");
        }
        assertThat(names()).isEmpty();
    }

    /** A copy taken while a writer writes is one of the writer's commits, and the writer's tables are the usual ones. */
    @Test
    void shouldCopyOneCommitWhileAWriterWrites() throws Exception {
        final Path written = folder.resolve("written.db");
        final List<byte[]> updates = updates(30);
        final Path undisturbed = folder.resolve("undisturbed.db");
        PipelineRun.play(undisturbed, updates);
        final CountDownLatch begun = new CountDownLatch(1);
        final Thread writer = new Thread(
                () -> {
                    begun.countDown();
                    PipelineRun.play(
                            PipelineRun.PIPELINE, PersistConfig.of(written).withFlushMs(0), updates);
                },
                "writer");
        writer.start();
        assertThat(begun.await(10, TimeUnit.SECONDS)).isTrue();
        int copies = 0;
        long last = -1;
        await().atMost(Duration.ofSeconds(30))
                .ignoreExceptionsInstanceOf(UsageException.class)
                .until(() -> !PipelineRun.rows(written, "SELECT 1 FROM checkpoint WHERE slot IS NOT NULL")
                        .isEmpty());
        while (writer.isAlive() && copies < 3) {
            final Path copy = folder.resolve("copy" + copies++ + ".db");
            final Cli run = Cli.run("backup", copy.toString(), "--db", written.toString());
            assertThat(run.exitCode()).as(run.err()).isZero();
            assertThat(PipelineRun.verify(copy).details()).isEmpty();
            final long trades = Long.parseLong(
                    PipelineRun.rows(copy, "SELECT count(*) FROM trades").get(0));
            assertThat(trades).isGreaterThanOrEqualTo(last);
            last = trades;
        }
        writer.join(TimeUnit.SECONDS.toMillis(60));
        assertThat(copies).isPositive();
        for (final String table : List.of("token_trades ORDER BY id", "token_rolling_metrics ORDER BY mint")) {
            assertThat(PipelineRun.rows(written, "SELECT * FROM " + table))
                    .as("%s, seed %d", table, SEED)
                    .isEqualTo(PipelineRun.rows(undisturbed, "SELECT * FROM " + table));
        }
    }

    @Test
    void shouldSayHowMuchRoomIsMissingAndLeaveNothing() throws Exception {
        final Path small = Files.createDirectory(folder.resolve("small"));
        assumeTrue(mounts(small, "256k"), "a small disk cannot be mounted here");
        try {
            final Cli run = Cli.run("backup", small.resolve("copy.db").toString(), "--db", sound.toString());
            assertThat(run.exitCode()).isEqualTo(1);
            assertThat(run.err()).contains("copy.db needs ", "its disk has 256.0 KiB left");
            try (DatabaseBackup backup = DatabaseBackup.of(sound, small.resolve("copy.db"), 1_000)) {
                assertThatThrownBy(backup::write).hasMessageContaining("full").hasMessageContaining("its disk has ");
            }
            try (Stream<Path> files = Files.list(small)) {
                assertThat(files).isEmpty();
            }
        } finally {
            assertThat(command("umount", small.toString())).isTrue();
        }
    }

    private static boolean mounts(final Path at, final String size) throws IOException, InterruptedException {
        return command("mount", "-t", "tmpfs", "-o", "size=" + size, "tmpfs", at.toString());
    }

    private static boolean command(final String... command) throws IOException, InterruptedException {
        try {
            final Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
        } catch (final IOException e) {
            return false;
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }
}
