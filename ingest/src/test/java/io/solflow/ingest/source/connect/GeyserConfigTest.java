package io.solflow.ingest.source.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.ingest.source.Commitment;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class GeyserConfigTest {

    private static final GeyserEndpoint ENDPOINT = new GeyserEndpoint(true, "example.org", 443);
    private static final List<String> PROGRAMS = List.of("6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P");

    @ParameterizedTest
    @CsvSource({
        "https://example.org:10000, https://example.org:10000",
        "http://127.0.0.1:1, http://127.0.0.1:1",
        "HTTPS://Example.org:443/, https://Example.org:443",
        "https://example.org, https://example.org:443",
        "http://example.org, http://example.org:80",
        "http://[::1]:9000, http://[::1]:9000",
        "https://my_node.example.org:443, https://my_node.example.org:443",
        "http://solana_node:10000/, http://solana_node:10000"
    })
    void shouldReadAnEndpoint(final String url, final String shown) {
        assertThat(GeyserEndpoint.parse(url)).hasToString(shown);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "example.org:443",
                "grpc://example.org:443",
                "https://",
                "https://example.org:0",
                "https://example.org:65536",
                "https://exa mple.org:443",
                "https://example.org:443/secret",
                "https://secret@example.org:443",
                "https://example.org:443/?token=secret",
                "https://example.org:443/#secret",
                "https://secret@my_node:443",
                "https://my_node:443/secret",
                "https://my_node:x",
                "https://my_node:99999",
                "https://m\u00FCnchen.example:443",
                "secret",
                "secret@example.org:443",
                "example.org/secret",
                "grpc://example.org/secret"
            })
    void shouldRefuseWhatIsNoEndpointWithoutRepeatingSecrets(final String url) {
        assertThatThrownBy(() -> GeyserEndpoint.parse(url))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("allowed:")
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @CsvSource({
        "example.org:443, https://example.org:443",
        "example.org, https://example.org",
        "my_node:10000, https://my_node:10000",
        "127.0.0.1:10000, https://127.0.0.1:10000",
        "localhost, https://localhost",
        "[::1]:10000, https://[::1]:10000",
        "example.org/secret, https://example.org",
        "grpc://example.org:443, https://example.org:443",
        "wss://example.org, https://example.org"
    })
    void shouldShowHowAHostWithoutTheRightSchemeIsWritten(final String url, final String right) {
        assertThatThrownBy(() -> GeyserEndpoint.parse(url))
                .hasMessageContaining("; write " + right + ", or " + right.replace("https", "http"));
    }

    @Test
    void shouldNotShowTheToken() {
        final GeyserConfig config = GeyserConfig.standard(ENDPOINT, "s3cret", Commitment.CONFIRMED, PROGRAMS, 1);

        assertThat(config.toString()).doesNotContain("s3cret").contains("token set", "https://example.org:443");
    }

    @ParameterizedTest
    @ValueSource(strings = {"s3cret token", "s3crét", "s3cret\n", "\u0000"})
    void shouldRefuseATokenThatAHeaderCannotCarryWithoutShowingIt(final String token) {
        assertThatThrownBy(() -> GeyserConfig.standard(ENDPOINT, token, Commitment.CONFIRMED, PROGRAMS, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("printable ASCII")
                .hasMessageNotContaining(token);
    }

    @Test
    void shouldRefuseProgramsThatAreNoKeys() {
        assertThatThrownBy(() -> GeyserConfig.standard(ENDPOINT, "", Commitment.CONFIRMED, List.of("abc"), 1))
                .hasMessageContaining("abc");
        assertThatThrownBy(() -> GeyserConfig.standard(ENDPOINT, "", Commitment.CONFIRMED, List.of(), 1))
                .hasMessageContaining("no program ids");
    }

    @Test
    void shouldRefuseACertificateThatCannotBeReadOrIsNotUsed() {
        assertThatThrownBy(() -> withCertificate(ENDPOINT, Path.of("no-such.pem")))
                .hasMessageContaining("no-such.pem");
        assertThatThrownBy(() -> withCertificate(new GeyserEndpoint(false, "example.org", 80), Path.of("pom.xml")))
                .hasMessageContaining("https only");
    }

    private static GeyserConfig withCertificate(final GeyserEndpoint endpoint, final Path certificate) {
        return new GeyserConfig(
                endpoint,
                "",
                Commitment.CONFIRMED,
                PROGRAMS,
                certificate,
                StreamTuning.DEFAULT,
                ReconnectPolicy.standard(1));
    }

    @ParameterizedTest
    @CsvSource({
        "9, 67108864, 1048576, 1, 1000, 1000, keepalive seconds 9",
        "31, 67108864, 1048576, 1, 1000, 1000, keepalive seconds 31",
        "10, 1, 1048576, 1, 1000, 1000, max inbound bytes 1",
        "10, 67108864, 1, 1, 1000, 1000, flow control window bytes 1",
        "10, 67108864, 1048576, 0, 1000, 1000, request batch 0",
        "10, 67108864, 1048576, 1, 99, 1000, stall timeout ms 99",
        "10, 67108864, 1048576, 1, 1000, 600001, data stall timeout ms 600001"
    })
    void shouldNameATuningValueThatIsNotAllowed(
            final int keepAliveSeconds,
            final int maxInboundBytes,
            final int windowBytes,
            final int requestBatch,
            final long stallMs,
            final long dataStallMs,
            final String message) {
        assertThatThrownBy(() -> new StreamTuning(
                        keepAliveSeconds, maxInboundBytes, windowBytes, requestBatch, stallMs, dataStallMs, false))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith(message)
                .hasMessageContaining("allowed: ");
    }

    @Test
    void shouldNameACommitmentThatDoesNotExist() {
        assertThat(Commitment.of("finalized")).isEqualTo(Commitment.FINALIZED);
        assertThatThrownBy(() -> Commitment.of("rooted"))
                .hasMessage("commitment 'rooted', allowed: processed, confirmed, finalized");
    }

    @Test
    void shouldRefuseServersThatAreTheSameOrAskedForSomethingElse() {
        final GeyserConfig server = GeyserConfig.standard(ENDPOINT, "s3cret", Commitment.CONFIRMED, PROGRAMS, 1);
        final GeyserConfig other = GeyserConfig.standard(
                new GeyserEndpoint(true, "other.org", 443), "s3cret", Commitment.PROCESSED, PROGRAMS, 1);
        assertThatThrownBy(() -> GeyserServers.of(List.of(server, server), 30))
                .hasMessage("endpoint https://example.org:443 twice, allowed: once each");
        assertThatThrownBy(() -> GeyserServers.of(List.of(server, other), 30))
                .hasMessageContaining("https://other.org:443 with another commitment");
        assertThatThrownBy(() -> GeyserServers.of(List.of(), 30)).hasMessageContaining("0 endpoints, allowed: 1 to 16");
    }
}
