package io.solflow.ingest.source;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import java.util.Arrays;

/**
 * Tells the chain time of a slot in unix seconds: its block time when known; else by a block time at most
 * {@value #NEAR_SLOTS} slots away; else the update's creation time; else by anchors from the chain's history. Only block
 * times that were learned are used for the first two. One thread; allocates nothing.
 */
public final class SlotClock {

    /** How far away a block time may be to stand for another slot's. */
    static final int NEAR_SLOTS = 150;

    /** Target length of a slot; mainnet kept 402 to 403 ms from 2025 to 2026. */
    static final int SLOT_MS = 400;

    /** A block time that differs by more from what those learned say is not believed at once. */
    static final int MAX_DRIFT_SECONDS = 86_400;

    /** So many slots in a row with block times that agree with each other are believed whatever was learned before. */
    static final int CONFIRMATIONS = 3;

    private static final long MAX_SECONDS = 4_102_444_800L; // 2100-01-01

    private static final long NONE = -1;

    private static final int KNOWN = 512;
    private static final int KNOWN_MASK = KNOWN - 1;

    /** Slot and block time on mainnet, ascending; the first is genesis. Taken from public getBlock responses. */
    private static final long[][] ANCHORS = {
        {0L, 1_584_368_940L},
        {122_788_843L, 1_646_009_934L},
        {129_938_837L, 1_650_079_198L},
        {234_830_070L, 1_702_090_095L},
        {254_170_887L, 1_710_441_678L},
        {273_851_860L, 1_719_286_921L},
        {302_649_801L, 1_732_156_970L},
        {329_025_122L, 1_742_883_005L},
        {356_503_771L, 1_753_789_184L},
        {376_243_586L, 1_761_609_724L},
        {398_202_772L, 1_770_287_039L},
        {415_623_442L, 1_777_143_237L},
        {435_946_190L, 1_785_327_618L},
    };

    private final boolean live;
    private final long[] knownSlots = new long[KNOWN];
    private final long[] knownSeconds = new long[KNOWN];
    private long lastSlot = NONE;
    private long lastSeconds;
    private long doubtedSlot = NONE;
    private long doubtedSeconds;
    private int doubts;
    private long timeSeconds = UpdateEvent.NO_TIME;
    private TimeSource source = TimeSource.FAR_ESTIMATE;

    private SlotClock(final boolean live) {
        this.live = live;
        Arrays.fill(knownSlots, NONE);
    }

    /**
     * A clock that knows no block time yet, for a live stream: its far estimates never run ahead of the block time learned
     * last, because trades would take the watermark there, and one wild slot number is enough for a far estimate.
     */
    static SlotClock live() {
        return new SlotClock(true);
    }

    /** A clock that knows no block time yet, for recorded input, whose slots may lie years apart. */
    static SlotClock recorded() {
        return new SlotClock(false);
    }

    /** True for a time between the chain's genesis and the year 2100. */
    static boolean plausible(final long seconds) {
        return seconds >= ANCHORS[0][1] && seconds <= MAX_SECONDS;
    }

    /**
     * Learns a slot's block time.
     *
     * @return false, without learning it, when the time cannot be: outside the chain's life, or more than a day from
     *     what a neighbouring slot's says; without a neighbour, more than a day and half the expected time between the
     *     two from what the one learned last says. One wild block time is never believed; when {@value #CONFIRMATIONS}
     *     slots in a row agree, it was the earlier ones that were wrong, and they are forgotten.
     */
    boolean learn(final long slot, final long blockTimeSeconds) {
        if (!plausible(blockTimeSeconds) || !ChainPosition.fits(slot, 0)) {
            return false;
        }
        if (!agrees(slot, blockTimeSeconds) && !isConfirmed(slot, blockTimeSeconds)) {
            return false;
        }
        doubts = 0;
        lastSlot = slot;
        lastSeconds = blockTimeSeconds;
        final int index = (int) slot & KNOWN_MASK;
        knownSlots[index] = slot;
        knownSeconds[index] = blockTimeSeconds;
        return true;
    }

    private boolean agrees(final long slot, final long seconds) {
        if (readNear(slot)) {
            return Math.abs(timeSeconds - seconds) <= MAX_DRIFT_SECONDS;
        }
        return lastSlot == NONE || areConsistent(lastSlot, lastSeconds, slot, seconds);
    }

    /** True for the last of enough contradicting block times in a row that agree with each other. */
    private boolean isConfirmed(final long slot, final long seconds) {
        if (slot == doubtedSlot && doubts > 0) {
            return false;
        }
        doubts = doubts > 0 && areConsistent(doubtedSlot, doubtedSeconds, slot, seconds) ? doubts + 1 : 1;
        doubtedSlot = slot;
        doubtedSeconds = seconds;
        if (doubts < CONFIRMATIONS) {
            return false;
        }
        Arrays.fill(knownSlots, NONE);
        return true;
    }

    private static boolean areConsistent(
            final long fromSlot, final long fromSeconds, final long toSlot, final long toSeconds) {
        final long expected = slotsToSeconds(toSlot - fromSlot);
        return Math.abs(toSeconds - fromSeconds - expected) <= MAX_DRIFT_SECONDS + Math.abs(expected) / 2;
    }

    /**
     * Finds the time of a slot, for {@link #timeSeconds()} and {@link #source()} to tell.
     *
     * @param createdAtSeconds the update's creation time, {@link UpdateEvent#NO_TIME} when it has none.
     */
    void read(final long slot, final long createdAtSeconds) {
        if (isKnown(slot)) {
            answer(knownSeconds[(int) slot & KNOWN_MASK], TimeSource.BLOCK_TIME);
        } else if (readNear(slot)) {
            source = TimeSource.NEAR_ESTIMATE;
        } else if (plausible(createdAtSeconds)) {
            answer(createdAtSeconds, TimeSource.CREATED_AT);
        } else if (ChainPosition.fits(slot, 0)) {
            answer(farEstimate(slot), TimeSource.FAR_ESTIMATE);
        } else {
            answer(UpdateEvent.NO_TIME, TimeSource.FAR_ESTIMATE);
        }
    }

    /** Unix seconds found by the last {@link #read}. */
    long timeSeconds() {
        return timeSeconds;
    }

    /** Where the time found by the last {@link #read} comes from. */
    TimeSource source() {
        return source;
    }

    private void answer(final long seconds, final TimeSource from) {
        timeSeconds = seconds;
        source = from;
    }

    private boolean isKnown(final long slot) {
        return slot >= 0 && knownSlots[(int) slot & KNOWN_MASK] == slot;
    }

    private boolean readNear(final long slot) {
        if (!ChainPosition.fits(slot, 0)) {
            return false;
        }
        for (int distance = 0; distance <= NEAR_SLOTS; distance++) {
            if (isKnown(slot - distance)) {
                timeSeconds = knownSeconds[(int) (slot - distance) & KNOWN_MASK] + slotsToSeconds(distance);
                return true;
            }
            if (isKnown(slot + distance)) {
                timeSeconds = knownSeconds[(int) (slot + distance) & KNOWN_MASK] - slotsToSeconds(distance);
                return true;
            }
        }
        return false;
    }

    private static long slotsToSeconds(final long slots) {
        return slots * SLOT_MS / 1_000;
    }

    private long farEstimate(final long slot) {
        final long estimate = fromAnchors(slot);
        return live && lastSlot != NONE ? Math.min(estimate, lastSeconds) : estimate;
    }

    private static long fromAnchors(final long slot) {
        final long[] last = ANCHORS[ANCHORS.length - 1];
        if (slot >= last[0]) {
            return last[1] + slotsToSeconds(slot - last[0]);
        }
        int next = 1;
        while (ANCHORS[next][0] <= slot) {
            next++;
        }
        final long[] from = ANCHORS[next - 1];
        final long[] to = ANCHORS[next];
        return from[1] + (slot - from[0]) * (to[1] - from[1]) / (to[0] - from[0]);
    }
}
