package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.support.Jar;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/**
 * The live page of the finished jar in a real browser: {@code src/test/page} clicks through every view and fails on anything
 * that the browser complains about. A drill, because a browser without a graphics card takes both cores. Left out, saying so, where Node, npm or Chromium are not installed or npm has no packages.
 */
class PageIT {

    private static final long INSTALL_SECONDS = 300;
    private static final long BROWSE_SECONDS = 1_200;
    private static final int PAINTED_TOKENS = 5_000;
    private static final Path SCRIPTS = Path.of("src", "test", "page");
    private static final Path WORK = Path.of("target", "page");
    private static final String CHROMIUM = "SOLFLOW_CHROMIUM";

    @TempDir
    Path folder;

    @Test
    @EnabledIfSystemProperty(named = "solflow.page", matches = "true")
    void shouldShowEveryViewInABrowserWithoutAComplaint() throws Exception {
        browse(List.of("--rate", "300"), url -> List.of("--test", "--test-reporter=spec", "page.test.mjs"));
    }

    /** The times are printed and not asserted; what is asserted is that the page shows the tokens and follows them. */
    @Test
    @EnabledIfSystemProperty(named = "solflow.paint", matches = "true")
    void shouldPaintAndFollowThousandsOfTokens() throws Exception {
        System.out.print(browse(
                List.of("--rate", "1000", "--tokens", Integer.toString(2 * PAINTED_TOKENS)),
                url -> List.of("paint.mjs", url, Integer.toString(PAINTED_TOKENS))));
    }

    /** Runs a script against a demo; gives what it printed. */
    private String browse(final List<String> market, final Function<String, List<String>> script) throws Exception {
        final Optional<Path> node = program("node");
        final Optional<Path> npm = program("npm");
        assumeThat(node).as("node is installed").isPresent();
        assumeThat(npm).as("npm is installed").isPresent();
        assumeThat(chromium())
                .as("chromium is installed, or named by %s", CHROMIUM)
                .isPresent();
        copyScripts();
        final Run install =
                run(INSTALL_SECONDS, npm.get(), Map.of(), "ci", "--ignore-scripts", "--no-audit", "--no-fund");
        assumeThat(install.exitCode()).as("npm ci: %s", install.output()).isZero();

        final String address = "127.0.0.1:" + freePort();
        final String url = "http://" + address;
        final List<String> command =
                new ArrayList<>(List.of("demo", "--seconds", Long.toString(BROWSE_SECONDS), "--http", address));
        command.addAll(market);
        final Jar demo = Jar.start(folder, Map.of(), command.toArray(String[]::new));
        try {
            // it opens behind the stream's first update
            await().atMost(Duration.ofMinutes(2)).until(() -> demo.err().contains("page at "));
            final Map<String, String> environment = Map.of(
                    "SOLFLOW_PAGE_URL", url, CHROMIUM, chromium().orElseThrow().toString());
            final Run browsing = run(
                    BROWSE_SECONDS, node.get(), environment, script.apply(url).toArray(String[]::new));
            assertThat(browsing.exitCode())
                    .as("%s%n%s", browsing.output(), demo.err())
                    .isZero();
            return browsing.output();
        } finally {
            demo.process().destroy();
            assertThat(demo.await().exitCode()).isZero();
        }
    }

    private record Run(int exitCode, String output) {}

    private static Run run(
            final long timeoutSeconds, final Path program, final Map<String, String> environment, final String... args)
            throws IOException, InterruptedException {
        final Path output = WORK.resolve(program.getFileName() + ".txt");
        final List<String> command =
                Stream.concat(Stream.of(program.toString()), Stream.of(args)).toList();
        final ProcessBuilder builder = new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        final Process process = builder.start();
        if (!process.waitFor(timeoutSeconds, TimeUnit.SECONDS)) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
            throw new AssertionError(
                    program + " is still running after " + timeoutSeconds + " s: " + Files.readString(output));
        }
        return new Run(process.exitValue(), Files.readString(output));
    }

    private static void copyScripts() throws IOException {
        Files.createDirectories(WORK);
        try (Stream<Path> scripts = Files.list(SCRIPTS)) {
            for (final Path script : scripts.toList()) {
                Files.copy(script, WORK.resolve(script.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Optional<Path> chromium() {
        final String named = System.getenv(CHROMIUM);
        if (named != null) {
            return Optional.of(Path.of(named)).filter(Files::isExecutable);
        }
        return Stream.of("chromium", "chromium-browser", "google-chrome")
                .flatMap(name -> program(name).stream())
                .findFirst();
    }

    /** A program of the search path. */
    private static Optional<Path> program(final String name) {
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(place -> Path.of(place, name))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
