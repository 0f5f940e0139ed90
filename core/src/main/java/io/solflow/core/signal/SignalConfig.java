package io.solflow.core.signal;

/**
 * Thresholds of the signals, checked when built. Shares are in thousandths.
 *
 * @param minLamports net flow that every rule asks for, so that small change is no signal.
 * @param cooldownSeconds shortest time from one signal to the next of the same mint and kind.
 * @param minWallets distinct wallets that BREAKOUT and PERSISTENCE ask for.
 * @param breakoutBots highest share of bot trades in a BREAKOUT.
 * @param persistenceBots highest share of bot trades in a PERSISTENCE.
 * @param dcaWallets distinct wallets of DCA fills that REACCUMULATION asks for.
 * @param focusWallets highest share of the buying wallets that count as few in FOCUSED_BUYERS.
 * @param focusInflow share of the inflow that these few have to bring.
 */
public record SignalConfig(
        long minLamports,
        int cooldownSeconds,
        int minWallets,
        int breakoutBots,
        int persistenceBots,
        int dcaWallets,
        int focusWallets,
        int focusInflow) {

    /** A whole in thousandths. */
    public static final int WHOLE = 1_000;

    /** Highest minimum of the net flow: a tenth of all SOL there is. */
    public static final long MAX_MIN_LAMPORTS = 60_000_000L * 1_000_000_000L;

    /** Longest cool-down: a day. */
    public static final int MAX_COOLDOWN_SECONDS = 86_400;

    /** Fewest wallets that can be asked for: one is no crowd. */
    public static final int MIN_WALLETS = 2;

    /** Most wallets that can be asked for. */
    public static final int MAX_WALLETS = 1_000_000;

    /** The thresholds of docs/signals.md. */
    public static final SignalConfig DEFAULT = new SignalConfig(5_000_000_000L, 300, 5, 300, 400, 2, 350, 700);

    /**
     * Checks every value.
     *
     * @throws IllegalArgumentException naming the value that is out of range.
     */
    public SignalConfig {
        check("minLamports", minLamports, 1, MAX_MIN_LAMPORTS);
        check("cooldownSeconds", cooldownSeconds, 1, MAX_COOLDOWN_SECONDS);
        check("minWallets", minWallets, MIN_WALLETS, MAX_WALLETS);
        check("breakoutBots", breakoutBots, 0, WHOLE);
        check("persistenceBots", persistenceBots, 0, WHOLE);
        check("dcaWallets", dcaWallets, MIN_WALLETS, MAX_WALLETS);
        check("focusWallets", focusWallets, 1, WHOLE);
        check("focusInflow", focusInflow, 1, WHOLE);
    }

    /** The same with another minimum of the net flow and another cool-down. */
    public SignalConfig with(final long newMinLamports, final int newCooldownSeconds) {
        return new SignalConfig(
                newMinLamports,
                newCooldownSeconds,
                minWallets,
                breakoutBots,
                persistenceBots,
                dcaWallets,
                focusWallets,
                focusInflow);
    }

    private static void check(final String name, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " is " + value + ", allowed: " + min + " to " + max);
        }
    }
}
