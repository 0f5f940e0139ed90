package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.connect.ConnectProxy;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.HttpProxy;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.connect.StreamTuning;
import io.solflow.ingest.source.probe.ServerProbe;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.RecordingPipeline;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.ingest.source.slots.Updates;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A source behind a proxy that is asked to CONNECT. */
@Timeout(60)
class ThroughProxyTest {

    private static final long SLOT = 450_000_000L;
    private static final ReconnectPolicy SLOW = new ReconnectPolicy(60_000, 60_000, 0, 60_000, 6, 1);
    private static final List<String> PROGRAMS = List.of("6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P");

    private final RecordingPipeline recorder = new RecordingPipeline();
    private ScriptedServer server;
    private YellowstoneSource source;

    @TempDir
    private Path folder;

    @BeforeAll
    static void allowForBusyMachines() {
        Awaitility.setDefaultTimeout(30, TimeUnit.SECONDS);
    }

    @BeforeEach
    void open() throws Exception {
        server = ScriptedServer.plain();
    }

    @AfterEach
    void close() throws InterruptedException {
        if (source != null) {
            source.stop();
            assertThat(source.awaitEnd(20_000)).isPresent();
        }
        server.close();
        recorder.close();
    }

    @Test
    void shouldLeaveTheServersNameToTheProxy() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.to(server.port())) {
            start(new GeyserEndpoint(false, "only-the-proxy.invalid", 10_000), null, proxy(proxy, "", ""));
            server.accept().send(Updates.meta(SLOT, 1_770_287_039L));
            await().until(() -> recorder.entries().size() == 1);
            assertThat(proxy.heads()).singleElement().satisfies(head -> assertThat(head)
                    .startsWith("CONNECT only-the-proxy.invalid:10000 HTTP/1.1\r\n")
                    .doesNotContain("roxy-authorization"));
        }
    }

    @Test
    void shouldShakeHandsWithTheServerNotWithTheProxy() throws Exception {
        final TestKeys keys = TestKeys.make(folder, "san=dns:only-the-proxy.invalid");
        final ScriptedServer encrypted = ScriptedServer.tls(keys.keys());
        try (ConnectProxy proxy = ConnectProxy.to(encrypted.port())) {
            start(new GeyserEndpoint(true, "only-the-proxy.invalid", 443), keys.certificate(), proxy(proxy, "", ""));
            encrypted.accept().send(Updates.meta(SLOT, 1_770_287_039L));
            await().until(() -> recorder.entries().size() == 1);
        } finally {
            encrypted.close();
        }
    }

    @Test
    void shouldSendUserAndPasswordAndShowThemNowhere() throws Exception {
        final ByteArrayOutputStream log = new ByteArrayOutputStream();
        final Handler handler = new EverythingHandler(log);
        final Logger root = Logger.getLogger("");
        final Level level = root.getLevel();
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        try (ConnectProxy proxy = ConnectProxy.to(server.port())) {
            start(new GeyserEndpoint(false, "example.invalid", 10_000), null, proxy(proxy, "us3r", "passw0rd"));
            server.accept();
            final String basic = Base64.getEncoder().encodeToString("us3r:passw0rd".getBytes(StandardCharsets.UTF_8));
            assertThat(proxy.heads()).singleElement().satisfies(head -> assertThat(head)
                    .containsIgnoringCase("proxy-authorization: Basic " + basic));
            source.stop();
            source.awaitEnd();
            assertThat(log.toString(StandardCharsets.UTF_8))
                    .contains("through proxy 127.0.0.1:" + proxy.port())
                    .doesNotContain("us3r", "passw0rd", basic);
        } finally {
            root.removeHandler(handler);
            root.setLevel(level);
        }
    }

    @Test
    void shouldTellWhatTheProxyAnswered() throws Exception {
        try (ConnectProxy proxy = ConnectProxy.refusing("407 Proxy Authentication Required")) {
            start(new GeyserEndpoint(true, "example.invalid", 443), null, proxy(proxy, "", ""));
            await().until(() -> source.status().state() == SourceState.WAITING);
            assertThat(source.status().reason())
                    .contains("the proxy 127.0.0.1:" + proxy.port() + " does not connect (407", "NO_PROXY");
        }
    }

    @Test
    void shouldTellThatNobodyListensAtTheProxy() throws Exception {
        final int port;
        try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = closed.getLocalPort();
        }
        start(new GeyserEndpoint(true, "example.invalid", 443), null, new HttpProxy("127.0.0.1", port, "", ""));
        await().until(() -> source.status().state() == SourceState.WAITING);
        assertThat(source.status().reason()).contains("nobody listens at the proxy 127.0.0.1:" + port, "HTTPS_PROXY");
    }

    @Test
    void shouldProbeThroughTheProxy() throws Exception {
        final TestKeys keys = TestKeys.make(folder, "san=dns:example.invalid");
        final ScriptedServer encrypted = ScriptedServer.tls(keys.keys());
        try (ConnectProxy proxy = ConnectProxy.to(encrypted.port());
                ServerProbe probe = new ServerProbe(
                        config(
                                new GeyserEndpoint(true, "example.invalid", 443),
                                keys.certificate(),
                                proxy(proxy, "u", "p")),
                        10_000)) {
            final InetAddress address = probe.resolve().get(0);
            assertThat(address.isLoopbackAddress()).isTrue();
            probe.connect(address);
            assertThat(probe.handshake(address).http2()).isTrue();
            assertThat(proxy.heads()).allSatisfy(head -> assertThat(head).startsWith("CONNECT example.invalid:443 "));
        } finally {
            encrypted.close();
        }
        try (ConnectProxy proxy = ConnectProxy.refusing("403 Forbidden");
                ServerProbe probe = new ServerProbe(
                        config(new GeyserEndpoint(true, "example.invalid", 443), null, proxy(proxy, "", "")), 10_000)) {
            final InetAddress address = probe.resolve().get(0);
            assertThatThrownBy(() -> probe.connect(address))
                    .hasMessageContaining("(proxy): it answers 'HTTP/1.1 403 Forbidden'");
        }
    }

    private static HttpProxy proxy(final ConnectProxy proxy, final String user, final String password) {
        return new HttpProxy("127.0.0.1", proxy.port(), user, password);
    }

    private void start(final GeyserEndpoint endpoint, final Path authority, final HttpProxy proxy) {
        final SlotAssembler assembler = new SlotAssembler(
                AssemblerConfig.live(Commitment.CONFIRMED), recorder.publisher(), UpdateSink.NO_CHECKPOINT);
        source = new YellowstoneSource(config(endpoint, authority, proxy), new UpdateRouter(assembler));
        source.start();
    }

    private static GeyserConfig config(final GeyserEndpoint endpoint, final Path authority, final HttpProxy proxy) {
        return new GeyserConfig(
                endpoint, "", Commitment.CONFIRMED, PROGRAMS, authority, StreamTuning.DEFAULT, SLOW, proxy);
    }

    private static final class EverythingHandler extends Handler {
        private final PrintStream out;

        EverythingHandler(final ByteArrayOutputStream stream) {
            out = new PrintStream(stream, true, StandardCharsets.UTF_8);
            setLevel(Level.ALL);
            setFormatter(new SimpleFormatter());
        }

        @Override
        public synchronized void publish(final LogRecord record) {
            out.println(getFormatter().format(record));
        }

        @Override
        public void flush() {
            out.flush();
        }

        @Override
        public void close() {
            out.close();
        }
    }
}
