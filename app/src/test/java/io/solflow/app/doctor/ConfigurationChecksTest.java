package io.solflow.app.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.config.Settings;
import io.solflow.app.config.SourceOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationChecksTest {

    @TempDir
    Path folder;

    @Test
    void shouldTellOfEachBadSettingInItsOwnLine() {
        assertThat(checks(Map.of(
                        "GEYSER_URL", "https://a.org,https://b.org",
                        "X_TOKEN", "s3cret,s3cret,s3cret",
                        "HTTPS_PROXY", "socks5://s3cret@p:1",
                        "SOLFLOW_HTTP_TOKEN", "s3cret",
                        "SOLFLOW_SIGNAL_MIN_WALLETS", "1",
                        "SOLFLOW_WEBHOOK_URL", "ftp://s3cret")))
                .filteredOn(check -> check.result() == Check.Result.FAILED)
                .extracting(Check::subject)
                .containsExactly(
                        "X_TOKEN", "HTTPS_PROXY", "SOLFLOW_HTTP", "SOLFLOW_SIGNAL_MIN_WALLETS", "SOLFLOW_WEBHOOK_URL");
    }

    @Test
    void shouldShowNoSecret() {
        assertThat(checks(Map.of(
                        "GEYSER_URL", "https://a.org/s3cret",
                        "X_TOKEN", "s3cret token",
                        "https_proxy", "http://user:s3cret@p:1",
                        "SOLFLOW_HTTP_TOKEN", "s3cret-of-sixteen-or-more",
                        "SOLFLOW_WEBHOOK_URL", "https://hooks.org/s3cret?key=s3cret")))
                .hasSizeGreaterThan(10)
                .allSatisfy(check -> assertThat(check.toString()).doesNotContain("s3cret"))
                .contains(
                        Check.ok("SOLFLOW_HTTP_TOKEN", "set (environment)"),
                        Check.ok("SOLFLOW_WEBHOOK_URL", "https://hooks.org (environment)"));
    }

    @Test
    void shouldNameWhatIsNotAVariable() {
        assertThat(checks(Map.of("SOLFLOW_RINGSIZE", "1024")))
                .filteredOn(check -> check.subject().equals("SOLFLOW_RINGSIZE"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.found()).isEqualTo("is not a SolFlow variable");
                    assertThat(check.advice()).contains("SOLFLOW_RING_SIZE");
                });
    }

    private List<Check> checks(final Map<String, String> environment) {
        return ConfigurationChecks.run(Settings.of(Map.of(), environment, folder), new SourceOptions());
    }
}
