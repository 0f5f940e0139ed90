package io.solflow.ingest.simulator;

import java.util.OptionalLong;

/**
 * What market to simulate. The same record gives the same blocks, byte for byte.
 *
 * @param tradesPerSecond mean number of trades against SOL per second of chain time, DCA fills included and the legs
 *     they replace not; 1 to 100 000, so that a block's transactions fit 17 bits.
 * @param tokens coins traded against SOL, 1 to 1 000 000; a few coins quoted in USDC come on top.
 * @param seed of all randomness.
 * @param startSlot slot of the first block, at least 1.
 * @param startTimeSeconds unix seconds of the first block, at least 1.
 * @param seconds chain time to simulate, empty for an endless feed; at least 1.
 */
public record MarketConfig(
        int tradesPerSecond, int tokens, long seed, long startSlot, long startTimeSeconds, OptionalLong seconds) {

    private static final int MAX_TRADES_PER_SECOND = 100_000;
    private static final int MAX_TOKENS = 1_000_000;
    private static final long MAX_SLOT = (1L << 34) - 1;

    /** A slot of mainnet in autumn 2026, where a market begins unless told otherwise. */
    public static final long DEFAULT_START_SLOT = 452_000_000L;

    /** 2026-10-01 00:00 UTC, the time that goes with {@link #DEFAULT_START_SLOT}. */
    public static final long DEFAULT_START_TIME_SECONDS = 1_790_812_800L;

    /** Checks the ranges; the message names the setting, what was given and what is allowed. */
    public MarketConfig {
        check("tradesPerSecond", tradesPerSecond, MAX_TRADES_PER_SECOND);
        check("tokens", tokens, MAX_TOKENS);
        check("startSlot", startSlot, MAX_SLOT);
        check("startTimeSeconds", startTimeSeconds, Integer.MAX_VALUE);
        if (seconds.isPresent()) {
            check("seconds", seconds.getAsLong(), Integer.MAX_VALUE);
        }
    }

    /** An endless market that begins at the default slot and time. */
    public static MarketConfig of(final int tradesPerSecond, final int tokens, final long seed) {
        return new MarketConfig(
                tradesPerSecond, tokens, seed, DEFAULT_START_SLOT, DEFAULT_START_TIME_SECONDS, OptionalLong.empty());
    }

    /** The same market, begun at another slot and time. */
    public MarketConfig startingAt(final long slot, final long timeSeconds) {
        return new MarketConfig(tradesPerSecond, tokens, seed, slot, timeSeconds, seconds);
    }

    /** The same market, ended after so much chain time. */
    public MarketConfig lasting(final long limitSeconds) {
        return new MarketConfig(
                tradesPerSecond, tokens, seed, startSlot, startTimeSeconds, OptionalLong.of(limitSeconds));
    }

    private static void check(final String name, final long given, final long max) {
        if (given < 1 || given > max) {
            throw new IllegalArgumentException(name + " is " + given + ", allowed: 1 to " + max);
        }
    }
}
