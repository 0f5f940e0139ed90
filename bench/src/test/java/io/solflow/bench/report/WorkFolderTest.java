package io.solflow.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class WorkFolderTest {

    @Test
    void shouldGoWithItsFilesWhenItIsClosed() throws IOException {
        final Path path;
        try (WorkFolder folder = new WorkFolder()) {
            path = folder.path();
            Files.writeString(Files.createDirectory(path.resolve("run")).resolve("market.tape"), "trades");
        }
        assertThat(path).doesNotExist();
    }

    @Test
    void shouldGoAndEndWhatWasLaunchedWhenTheProcessIsEnded() throws Exception {
        final Process benchmark = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Launching.class.getName())
                .redirectError(Path.of("target", "work-folder-test.txt").toFile())
                .start();
        try (BufferedReader output = benchmark.inputReader()) {
            final Path path = Path.of(output.readLine());
            final ProcessHandle launched =
                    ProcessHandle.of(Long.parseLong(output.readLine())).orElseThrow();
            assertThat(path).isDirectory();

            benchmark.destroy();

            assertThat(benchmark.waitFor(60, TimeUnit.SECONDS)).isTrue();
            assertThat(launched.isAlive()).isFalse();
            assertThat(path).doesNotExist();
        } finally {
            benchmark.destroyForcibly();
        }
    }

    /** A benchmark that has launched a process, which outlives it unless it is ended, and waits. */
    static final class Launching {
        private Launching() {}

        public static void main(final String[] args) throws Exception {
            final WorkFolder folder = new WorkFolder();
            Files.writeString(folder.path().resolve("market.tape"), "trades");
            System.out.println(folder.path());
            System.out.println(new ProcessBuilder("sleep", "600").start().pid());
            new CountDownLatch(1).await();
        }
    }
}
