package io.solflow.app.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class WebConfigTest {

    private static final String TOKEN = "0123456789abcdef";

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:8787, 127.0.0.1, 8787, true",
        "localhost:0, localhost, 0, true",
        "[::1]:65535, ::1, 65535, true",
        "0.0.0.0:80, 0.0.0.0, 80, false",
        "[::]:80, ::, 80, false"
    })
    void shouldReadAddresses(final String text, final String host, final int port, final boolean loopback) {
        final WebConfig config = WebConfig.parse(text, TOKEN);
        assertThat(config.host()).isEqualTo(host);
        assertThat(config.port()).isEqualTo(port);
        assertThat(config.isLoopback()).isEqualTo(loopback);
        assertThat(config).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "8787",
                "127.0.0.1",
                ":8787",
                "127.0.0.1:65536",
                "127.0.0.1:x",
                "http://127.0.0.1:80",
                "::1:80",
                "a b:1"
            })
    void shouldRefuseWhatIsNoAddress(final String text) {
        assertThatThrownBy(() -> WebConfig.parse(text, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("is '" + text + "', allowed: host:port, as 127.0.0.1:8787, or off");
    }

    @Test
    void shouldNeedATokenWhereOthersCanReachIt() {
        assertThatThrownBy(() -> WebConfig.parse("0.0.0.0:8787", "")).hasMessageContaining("SOLFLOW_HTTP_TOKEN");
        assertThat(WebConfig.parse("0.0.0.0:8787", TOKEN).isWildcard()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"short", "with a space in it", "with-ümlaut-in-it-"})
    void shouldRefuseAWeakTokenWithoutTellingIt(final String token) {
        assertThatThrownBy(() -> WebConfig.parse("127.0.0.1:8787", token))
                .hasMessageContaining("at least 16")
                .hasMessageNotContaining(token);
    }
}
