package io.solflow.app.jar;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.solflow.app.support.Tool;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The container's health check against a server that answers as SolFlow does. */
@Timeout(300)
class HealthProbeTest {

    private static final String TOKEN = "a-token-of-this-test";

    @TempDir
    static Path classes;

    private final List<String> authorizations = new ArrayList<>();
    private HttpServer server;
    private int status = 200;

    @BeforeAll
    static void compile() {
        assertThat(ToolProvider.getSystemJavaCompiler()
                        .run(null, null, null, "-d", classes.toString(), "container/HealthProbe.java"))
                .isZero();
    }

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/health", exchange -> {
            authorizations.add(String.valueOf(exchange.getRequestHeaders().getFirst("Authorization")));
            final byte[] text = (status == 200 ? "green\n" : "red: disk-full\n").getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(status, text.length);
            exchange.getResponseBody().write(text);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void shouldBeWellWhenHealthIs200AndSendTheToken() throws Exception {
        final Tool probe =
                probe(Map.of("SOLFLOW_HTTP", "0.0.0.0:" + server.getAddress().getPort(), "SOLFLOW_HTTP_TOKEN", TOKEN));
        assertThat(probe).isEqualTo(new Tool(0, "green\n"));
        assertThat(authorizations).containsExactly("Bearer " + TOKEN);
    }

    @Test
    void shouldBeUnwellAndSayWhyWhenHealthIs503() throws Exception {
        status = 503;
        assertThat(probe(Map.of(
                        "SOLFLOW_HTTP", "127.0.0.1:" + server.getAddress().getPort())))
                .isEqualTo(new Tool(1, "red: disk-full\n"));
        assertThat(authorizations).containsExactly("null");
    }

    @Test
    void shouldBeUnwellWhenNobodyAnswers() throws Exception {
        final int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        final Tool probe = probe(Map.of("SOLFLOW_HTTP", "127.0.0.1:" + free));
        assertThat(probe.exitCode()).isEqualTo(1);
        assertThat(probe.output()).contains("does not answer");
    }

    @Test
    void shouldHaveNobodyToAskWhenTheServerIsOff() throws Exception {
        assertThat(probe(Map.of("SOLFLOW_HTTP", "off"))).isEqualTo(new Tool(0, ""));
    }

    private static Tool probe(final Map<String, String> environment) throws IOException, InterruptedException {
        return Tool.run(
                classes,
                environment,
                List.of(Path.of(System.getProperty("java.home"), "bin/java").toString(), "-cp", ".", "HealthProbe"));
    }
}
