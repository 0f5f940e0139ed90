package io.solflow.core.program;

/** What counts as a time of this chain, in unix seconds. */
public final class EventTime {

    /** 2020-03-12, before mainnet's first block. */
    public static final long MIN_SECONDS = 1_584_000_000L;

    /** The end of unsigned 32-bit time, exclusive. */
    public static final long END_SECONDS = 1L << 32;

    private EventTime() {}

    /** True within the chain's life; a program's clock of 0 or a wild number is not. */
    public static boolean plausible(final long seconds) {
        return seconds >= MIN_SECONDS && seconds < END_SECONDS;
    }
}
