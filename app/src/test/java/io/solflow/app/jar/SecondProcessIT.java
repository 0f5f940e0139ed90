package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.support.Jar;
import io.solflow.app.support.KilledRun;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes and one database: the second one is turned away, whatever it calls the file and however the lock looks. */
class SecondProcessIT {

    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private Path database;
    private Path lockFile;
    private Jar first;

    @BeforeEach
    void nameTheFiles() {
        database = folder.resolve("d.db");
        lockFile = folder.resolve("d.db.lock");
    }

    private void startTheFirst() throws Exception {
        first = Jar.start(folder, Map.of(), "demo", "--seconds", "600", "--rate", "10", "--db", "d.db");
        await().atMost(PATIENCE).until(() -> first.err().contains("STREAMING"));
    }

    @AfterEach
    void leaveNoProcess() {
        if (first != null) {
            first.process().destroyForcibly();
        }
    }

    @Test
    void shouldRefuseTheSecondAndNameTheFirstWhateverItCallsTheDatabase() throws Exception {
        startTheFirst();
        Files.createDirectory(folder.resolve("sub"));
        Files.createSymbolicLink(folder.resolve("link.db"), database);
        Files.createSymbolicLink(folder.resolve("here"), folder);
        for (final String name : List.of("d.db", "link.db", "here/d.db", "sub/../d.db", database.toString())) {
            final Jar.Result second = Jar.run(folder, "migrate", "--db", name);
            assertThat(second.exitCode()).as(name).isEqualTo(2);
            assertThat(second.err())
                    .as(name)
                    .contains(
                            "d.db is written by process " + first.process().pid() + ",",
                            "allowed: one process at a time");
        }
        first.process().destroy();
        assertThat(first.await().exitCode()).isZero();
    }

    @Test
    void shouldRefuseTheSecondWhenTheLockFileHoldsGarbageAndStartWhenTheFirstWasKilled() throws Exception {
        startTheFirst();
        assertThat(Files.readString(lockFile))
                .isEqualTo(Long.toString(first.process().pid()));
        Files.write(lockFile, new byte[] {'n', 'o', '\n', 0, (byte) 0xFF});
        final Jar.Result second = Jar.run(folder, "migrate", "--db", "d.db");
        assertThat(second.exitCode()).as(second.err()).isEqualTo(2);
        assertThat(second.err()).contains("d.db is written by another process", "d.db.lock does not say which");

        KilledRun.kill(first);
        assertThat(lockFile).as("the stale lock").exists();
        final Jar.Result third = Jar.run(folder, "migrate", "--db", "d.db");
        assertThat(third.exitCode()).as(third.err()).isZero();
        assertThat(Jar.run(folder, "verify", "--db", "d.db").exitCode()).isZero();
    }

    @Test
    void shouldNameALockFileThatCannotBeUsed() throws Exception {
        Files.createDirectory(lockFile);
        final Jar.Result second = Jar.run(folder, "migrate", "--db", "d.db");
        assertThat(second.exitCode()).as(second.err()).isEqualTo(2);
        assertThat(second.err()).contains("lock file", "d.db.lock").doesNotContain("\tat ");
    }
}
