package io.solflow.core.event;

import java.util.Arrays;

/**
 * The bot rule's verdicts on an event: one flag per trade of its {@link TradeList}, the ids of trades of earlier events
 * that a late trade has turned into bot trades, and of those that are none any longer because trades before them were taken
 * back. Written by the metrics stage only.
 */
public final class BotFlags {

    /** More than a transaction of the chain needs; what a hostile one needed is not kept. */
    static final int RETAINED_CAPACITY = 128;

    private boolean[] flags = new boolean[2];
    private long[] flippedIds = new long[4];
    private int flippedSize;
    private long[] clearedIds = new long[4];
    private int clearedSize;

    /** Makes room for {@code trades} verdicts, all false, and forgets the flipped and cleared ids. */
    public void reset(final int trades) {
        if (trades > flags.length || (flags.length > RETAINED_CAPACITY && trades <= RETAINED_CAPACITY)) {
            flags = new boolean[trades <= RETAINED_CAPACITY ? RETAINED_CAPACITY : trades];
        } else {
            Arrays.fill(flags, 0, trades, false);
        }
        if (flippedIds.length > RETAINED_CAPACITY) {
            flippedIds = new long[RETAINED_CAPACITY];
        }
        if (clearedIds.length > RETAINED_CAPACITY) {
            clearedIds = new long[RETAINED_CAPACITY];
        }
        flippedSize = 0;
        clearedSize = 0;
    }

    /** How many verdicts and ids there is room for, for tests of memory. */
    int capacity() {
        return flags.length + flippedIds.length + clearedIds.length;
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

    /** How many trades of other slots are bot trades no longer. */
    public int clearedSize() {
        return clearedSize;
    }

    /** Id of a trade that is a bot trade no longer; it may be of the dead slot itself. */
    public long clearedId(final int index) {
        return clearedIds[index];
    }

    /** Adds a trade that is a bot trade no longer. */
    public void addCleared(final long id) {
        if (clearedSize == clearedIds.length) {
            clearedIds = Arrays.copyOf(clearedIds, 2 * clearedSize);
        }
        clearedIds[clearedSize++] = id;
    }
}
