package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.connect.StreamTuning;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.RecordingPipeline;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.ingest.source.slots.Updates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.KeyManagerFactory;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class YellowstoneTlsTest {

    private static final String PASSWORD = "changeit";
    private static final List<String> PROGRAMS = List.of("6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P");
    private static final ReconnectPolicy SLOW = new ReconnectPolicy(60_000, 60_000, 0, 60_000, 6, 1);

    @TempDir
    private static Path folder;

    private static Path certificate;
    private static KeyManagerFactory serverKeys;

    private final RecordingPipeline recorder = new RecordingPipeline();
    private ScriptedServer server;
    private YellowstoneSource source;

    @BeforeAll
    static void makeCertificate() throws Exception {
        final Path store = folder.resolve("server.p12");
        certificate = folder.resolve("server.pem");
        keytool(
                "-genkeypair",
                "-alias",
                "server",
                "-keyalg",
                "EC",
                "-groupname",
                "secp256r1",
                "-dname",
                "CN=localhost",
                "-ext",
                "san=dns:localhost",
                "-validity",
                "2",
                "-storetype",
                "PKCS12",
                "-keystore",
                store.toString());
        keytool(
                "-exportcert",
                "-rfc",
                "-alias",
                "server",
                "-keystore",
                store.toString(),
                "-file",
                certificate.toString());
        final KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD.toCharArray());
        }
        serverKeys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        serverKeys.init(keys, PASSWORD.toCharArray());
    }

    @BeforeAll
    static void allowForBusyMachines() {
        Awaitility.setDefaultTimeout(30, TimeUnit.SECONDS);
    }

    @BeforeEach
    void open() throws IOException {
        server = ScriptedServer.tls(serverKeys);
    }

    private static void keytool(final String... arguments) throws Exception {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(List.of(arguments));
        command.addAll(List.of("-storepass", PASSWORD));
        final Process process =
                new ProcessBuilder(command).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
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
    void shouldStreamOverTlsWithTheGivenAuthority() throws InterruptedException {
        start("localhost", true, certificate);
        server.accept().send(Updates.meta(398_202_772L, 1_770_287_039L));

        await().until(() -> recorder.entries().size() == 1);
    }

    @Test
    void shouldNotTrustAnAuthorityThatWasNotGiven() {
        start("localhost", true, null);

        await().until(() -> source.status().state() == SourceState.WAITING);
        assertThat(source.status().reason()).contains("TLS failed", "check the certificate");
        assertThat(server.hasStream()).isFalse();
    }

    @Test
    void shouldNotTrustACertificateForAnotherName() {
        start("127.0.0.1", true, certificate);

        await().until(() -> source.status().state() == SourceState.WAITING);
        assertThat(source.status().reason()).contains("TLS failed");
        assertThat(server.hasStream()).isFalse();
    }

    @Test
    void shouldSayThatThePortExpectsTls() {
        start("localhost", false, null);

        await().until(() -> source.status().state() == SourceState.WAITING);
        assertThat(source.status().reason()).contains("https://");
    }

    @Test
    void shouldRefuseAFileThatIsNoCertificate() throws Exception {
        final Path nonsense = Files.writeString(folder.resolve("nonsense.pem"), "no certificate");

        assertThatThrownBy(() -> newSource("localhost", true, nonsense))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(nonsense.toString())
                .hasMessageContaining("a PEM file");
    }

    private void start(final String host, final boolean tls, final Path authority) {
        source = newSource(host, tls, authority);
        source.start();
    }

    private YellowstoneSource newSource(final String host, final boolean tls, final Path authority) {
        final SlotAssembler assembler = new SlotAssembler(
                AssemblerConfig.live(Commitment.CONFIRMED), recorder.publisher(), UpdateSink.NO_CHECKPOINT);
        final GeyserConfig config = new GeyserConfig(
                new GeyserEndpoint(tls, host, server.port()),
                "token",
                Commitment.CONFIRMED,
                PROGRAMS,
                authority,
                StreamTuning.DEFAULT,
                SLOW);
        return new YellowstoneSource(config, new UpdateRouter(assembler));
    }
}
