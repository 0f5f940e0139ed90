package io.solflow.app.config;

import io.solflow.core.signal.SignalConfig;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/** The thresholds of the signals by their variables, each of which has its default in docs/signals.md. */
public final class SignalSettings {

    /** Decimals of an amount in SOL. */
    private static final int SOL_SCALE = 9;
    /** Decimals of a share. */
    private static final int SHARE_SCALE = 3;

    private static final int MAX_WALLETS = 1_000_000;

    private SignalSettings() {}

    /** The thresholds; empty when signals are off. */
    public static Optional<SignalConfig> of(final Settings settings) {
        final SignalConfig defaults = SignalConfig.DEFAULT;
        final SignalConfig config = new SignalConfig(
                number(
                        settings,
                        Settings.SIGNAL_MIN_SOL,
                        defaults.minLamports(),
                        SOL_SCALE,
                        SignalConfig.MAX_MIN_LAMPORTS),
                settings.wholeNumber(
                        Settings.SIGNAL_COOLDOWN_SECONDS,
                        defaults.cooldownSeconds(),
                        1,
                        SignalConfig.MAX_COOLDOWN_SECONDS),
                settings.wholeNumber(Settings.SIGNAL_MIN_WALLETS, defaults.minWallets(), 2, MAX_WALLETS),
                share(settings, Settings.SIGNAL_BREAKOUT_BOTS, defaults.breakoutBots()),
                share(settings, Settings.SIGNAL_PERSISTENCE_BOTS, defaults.persistenceBots()),
                settings.wholeNumber(Settings.SIGNAL_DCA_WALLETS, defaults.dcaWallets(), 2, MAX_WALLETS),
                share(settings, Settings.SIGNAL_FOCUS_WALLETS, defaults.focusWallets()),
                share(settings, Settings.SIGNAL_FOCUS_INFLOW, defaults.focusInflow()));
        return settings.oneOf(Settings.SIGNALS, true, Map.of("on", true, "off", false))
                ? Optional.of(config)
                : Optional.empty();
    }

    private static int share(final Settings settings, final String name, final int defaultValue) {
        return (int) number(settings, name, defaultValue, SHARE_SCALE, SignalConfig.WHOLE);
    }

    /** A decimal number above zero, in units of its last decimal. */
    private static long number(
            final Settings settings, final String name, final long defaultValue, final int scale, final long max) {
        final Optional<String> text = settings.text(name);
        if (text.isEmpty()) {
            return defaultValue;
        }
        try {
            final BigDecimal value = new BigDecimal(text.get());
            if (value.signum() > 0 && value.scale() <= scale && value.compareTo(BigDecimal.valueOf(max, scale)) <= 0) {
                return value.movePointRight(scale).longValueExact();
            }
        } catch (final NumberFormatException e) {
            // reported below like a number out of range
        }
        throw new UsageException(name + " is '" + text.get() + "', allowed: a number above 0, at most "
                + BigDecimal.valueOf(max, scale).stripTrailingZeros().toPlainString() + ", with at most " + scale
                + " decimals");
    }
}
