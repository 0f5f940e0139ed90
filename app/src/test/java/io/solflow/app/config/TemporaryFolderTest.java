package io.solflow.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.solflow.app.Main;
import io.solflow.app.support.MarketLines;
import io.solflow.app.support.SmallDisk;
import io.solflow.ingest.capture.CaptureWriter;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands in processes of their own, whose folder for temporary files does not work as it should. */
class TemporaryFolderTest {

    private static final int BLOCKS = 4;

    @TempDir
    Path folder;

    private Path work;

    private record Result(int exitCode, String text) {}

    @BeforeEach
    void writeInput() throws IOException {
        work = Files.createDirectory(folder.resolve("work"));
        try (MarketSimulator json = new MarketSimulator(MarketConfig.of(60, 20, 20261207));
                MarketSimulator market = new MarketSimulator(MarketConfig.of(60, 20, 20261207));
                CaptureWriter capture = CaptureWriter.create(work.resolve("market.sf"))) {
            Files.write(
                    work.resolve("market.ndjson"), MarketLines.of(json, BLOCKS).lines());
            for (int i = 0; i < BLOCKS; i++) {
                for (final byte[] update : BlockUpdates.plain().bytes(market.next())) {
                    capture.write(0, update, 0, update.length);
                }
            }
        }
    }

    @Test
    void shouldUseTheFolderOfTheDatabaseWhereTheSystemsCannotBeWritten() throws Exception {
        final List<String> command = replay(folder.resolve("missing"));

        final Result result = run(command, work.resolve("cache"));

        assertThat(result.exitCode).as(result.text).isZero();
        assertThat(result.text).doesNotContain("Exception", "SEVERE", "Failed to load");
        assertLeftNothing();
    }

    @Test
    void shouldUseTheFolderOfTheDatabaseWhereTheSystemsLetsNothingBeExecuted() throws Exception {
        assumeTrue(SmallDisk.isPossible(), "no file system can be mounted here: needs Linux and root");
        final Path noexec = Files.createDirectory(folder.resolve("noexec"));
        final String command =
                "mount -t tmpfs -o noexec tmpfs '" + noexec + "' && exec '" + String.join("' '", replay(noexec)) + "'";

        final Result result = run(List.of("unshare", "-m", "sh", "-c", command), work.resolve("cache"));

        assertThat(result.exitCode).as(result.text).isZero();
        assertThat(result.text).doesNotContain("Exception", "SEVERE", "Failed to load");
        assertLeftNothing();
    }

    @Test
    void shouldSayInOneLineThatNoFolderWorks() throws Exception {
        assumeTrue(SmallDisk.isPossible(), "no file system can be mounted here: needs Linux and root");
        final String command = "mount -t tmpfs -o noexec tmpfs '" + work + "' && exec '"
                + String.join("' '", java(folder.resolve("missing"), "verify")) + "'";

        final Result result = run(List.of("unshare", "-m", "sh", "-c", command), work.resolve("cache"));

        assertThat(result.exitCode).as(result.text).isEqualTo(2);
        assertThat(result.text.lines().filter(line -> !line.startsWith("Picked up")))
                .singleElement()
                .asString()
                .contains("for temporary files", "missing", work.toString(), "-Djava.io.tmpdir=FOLDER");
    }

    private List<String> java(final Path temporary, final String... words) {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/jdk.internal.misc=ALL-UNNAMED",
                "-XX:TieredStopAtLevel=1",
                "-Djava.io.tmpdir=" + temporary,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName()));
        command.addAll(List.of(words));
        command.addAll(List.of("--db", work.resolve("trades.db").toString()));
        return command;
    }

    private List<String> replay(final Path temporary) {
        return java(
                temporary,
                "replay",
                work.resolve("market.sf").toString(),
                work.resolve("market.ndjson").toString());
    }

    private static Result run(final List<String> command, final Path cache) throws IOException, InterruptedException {
        final ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().putAll(Map.of("XDG_CACHE_HOME", cache.toString()));
        final Process process = builder.start();
        final String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), text);
    }

    private void assertLeftNothing() throws IOException {
        try (Stream<Path> files = Files.list(work)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("market.sf", "market.ndjson", "trades.db", "trades.db.lock");
        }
    }
}
