package io.solflow.core.event;

import java.util.Arrays;

/**
 * The bot rule's verdicts on an event: one flag per trade of its {@link TradeList}, and the ids of trades of earlier
 * events that a late trade has turned into bot trades. Written by the metrics stage only.
 */
public final class BotFlags {

    /** More than a transaction of the chain needs; what a hostile one needed is not kept. */
    static final int RETAINED_CAPACITY = 128;

    private boolean[] flags = new boolean[2];
    private long[] flippedIds = new long[4];
    private int flippedSize;

    /** Makes room for {@code trades} verdicts, all false, and forgets the flipped ids. */
    public void reset(final int trades) {
        if (trades > flags.length || (flags.length > RETAINED_CAPACITY && trades <= RETAINED_CAPACITY)) {
            flags = new boolean[trades <= RETAINED_CAPACITY ? RETAINED_CAPACITY : trades];
        } else {
            Arrays.fill(flags, 0, trades, false);
        }
        if (flippedIds.length > RETAINED_CAPACITY) {
            flippedIds = new long[RETAINED_CAPACITY];
        }
        flippedSize = 0;
    }

    /** How many verdicts and flipped ids there is room for, for tests of memory. */
    int capacity() {
        return flags.length + flippedIds.length;
    }

    /** True when the event's trade at {@code index} is a bot trade. */
    public boolean isBot(final int index) {
        return flags[index];
    }

    /** Sets the verdict on the event's trade at {@code index}. */
    public void set(final int index, final boolean bot) {
        flags[index] = bot;
    }

    /** How many trades of earlier events became bot trades. */
    public int flippedSize() {
        return flippedSize;
    }

    /** Id of a trade of an earlier event that became a bot trade. */
    public long flippedId(final int index) {
        return flippedIds[index];
    }

    /** Adds a trade of an earlier event that became a bot trade. */
    public void addFlipped(final long id) {
        if (flippedSize == flippedIds.length) {
            flippedIds = Arrays.copyOf(flippedIds, 2 * flippedSize);
        }
        flippedIds[flippedSize++] = id;
    }
}
