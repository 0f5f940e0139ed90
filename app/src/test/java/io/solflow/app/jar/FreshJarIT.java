package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.solflow.app.support.Jar;
import io.solflow.app.support.PipelineRun;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The finished jar as somebody meets it who has just built it: no flags, no settings, an empty folder. */
class FreshJarIT {

    private static final long MAX_RESIDENT_KIB = 512 << 10;
    private static final long SAMPLE_MS = 100;
    private static final String PEAK = "VmHWM:";

    @TempDir
    Path folder;

    @Test
    void shouldPlayTheDemoOfAllProgramsInLittleMemory() throws Exception {
        final Jar demo = Jar.startPlain(Jar.ownJava(), folder, "demo", "--seconds", "10", "--rate", "2000");
        final long peakKib = peakUntilExit(demo.process());
        final Jar.Result result = demo.await();

        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).doesNotContain("WARNING:");
        final Path database = folder.resolve("solflow-demo.db");
        assertThat(PipelineRun.rows(database, "SELECT DISTINCT program FROM token_trades ORDER BY program"))
                .containsExactly("BonkSwap", "JupiterDCA", "Moonshot", "PumpFun", "PumpSwap");
        assertThat(Long.parseLong(PipelineRun.rows(database, "SELECT count(*) FROM token_trades")
                        .get(0)))
                .isBetween(19_000L, 21_000L);
        assertThat(unknownAndMalformed(result.out())).hasSize(10).containsOnly("0");
        assertThat(result.out()).contains(" 0 malformed)");
        assertThat(Jar.run(folder, "verify", "--db", "solflow-demo.db").exitCode())
                .isZero();

        assumeThat(peakKib).as("no /proc/<pid>/status here").isPositive();
        assertThat(peakKib).as("peak resident set in KiB").isLessThan(MAX_RESIDENT_KIB);
    }

    @Test
    void shouldRunOnJava25WithoutWarnings() throws Exception {
        final Optional<Path> java = java25();
        assumeThat(java).as("a JDK 25 under /usr/lib/jvm").isPresent();
        for (final List<String> arguments : List.of(
                List.of("--version"),
                List.of("demo", "--seconds", "2", "--db", "d.db"),
                List.of("verify", "--db", "d.db"))) {
            final Jar.Result result = Jar.startPlain(java.get(), folder, arguments.toArray(new String[0]))
                    .await();
            assertThat(result.exitCode()).as(result.err()).isZero();
            assertThat(result.err()).as(arguments.toString()).doesNotContain("WARNING:");
        }
    }

    /** Highest resident set that was seen, 0 where the system does not tell. */
    private static long peakUntilExit(final Process process) throws InterruptedException {
        final Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        long peakKib = 0;
        do {
            peakKib = Math.max(peakKib, peakKib(status));
        } while (!process.waitFor(SAMPLE_MS, TimeUnit.MILLISECONDS));
        return peakKib;
    }

    private static long peakKib(final Path status) {
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith(PEAK))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (final IOException | java.io.UncheckedIOException e) {
            // no such file system, or the process has just ended
            return 0;
        }
    }

    private static Optional<Path> java25() throws IOException {
        final Path all = Path.of("/usr/lib/jvm");
        if (!Files.isDirectory(all)) {
            return Optional.empty();
        }
        try (Stream<Path> homes = Files.list(all)) {
            return homes.filter(FreshJarIT::isJava25)
                    .map(home -> home.resolve("bin").resolve("java"))
                    .filter(Files::isExecutable)
                    .findFirst();
        }
    }

    private static boolean isJava25(final Path home) {
        try {
            return Files.readString(home.resolve("release")).contains("JAVA_VERSION=\"25");
        } catch (final IOException e) {
            return false;
        }
    }

    /** The last two numbers of each program's line of the summary. */
    private static List<String> unknownAndMalformed(final String out) {
        return out.lines()
                .filter(line -> line.matches("(PumpFun|PumpSwap|Moonshot|BonkSwap|JupiterDCA) .*"))
                .map(line -> line.strip().split(" +", -1))
                .flatMap(columns -> Stream.of(columns[5], columns[6]))
                .toList();
    }
}
