package io.solflow.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.core.signal.SignalConfig;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalSettingsTest {

    @TempDir
    Path folder;

    @Test
    void shouldTakeTheDocumentedThresholdsWhenNothingIsGiven() {
        assertThat(signals(Map.of())).contains(new SignalConfig(5_000_000_000L, 300, 5, 300, 400, 2, 350, 700));
    }

    @Test
    void shouldTakeEveryThresholdThatIsGiven() {
        assertThat(signals(Map.of(
                        "SOLFLOW_SIGNAL_MIN_SOL", "0.000000001",
                        "SOLFLOW_SIGNAL_COOLDOWN_SECONDS", "60",
                        "SOLFLOW_SIGNAL_MIN_WALLETS", "7",
                        "SOLFLOW_SIGNAL_BREAKOUT_BOTS", "0.25",
                        "SOLFLOW_SIGNAL_PERSISTENCE_BOTS", "1",
                        "SOLFLOW_SIGNAL_DCA_WALLETS", "3",
                        "SOLFLOW_SIGNAL_FOCUS_WALLETS", "0.2",
                        "SOLFLOW_SIGNAL_FOCUS_INFLOW", "0.999")))
                .contains(new SignalConfig(1, 60, 7, 250, 1_000, 3, 200, 999));
    }

    @Test
    void shouldHaveNoThresholdsWhenSignalsAreOff() {
        assertThat(signals(Map.of("SOLFLOW_SIGNALS", "off"))).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "SOLFLOW_SIGNALS, maybe",
        "SOLFLOW_SIGNAL_MIN_SOL, 0",
        "SOLFLOW_SIGNAL_MIN_SOL, -1",
        "SOLFLOW_SIGNAL_MIN_SOL, 1e999999999",
        "SOLFLOW_SIGNAL_MIN_SOL, 60000000.1",
        "SOLFLOW_SIGNAL_MIN_SOL, 0.0000000001",
        "SOLFLOW_SIGNAL_COOLDOWN_SECONDS, 0",
        "SOLFLOW_SIGNAL_MIN_WALLETS, 1",
        "SOLFLOW_SIGNAL_BREAKOUT_BOTS, 1.1",
        "SOLFLOW_SIGNAL_PERSISTENCE_BOTS, many",
        "SOLFLOW_SIGNAL_DCA_WALLETS, 1",
        "SOLFLOW_SIGNAL_FOCUS_WALLETS, 0.0001",
        "SOLFLOW_SIGNAL_FOCUS_INFLOW, 70"
    })
    void shouldNameTheVariableWhatWasGivenAndWhatIsAllowed(final String name, final String value) {
        assertThatThrownBy(() -> signals(Map.of(name, value)))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining(name + " is '" + value + "', allowed: ");
    }

    private Optional<SignalConfig> signals(final Map<String, String> environment) {
        return SignalSettings.of(Settings.of(Map.of(), environment, folder));
    }
}
