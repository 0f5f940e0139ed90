package io.solflow.ingest.source.connect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProxyRulesTest {

    @ParameterizedTest
    @CsvSource({
        "http://proxy.corp:3128, proxy.corp, 3128, '', ''",
        "proxy.corp:3128, proxy.corp, 3128, '', ''",
        "http://proxy_1:3128/, proxy_1, 3128, '', ''",
        "http://[::1]:3128, ::1, 3128, '', ''",
        "http://proxy.corp, proxy.corp, 80, '', ''",
        "http://me:p%40ss+w@proxy.corp:8080, proxy.corp, 8080, me, p@ss+w",
        "http://me@proxy.corp:8080, proxy.corp, 8080, me, ''"
    })
    void shouldReadTheProxyOfTheVariable(
            final String text, final String host, final int port, final String user, final String password) {
        assertThat(rules(text, "").proxyFor(server("example.org"))).contains(new HttpProxy(host, port, user, password));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "socks5://s3cret:s3cret@proxy:1080",
                "https://s3cret@proxy:443",
                "http://s3cret:s3cret@:80",
                "http://s3cret@proxy:x",
                "http://s3cret@proxy:99999",
                "http://s3cret:%zz@proxy:80"
            })
    void shouldRefuseWhatIsNoProxyWithoutShowingSecrets(final String text) {
        assertThatThrownBy(() -> rules(text, ""))
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageContaining("allowed: http://host:port")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @CsvSource({
        "*, example.org, true",
        "example.org, example.org, true",
        "EXAMPLE.org, example.ORG, true",
        "example.org, geyser.example.org, true",
        "example.org, notexample.org, false",
        ".example.org, geyser.example.org, true",
        "*.example.org, geyser.example.org, true",
        ".example.org, example.org, false",
        "example.org:443, example.org, true",
        "example.org:10000, example.org, false",
        "a.org b.org, b.org, true",
        "'a.org, b.org', b.org, true",
        "10.0.0.0/8, 10.1.2.3, true",
        "10.0.0.0/8, 11.1.2.3, false",
        "10.0.0.0/8, example.org, false",
        "192.168.1.128/25, 192.168.1.127, false",
        "10.1.2.3, 10.1.2.3, true",
        "10.1.2.3:443, 10.1.2.3, true",
        "10.1.2.3:80, 10.1.2.3, false",
        "::1, ::1, true",
        "[::1]:443, ::1, true",
        "fd00::/8, fd12::1, true",
        "fd00::/8, fe80::1, false",
        "10.0.0.0/99, 10.0.0.1, false",
        "'', example.org, false"
    })
    void shouldReachDirectlyWhatNoProxyNames(final String noProxy, final String host, final boolean direct) {
        assertThat(rules("http://proxy:3128", noProxy).proxyFor(server(host)).isEmpty())
                .isEqualTo(direct);
    }

    @ParameterizedTest
    @CsvSource({
        "'', example.org, false",
        "*.example.org|10.*, geyser.example.org, true",
        "*.example.org|10.*, 10.2.3.4, true",
        "*.example.org|10.*, other.org, false",
        "other.org, other.org, true",
        "*, other.org, true"
    })
    void shouldPreferJavasProperties(final String nonProxyHosts, final String host, final boolean direct) {
        final Map<String, String> properties =
                Map.of("https.proxyHost", "java.proxy", "https.proxyPort", "8080", "http.nonProxyHosts", nonProxyHosts);
        final ProxyRules rules = ProxyRules.of(properties::get, "http://variable.proxy:1", "*");
        assertThat(rules.proxyFor(server(host)).map(HttpProxy::toString).orElse("direct"))
                .isEqualTo(direct ? "direct" : "java.proxy:8080");
    }

    @Test
    void shouldReachThisMachineDirectlyWhereJavaSaysSo() {
        final ProxyRules rules = ProxyRules.of(Map.of("https.proxyHost", "java.proxy")::get, "", "");
        assertThat(rules.proxyFor(server("localhost"))).isEmpty();
        assertThat(rules.proxyFor(server("127.0.0.1"))).isEmpty();
        assertThat(rules.proxyFor(server("example.org"))).contains(new HttpProxy("java.proxy", 443, "", ""));
    }

    @Test
    void shouldShowNeitherUserNorPassword() {
        assertThat(new HttpProxy("proxy", 80, "s3cret", "s3cret")).hasToString("proxy:80");
    }

    private static ProxyRules rules(final String httpsProxy, final String noProxy) {
        return ProxyRules.of(name -> null, httpsProxy, noProxy);
    }

    private static GeyserEndpoint server(final String host) {
        return new GeyserEndpoint(true, host, 443);
    }
}
