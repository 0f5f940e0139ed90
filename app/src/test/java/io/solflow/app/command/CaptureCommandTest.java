package io.solflow.app.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.solflow.app.Main;
import io.solflow.app.support.AnsweringServer;
import io.solflow.app.support.ChildJvm;
import io.solflow.app.support.Printed;
import io.solflow.ingest.capture.RecordedUpdates;
import io.solflow.ingest.capture.Recordings;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(120)
class CaptureCommandTest {

    private static final int BLOCKS = 5;

    @TempDir
    Path folder;

    private final Printed printed = new Printed();

    @AfterEach
    void restore() {
        printed.close();
    }

    @Test
    void shouldLeaveNoFileWhenTheServerRefuses() throws IOException {
        try (AnsweringServer server = AnsweringServer.start(stream -> stream.end(Status.PERMISSION_DENIED))) {
            assertThat(capture(server)).isEqualTo(3);
        }
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldLeaveAFileThatIsThereAsItWas() throws IOException {
        Files.writeString(file(), "mine");
        try (AnsweringServer server = AnsweringServer.start(stream -> stream.end(Status.PERMISSION_DENIED))) {
            assertThat(capture(server)).isEqualTo(2);
            assertThat(server.streams()).as("asked nobody").isEmpty();
        }
        assertThat(file()).hasContent("mine");
        assertThat(printed.take()).contains("exists already");
    }

    @Test
    void shouldLeaveNoFileWhenASettingIsWrong() {
        assertThat(printed.run("capture", file().toString(), "--geyser-url", "ftp://x"))
                .isEqualTo(2);
        assertThat(printed.run(
                        "capture", folder.resolve("no/such/x.sf").toString(), "--geyser-url", "http://127.0.0.1:1"))
                .isEqualTo(2);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void shouldKeepWhatCameBeforeTheServerRefused() throws IOException {
        final AtomicBoolean played = new AtomicBoolean();
        try (AnsweringServer server = AnsweringServer.start(stream -> {
            if (!played.getAndSet(true)) {
                play(stream);
            }
            stream.end(Status.PERMISSION_DENIED);
        })) {
            assertThat(capture(server)).isEqualTo(3);
        }
        assertThat(updates()).isPositive();
    }

    @Test
    void shouldKeepWhatItHasWhenASignalEndsIt() throws Exception {
        try (AnsweringServer server = AnsweringServer.start(stream -> {
                    play(stream);
                    stream.pingUntilGone(10);
                });
                ChildJvm child = ChildJvm.start(
                        Main.class,
                        "capture",
                        file().toString(),
                        "--geyser-url",
                        "http://127.0.0.1:" + server.port())) {
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .until(() -> Files.exists(file()) && Files.size(file()) > 100);

            // SIGTERM; Process.destroy would close the child's output too
            ProcessHandle.of(child.process().pid()).orElseThrow().destroy();

            final String told = child.awaitLine(file().toString());
            assertThat(child.process().waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(child.process().exitValue()).isZero();
            assertThat(updates()).isPositive();
            assertThat(told).startsWith(String.format(Locale.ROOT, "%s: %,d updates, ", file(), updates()));
        }
    }

    private static void play(final AnsweringServer.Stream stream) {
        try (MarketSimulator simulator = new MarketSimulator(MarketConfig.of(60, 20, 20261206))) {
            for (int i = 0; i < BLOCKS; i++) {
                final Block block = simulator.next();
                stream.send(block);
            }
        }
    }

    private long updates() throws IOException {
        long count = 0;
        try (RecordedUpdates updates = Recordings.open(file())) {
            while (updates.next()) {
                count++;
            }
            assertThat(updates.truncatedAt()).isEqualTo(RecordedUpdates.WHOLE);
        }
        return count;
    }

    private int capture(final AnsweringServer server) {
        return printed.run("capture", file().toString(), "--geyser-url", "http://127.0.0.1:" + server.port());
    }

    private Path file() {
        return folder.resolve("a.sf");
    }
}
