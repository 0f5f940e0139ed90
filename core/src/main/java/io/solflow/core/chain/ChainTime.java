package io.solflow.core.chain;

/** What times the chain can have, in unix seconds. */
public final class ChainTime {

    /** When the chain began: 16 March 2020. */
    public static final long GENESIS_SECONDS = 1_584_368_940L;

    /** The year 2100: a later time is wrong. */
    public static final long MAX_SECONDS = 4_102_444_800L;

    private ChainTime() {}

    /** True for a time between the chain's genesis and the year 2100. */
    public static boolean plausible(final long seconds) {
        return seconds >= GENESIS_SECONDS && seconds <= MAX_SECONDS;
    }
}
