package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.solflow.app.support.CommitCheck;
import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.Jar;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.Tables;
import io.solflow.ingest.server.Delivery;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Input/output errors of a real kernel: the finished jar runs under a limit on the size of files, so that every write beyond
 * it fails; the limit is then lifted from the running process.
 */
class InputOutputErrorIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int LIMIT_BYTES = 4 << 20;
    /** The unit of a POSIX shell's ulimit. */
    private static final int ULIMIT_UNIT_BYTES = 512;

    private static final long SEED = 20_261_130;

    @TempDir
    Path folder;

    private final ServedMarket market =
            new ServedMarket(MarketConfig.of(200, 500, SEED).lasting(60));

    @Test
    void shouldKeepTheBatchWhileWritesFailAndLoseNothing() throws Exception {
        assumeTrue(has("prlimit") && has("sh"), "needs sh and prlimit to limit the size of files");
        final Path whole = folder.resolve("whole.db");
        final Path failing = folder.resolve("failing.db");
        final Path java = folder.resolve("limited-java.sh");
        Files.writeString(
                java,
                "#!/bin/sh\nulimit -S -f " + LIMIT_BYTES / ULIMIT_UNIT_BYTES + " && exec '" + Jar.ownJava()
                        + "' \"$@\"\n");
        Files.setPosixFilePermissions(java, PosixFilePermissions.fromString("rwx------"));
        try (GeyserServer server = GeyserServer.start(lossless(), market.feed())) {
            final Jar run = Jar.startWith(
                    java,
                    folder,
                    "run",
                    "--geyser-url",
                    "http://127.0.0.1:" + server.port(),
                    "--db",
                    failing.toString());
            await().atMost(PATIENCE)
                    .failFast(() ->
                            assertThat(run.process().isAlive()).as(run.err()).isTrue())
                    .until(() -> run.err().contains("SQLITE_IOERR"));
            assertThat(run.err()).contains("database " + failing + ": [SQLITE_IOERR");
            CommitCheck.assertOneCommit("while writes fail", failing, market.expected());
            assertThat(exec("prlimit", "--pid", Long.toString(run.process().pid()), "--fsize=unlimited"))
                    .isZero();
            await().atMost(PATIENCE)
                    .failFast(() ->
                            assertThat(run.process().isAlive()).as(run.err()).isTrue())
                    .until(() -> PipelineRun.rows(failing, "SELECT slot FROM checkpoint")
                            .equals(List.of(Long.toString(market.lastSlot()))));
            run.process().destroy();
            assertThat(run.await().exitCode()).as(run.err()).isZero();
        }
        try (GeyserServer server = GeyserServer.start(lossless(), market.feed());
                GrpcRun run = GrpcRun.start(
                        whole,
                        GeyserConfig.standard(
                                new GeyserEndpoint(false, "127.0.0.1", server.port()),
                                "",
                                Commitment.CONFIRMED,
                                GrpcRun.allPrograms(),
                                SEED))) {
            run.awaitCommitted(market.lastSlot());
            run.stop();
        }
        Tables.assertUndisturbed("seed " + SEED, failing, whole);
    }

    private static GeyserServerConfig lossless() {
        return GeyserServerConfig.defaults()
                .withDelivery(Delivery.LOSSLESS)
                .withSpeed(0)
                .withQueueLimit(200)
                .withReplaySlots(1_000);
    }

    private static boolean has(final String program) throws InterruptedException {
        try {
            return exec("which", program) == 0;
        } catch (final IOException e) {
            return false;
        }
    }

    private static int exec(final String... command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return process.exitValue();
    }
}
