package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.solflow.app.support.AnsweringServer;
import io.solflow.app.support.Jar;
import io.solflow.app.support.TestToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What the finished jar does when a server refuses it, and that the token shows nowhere, whatever is logged. */
@Timeout(180)
class RefusedIT {

    private static final Pattern LISTENING = Pattern.compile("listening on (http://\\S+:\\d+)");

    @TempDir
    Path folder;

    @ParameterizedTest(name = "{0} of {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "UNAUTHENTICATED   | run             | check X_TOKEN",
                "PERMISSION_DENIED | run             | check X_TOKEN and the plan behind it",
                "INVALID_ARGUMENT  | run             | check SOLFLOW_PROGRAMS and SOLFLOW_COMMITMENT",
                "UNAUTHENTICATED   | capture file.sf | check X_TOKEN"
            })
    void shouldExitWith3AtOnceAndSayWhatToChange(final Status.Code code, final String command, final String advice)
            throws Exception {
        try (AnsweringServer server = AnsweringServer.start(
                stream -> stream.end(code.toStatus().withDescription("not for " + TestToken.RIGHT)))) {
            final Jar.Result result = Jar.run(
                    folder,
                    Map.of(
                            "GEYSER_URL",
                            "http://127.0.0.1:" + server.port(),
                            "X_TOKEN",
                            TestToken.RIGHT,
                            "SOLFLOW_DB_PATH",
                            "live.db",
                            "SOLFLOW_LOG",
                            "trace"),
                    command.split(" ", -1));

            assertThat(result.exitCode()).as(result.err()).isEqualTo(3);
            assertThat(result.err())
                    .contains(code.name(), advice, "'not for ***'")
                    .doesNotContain("\tat ");
            assertThat(server.streams()).as("asked once").hasSize(1);
        }
        assertNoFileHoldsTheToken();
    }

    /** Every logger of the process asked for everything: gRPC and Netty would write the headers they send and get. */
    @Test
    void shouldShowTheTokenInNoLogOfServerAndClient() throws Exception {
        final Path logging = folder.resolve("logging.properties");
        Files.writeString(
                logging,
                "handlers=java.util.logging.ConsoleHandler\n.level=ALL\njava.util.logging.ConsoleHandler.level=ALL\n");
        final Map<String, String> loud =
                Map.of("JAVA_TOOL_OPTIONS", "-Djava.util.logging.config.file=" + logging, "SOLFLOW_LOG", "trace");
        final Jar server = Jar.start(folder, loud, "serve", "--port", "0", "--token", TestToken.RIGHT, "--rate", "50");
        try {
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> LISTENING.matcher(server.out()).find());
            final Matcher url = LISTENING.matcher(server.out());
            assertThat(url.find()).isTrue();
            final Jar run = Jar.start(
                    folder,
                    Map.of(
                            "JAVA_TOOL_OPTIONS",
                            loud.get("JAVA_TOOL_OPTIONS"),
                            "SOLFLOW_LOG",
                            "trace",
                            "GEYSER_URL",
                            url.group(1),
                            "X_TOKEN",
                            TestToken.RIGHT,
                            "SOLFLOW_DB_PATH",
                            "live.db"),
                    "run",
                    "--print-trades");
            await().atMost(Duration.ofSeconds(60)).until(() -> run.out().contains(" SOL"));
            run.process().destroy();
            assertThat(run.await().exitCode()).as(run.err()).isZero();
        } finally {
            server.process().destroy();
            server.await();
        }
        assertNoFileHoldsTheToken();
    }

    /** Database, write-ahead log, capture and whatever else was written. */
    private void assertNoFileHoldsTheToken() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (final Path file : files.filter(Files::isRegularFile).toList()) {
                assertThat(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1).contains(TestToken.MARKER))
                        .as("%s holds the token", file)
                        .isFalse();
            }
        }
    }
}
