package io.solflow.app.config;

import io.solflow.core.signal.SignalConfig;
import java.util.Optional;

/** The thresholds of the signals by their settings. */
public final class SignalSettings {

    private SignalSettings() {}

    /**
     * The thresholds; empty when signals are off.
     *
     * @throws UsageException when one is not allowed, also when they are off.
     */
    public static Optional<SignalConfig> of(final Settings settings) {
        final SignalConfig config = new SignalConfig(
                settings.get(Setting.SIGNAL_MIN_SOL, Long.class),
                settings.wholeNumber(Setting.SIGNAL_COOLDOWN_SECONDS),
                settings.wholeNumber(Setting.SIGNAL_MIN_WALLETS),
                share(settings, Setting.SIGNAL_BREAKOUT_BOTS),
                share(settings, Setting.SIGNAL_PERSISTENCE_BOTS),
                settings.wholeNumber(Setting.SIGNAL_DCA_WALLETS),
                share(settings, Setting.SIGNAL_FOCUS_WALLETS),
                share(settings, Setting.SIGNAL_FOCUS_INFLOW));
        return settings.get(Setting.SIGNALS, Boolean.class) ? Optional.of(config) : Optional.empty();
    }

    private static int share(final Settings settings, final Setting setting) {
        return Math.toIntExact(settings.get(setting, Long.class));
    }
}
