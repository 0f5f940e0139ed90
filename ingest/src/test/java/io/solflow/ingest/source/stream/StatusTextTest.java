package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusTextTest {

    private final StatusText text = new StatusText(GeyserConfig.standard(
            new GeyserEndpoint(true, "example.org", 443),
            "s3cret",
            Commitment.CONFIRMED,
            List.of("6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P"),
            1));

    @Test
    void shouldRecogniseTextReadAsALength() {
        assertThat(tooLarge(0x7B226A73L)).contains("'{\"js'", "JSON-RPC", "GEYSER_URL");
        assertThat(tooLarge(70_000_000L)).contains("larger than SolFlow takes");
    }

    private String tooLarge(final long length) {
        return text.of(
                Status.RESOURCE_EXHAUSTED.withDescription("gRPC message exceeds maximum size 67108864: " + length),
                true);
    }

    @ParameterizedTest
    @CsvSource({
        "UNAUTHENTICATED, No valid auth token, X_TOKEN",
        "PERMISSION_DENIED, no, X_TOKEN",
        "INVALID_ARGUMENT, failed to create filter, SOLFLOW_PROGRAMS",
        "UNIMPLEMENTED, HTTP status code 404, GEYSER_URL",
        "UNKNOWN, invalid content-type: text/html, not a gRPC endpoint",
        "INTERNAL, HTTP status code 400, not a gRPC endpoint",
        "UNIMPLEMENTED, HTTP status code 404, HTTP 404 Not Found",
        "UNAVAILABLE, HTTP status code 429, HTTP 429 Too Many Requests",
        "UNAVAILABLE, HTTP status code 502, HTTP 502 Bad Gateway: the load balancer",
        "UNAVAILABLE, HTTP status code 503, HTTP 503 Service Unavailable"
    })
    void shouldSayWhatToChange(final Status.Code code, final String description, final String advice) {
        assertThat(text.of(code.toStatus().withDescription(description), false))
                .startsWith("https://example.org:443: " + code + " '" + description + "'; ")
                .contains(advice);
    }

    @Test
    void shouldKeepWhatTheServerSaysToOneShortLineWithoutTheToken() {
        final String shown =
                text.of(Status.INTERNAL.withDescription("a\nb\u001b[31m s3cret " + "x".repeat(10_000)), true);

        assertThat(shown)
                .contains("a b")
                .doesNotContain("s3cret", "\n", "\u001b")
                .hasSizeLessThan(400);
    }
}
