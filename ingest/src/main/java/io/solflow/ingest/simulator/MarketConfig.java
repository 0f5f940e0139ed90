package io.solflow.ingest.simulator;

import io.solflow.ingest.feed.SlotTime;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.OptionalLong;

/**
 * What market to simulate. The same record gives the same blocks, byte for byte.
 *
 * @param tradesPerSecond mean number of trades against SOL per second of chain time, DCA fills included and the legs
 *     they replace not; 1 to 100 000, and 20 000 a slot at most, so that a block's transactions fit 16 bits.
 * @param tokens coins traded against SOL, 1 to 1 000 000; a few coins quoted in USDC come on top.
 * @param seed of all randomness.
 * @param startSlot slot of the first block, at least 1.
 * @param startTimeSeconds unix seconds of the first block, at least 1.
 * @param seconds chain time to simulate, empty for an endless feed; at least 1.
 * @param slotMs chain time from a slot to the next, 50 to 2000 ms.
 * @param shares of the traits that are not as usual, in 1/10 000.
 */
public record MarketConfig(
        int tradesPerSecond,
        int tokens,
        long seed,
        long startSlot,
        long startTimeSeconds,
        OptionalLong seconds,
        int slotMs,
        Map<ChainTrait, Integer> shares) {

    private static final int MAX_TRADES_PER_SECOND = 100_000;
    private static final int MAX_TRADES_PER_SLOT = 20_000;
    private static final int MAX_TOKENS = 1_000_000;
    private static final long MAX_SLOT = (1L << 34) - 1;
    private static final int MS_PER_SECOND = 1_000;

    /** A slot after Alpenglow's first block, where a market begins unless told otherwise. */
    public static final long DEFAULT_START_SLOT = 460_000_000L;

    /** 2026-10-22 06:00 UTC, the time that goes with {@link #DEFAULT_START_SLOT}. */
    public static final long DEFAULT_START_TIME_SECONDS = 1_792_648_800L;

    /** Checks the ranges; the message names the setting, what was given and what is allowed. */
    public MarketConfig {
        check("tradesPerSecond", tradesPerSecond, 1, MAX_TRADES_PER_SECOND);
        check("tokens", tokens, 1, MAX_TOKENS);
        check("startSlot", startSlot, 1, MAX_SLOT);
        check("startTimeSeconds", startTimeSeconds, 1, Integer.MAX_VALUE);
        if (seconds.isPresent()) {
            check("seconds", seconds.getAsLong(), 1, Integer.MAX_VALUE);
        }
        SlotTime.checked(slotMs);
        check(
                "tradesPerSecond with slots of " + slotMs + " ms",
                tradesPerSecond,
                1,
                MAX_TRADES_PER_SLOT * MS_PER_SECOND / slotMs);
        shares.forEach((trait, share) -> check("share of " + trait, share, 0, ChainTrait.ALL));
        final Map<ChainTrait, Integer> copy = new EnumMap<>(ChainTrait.class);
        copy.putAll(shares);
        shares = Collections.unmodifiableMap(copy);
    }

    /** An endless market that begins at the default slot and time, with slots and traits as usual. */
    public static MarketConfig of(final int tradesPerSecond, final int tokens, final long seed) {
        return new MarketConfig(
                tradesPerSecond,
                tokens,
                seed,
                DEFAULT_START_SLOT,
                DEFAULT_START_TIME_SECONDS,
                OptionalLong.empty(),
                SlotTime.DEFAULT_MS,
                Map.of());
    }

    /** The same market, begun at another slot and time. */
    public MarketConfig startingAt(final long slot, final long timeSeconds) {
        return new MarketConfig(tradesPerSecond, tokens, seed, slot, timeSeconds, seconds, slotMs, shares);
    }

    /** The same market, ended after so much chain time. */
    public MarketConfig lasting(final long limitSeconds) {
        return new MarketConfig(
                tradesPerSecond,
                tokens,
                seed,
                startSlot,
                startTimeSeconds,
                OptionalLong.of(limitSeconds),
                slotMs,
                shares);
    }

    /** The same market with slots of another length. */
    public MarketConfig withSlotMs(final int ms) {
        return new MarketConfig(tradesPerSecond, tokens, seed, startSlot, startTimeSeconds, seconds, ms, shares);
    }

    /** The same market with another share of a trait, in 1/10 000. */
    public MarketConfig with(final ChainTrait trait, final int share) {
        final Map<ChainTrait, Integer> changed = new EnumMap<>(ChainTrait.class);
        changed.putAll(shares);
        changed.put(trait, share);
        return new MarketConfig(tradesPerSecond, tokens, seed, startSlot, startTimeSeconds, seconds, slotMs, changed);
    }

    /** The share of a trait, in 1/10 000. */
    int share(final ChainTrait trait) {
        return shares.getOrDefault(trait, trait.usual());
    }

    /** The slot that a chain of such slots has reached at a time, {@link #DEFAULT_START_SLOT} at least. */
    public static long slotAt(final long timeSeconds) {
        return DEFAULT_START_SLOT
                + Math.max(0, timeSeconds - DEFAULT_START_TIME_SECONDS) * MS_PER_SECOND / SlotTime.DEFAULT_MS;
    }

    private static void check(final String name, final long given, final long min, final long max) {
        if (given < min || given > max) {
            throw new IllegalArgumentException(name + " is " + given + ", allowed: " + min + " to " + max);
        }
    }
}
