package io.solflow.ingest.source.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.probe.ProbeException;
import io.solflow.ingest.source.probe.ServerProbe;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.RecordingPipeline;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.ingest.source.slots.Updates;
import io.solflow.ingest.source.stream.ScriptedServer;
import io.solflow.ingest.source.stream.SourceState;
import io.solflow.ingest.source.stream.TestKeys;
import io.solflow.ingest.source.stream.YellowstoneSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a run and the probe say when TLS fails: the same, in one line, with the cause. */
@Timeout(60)
class TlsFailureTest {

    private static final ReconnectPolicy SLOW = new ReconnectPolicy(60_000, 60_000, 0, 60_000, 6, 1);
    private static final List<String> PROGRAMS = List.of("6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P");

    @TempDir
    private Path folder;

    private final RecordingPipeline recorder = new RecordingPipeline();
    private YellowstoneSource source;
    private ConnectProxy proxy;

    @BeforeAll
    static void allowForBusyMachines() {
        Awaitility.setDefaultTimeout(30, TimeUnit.SECONDS);
    }

    @AfterEach
    void close() throws Exception {
        if (source != null) {
            source.stop();
            assertThat(source.awaitEnd(20_000)).isPresent();
        }
        if (proxy != null) {
            proxy.close();
        }
        recorder.close();
    }

    @Test
    void shouldTellSinceWhenTheCertificateHasExpired() throws Exception {
        final TestKeys keys = TestKeys.signed(folder, "san=dns:localhost", "2025/03/04 05:06:07");
        expect(
                keys,
                "localhost",
                keys.certificate(),
                "the certificate of 'CN=test server' has expired, on 2025-03-06T");
    }

    @Test
    void shouldTellFromWhenOnTheCertificateIsValid() throws Exception {
        final TestKeys keys = TestKeys.signed(folder, "san=dns:localhost", "+10d");
        expect(keys, "localhost", keys.certificate(), "is valid only from 20", "clock is wrong");
    }

    @Test
    void shouldNameTheAuthorityThatIsNotKnown() throws Exception {
        final TestKeys keys = TestKeys.make(folder, "san=dns:localhost");
        expect(keys, "localhost", null, "comes from 'CN=test server', an authority that is not known", "--tls-ca");
    }

    @Test
    void shouldNameTheHostsThatTheCertificateIsFor() throws Exception {
        final TestKeys keys = TestKeys.make(folder, "san=dns:a.example,dns:b.example");
        expect(
                keys,
                "localhost",
                keys.certificate(),
                "the certificate is not for 'localhost' but for 'a.example, b.example'",
                "GEYSER_URL");
    }

    @Test
    void shouldTellThatThePortAnswersWithoutTls() throws Exception {
        final ScriptedServer plain = ScriptedServer.plain();
        try {
            expect(plain.port(), "localhost", null, "the port answers without TLS", "http://");
        } finally {
            plain.close();
        }
    }

    @Test
    void shouldTellThatTheServerHungUp() throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            final Thread thread = new Thread(() -> hangUp(listener), "hang-up");
            thread.setDaemon(true);
            thread.start();
            expect(listener.getLocalPort(), "localhost", null, "hung up in the middle of the handshake");
        }
    }

    private static void hangUp(final ServerSocket listener) {
        try {
            while (true) {
                try (Socket client = listener.accept()) {
                    client.getInputStream().read();
                }
            }
        } catch (final IOException e) {
            return; // the test is over
        }
    }

    @Test
    void shouldTakeANameWithAnUnderscoreThatTheCertificateIsFor() throws Exception {
        final TestKeys keys = TestKeys.make(folder, "san=dns:*.example.invalid");
        final ScriptedServer server = ScriptedServer.tls(keys.keys());
        try {
            proxy = ConnectProxy.to(server.port());
            final GeyserConfig config = config("my_node.example.invalid", 443, keys.certificate(), proxied());
            start(config);
            server.accept().send(Updates.meta(450_000_000L, 1_770_287_039L));
            await().until(() -> recorder.entries().size() == 1);
            try (ServerProbe probe = new ServerProbe(config, 10_000)) {
                assertThat(probe.handshake(probe.resolve().get(0)).http2()).isTrue();
            }
        } finally {
            server.close();
        }
    }

    @Test
    void shouldRefuseANameWithAnUnderscoreThatTheCertificateIsNotFor() throws Exception {
        final TestKeys keys = TestKeys.make(folder, "san=dns:other.example.invalid");
        final ScriptedServer server = ScriptedServer.tls(keys.keys());
        try {
            proxy = ConnectProxy.to(server.port());
            expect(
                    config("my_node.example.invalid", 443, keys.certificate(), proxied()),
                    "not for 'my_node.example.invalid' but for 'other.example.invalid'");
        } finally {
            server.close();
        }
    }

    private HttpProxy proxied() {
        return new HttpProxy("127.0.0.1", proxy.port(), "", "");
    }

    private void expect(final TestKeys keys, final String host, final Path authority, final String... parts)
            throws Exception {
        final ScriptedServer server = ScriptedServer.tls(keys.keys());
        try {
            expect(server.port(), host, authority, parts);
        } finally {
            server.close();
        }
    }

    private void expect(final int port, final String host, final Path authority, final String... parts)
            throws Exception {
        expect(config(host, port, authority, null), parts);
    }

    private void expect(final GeyserConfig config, final String... parts) throws Exception {
        start(config);
        await().until(() -> source.status().state() == SourceState.WAITING);
        assertThat(source.status().reason())
                .contains("TLS failed: ")
                .contains(parts)
                .doesNotContain("\n");
        try (ServerProbe probe = new ServerProbe(config, 10_000)) {
            final InetAddress address = probe.resolve().get(0);
            final ProbeException failure = catchThrowableOfType(ProbeException.class, () -> probe.handshake(address));
            assertThat("TLS failed: " + failure.getMessage() + "; " + failure.advice())
                    .contains(parts);
        }
    }

    private void start(final GeyserConfig config) {
        final SlotAssembler assembler = new SlotAssembler(
                AssemblerConfig.live(Commitment.CONFIRMED), recorder.publisher(), UpdateSink.NO_CHECKPOINT);
        source = new YellowstoneSource(config, new UpdateRouter(assembler));
        source.start();
    }

    private static GeyserConfig config(final String host, final int port, final Path authority, final HttpProxy proxy) {
        return new GeyserConfig(
                new GeyserEndpoint(true, host, port),
                "",
                Commitment.CONFIRMED,
                PROGRAMS,
                authority,
                StreamTuning.DEFAULT,
                SLOW,
                proxy);
    }
}
