package io.solflow.ingest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Status;
import io.grpc.TlsChannelCredentials;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.proto.SubscribeRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class GeyserServerTlsTest {

    private static final String PASSWORD = "changeit";
    private static final List<Block> BLOCKS = ListFeed.market(10, 2);

    @TempDir
    Path folder;

    /** A self-signed certificate for localhost, made by the JDK's own keytool. */
    private TlsFiles certificate() throws Exception {
        final Path store = folder.resolve("server.p12");
        final Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "keytool")
                                .toString(),
                        "-genkeypair",
                        "-alias",
                        "server",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=localhost",
                        "-ext",
                        "san=dns:localhost",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        PASSWORD)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.txt").toFile())
                .start();
        assertThat(keytool.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
        final KeyStore keys = KeyStore.getInstance(store.toFile(), PASSWORD.toCharArray());
        return new TlsFiles(
                pem("CERTIFICATE", keys.getCertificate("server").getEncoded()),
                pem("PRIVATE KEY", keys.getKey("server", PASSWORD.toCharArray()).getEncoded()));
    }

    private Path pem(final String type, final byte[] der) throws IOException {
        return Files.writeString(
                folder.resolve(type.replace(' ', '-') + ".pem"),
                "-----BEGIN " + type + "-----\n" + Base64.getMimeEncoder().encodeToString(der) + "\n-----END " + type
                        + "-----\n");
    }

    @Test
    void shouldSpeakTls() throws Exception {
        final TlsFiles files = certificate();
        try (GeyserServer server =
                        GeyserServer.start(GeyserServerConfig.defaults().withTls(files), ListFeed.stepwise(BLOCKS));
                TestClient client = new TestClient(
                        server.port(),
                        TlsChannelCredentials.newBuilder()
                                .trustManager(files.certificateChain().toFile())
                                .build())) {
            assertThat(client.subscribe(SubscribeRequest.getDefaultInstance())
                            .next()
                            .hasPing())
                    .isTrue();
        }
    }

    @Test
    void shouldNotSpeakPlaintextWhenTlsIsOn() throws Exception {
        final TlsFiles files = certificate();
        try (GeyserServer server =
                        GeyserServer.start(GeyserServerConfig.defaults().withTls(files), ListFeed.stepwise(BLOCKS));
                TestClient client = new TestClient(server.port())) {
            assertThat(client.subscribe(SubscribeRequest.getDefaultInstance())
                            .status()
                            .getCode())
                    .isEqualTo(Status.Code.UNAVAILABLE);
        }
    }

    @Test
    void shouldNameFilesThatCannotBeRead() {
        final TlsFiles missing = new TlsFiles(folder.resolve("no.pem"), folder.resolve("no.key"));
        assertThatThrownBy(() ->
                        GeyserServer.start(GeyserServerConfig.defaults().withTls(missing), ListFeed.stepwise(BLOCKS)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("no.pem");
    }
}
