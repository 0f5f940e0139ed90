package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.config.ExitCode;
import io.solflow.app.support.Jar;
import io.solflow.app.support.JsonTree;
import io.solflow.app.web.ExpositionFormat;
import io.solflow.app.web.RawHttp;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The HTTP server of the finished jar, while {@code demo} runs. */
class HttpIT {

    private static final Pattern PAGE = Pattern.compile("page at http://127\\.0\\.0\\.1:(\\d+)/");
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    @TempDir
    static Path folder;

    private static Jar demo;
    private static int port;

    @BeforeAll
    static void start() throws IOException {
        demo = Jar.start(folder, Map.of(), "demo", "--seconds", "300", "--rate", "500", "--http", "127.0.0.1:0");
        await().atMost(PATIENCE).until(() -> PAGE.matcher(demo.err()).find());
        final Matcher page = PAGE.matcher(demo.err());
        assertThat(page.find()).isTrue();
        port = Integer.parseInt(page.group(1));
        await().atMost(PATIENCE)
                .until(() -> RawHttp.get(port, "/api/tokens").text().contains("\"mint\""));
    }

    @AfterAll
    static void stopInOrder() throws IOException, InterruptedException {
        demo.process().destroy();
        final Jar.Result result = demo.await();
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(Files.exists(folder.resolve("solflow-demo.db-wal")))
                .as("no reader has kept the log")
                .isFalse();
    }

    @Test
    void shouldShowTokensThePipelineAndHealth() throws IOException {
        final Map<String, Object> pipeline =
                JsonTree.object(RawHttp.get(port, "/api/pipeline").text());
        assertThat(pipeline).containsEntry("live", true).containsEntry("database", "solflow-demo.db");
        assertThat((long) pipeline.get("slot")).isPositive();
        assertThat(RawHttp.get(port, "/health").status()).isEqualTo(200);
        assertThat(RawHttp.get(port, "/").status()).isEqualTo(200);
    }

    @Test
    void shouldTellMetricsThatPromtoolAccepts() throws IOException, InterruptedException {
        final String text = RawHttp.get(port, "/metrics").text();
        assertThat(ExpositionFormat.parse(text).get("solflow_updates_total")).isPositive();
        final Path promtool = Path.of("/usr/bin/promtool");
        assumeThat(Files.isExecutable(promtool))
                .as("promtool, of Debian's package prometheus, is not installed")
                .isTrue();
        final Process check = new ProcessBuilder(promtool.toString(), "check", "metrics")
                .redirectErrorStream(true)
                .start();
        check.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
        check.getOutputStream().close();
        final String said = new String(check.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(check.waitFor()).as(said).isZero();
        assertThat(said).isBlank();
    }

    @Test
    void shouldLetATerminalLookBesideIt() throws IOException, InterruptedException {
        final Jar.Result top = Jar.run(folder, "top", "--once", "--db", "solflow-demo.db");
        assertThat(top.exitCode()).as(top.err()).isZero();
        assertThat(top.out()).contains("shown by net flow of 300 s");
    }

    @Test
    void shouldRefuseANamedAddressThatIsTakenBeforeAnythingIsOpened() throws IOException, InterruptedException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            final String address = "127.0.0.1:" + taken.getLocalPort();
            final Jar.Result result = Jar.run(folder, "demo", "--seconds", "1", "--db", "other.db", "--http", address);
            assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
            assertThat(result.err()).contains("SOLFLOW_HTTP is '" + address + "', which cannot be opened");
            assertThat(Files.exists(folder.resolve("other.db"))).isFalse();
        }
    }

    @Test
    void shouldRefuseABadAddressAndOneThatOthersReach() throws IOException, InterruptedException {
        final Jar.Result bad = Jar.run(folder, Map.of("SOLFLOW_HTTP", "8787"), "demo", "--db", "other.db");
        assertThat(bad.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(bad.err()).contains("SOLFLOW_HTTP is '8787', allowed: host:port");
        final Jar.Result open = Jar.run(folder, "demo", "--db", "other.db", "--http", "0.0.0.0:0");
        assertThat(open.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(open.err()).contains("which others can reach; allowed without SOLFLOW_HTTP_TOKEN");
    }

    @Test
    void shouldServeNothingWhenItIsOff() throws IOException, InterruptedException {
        final Jar.Result result = Jar.run(folder, "demo", "--seconds", "1", "--db", "off.db", "--http", "off");
        assertThat(result.exitCode()).as(result.err()).isZero();
        assertThat(result.err()).doesNotContain("page at").doesNotContain("no page");
    }
}
