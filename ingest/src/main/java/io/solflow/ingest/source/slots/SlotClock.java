package io.solflow.ingest.source.slots;

import io.solflow.core.chain.ChainTime;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;

/**
 * Tells the chain time of a slot in unix seconds: its block time when known; else by the block times at most
 * {@value #NEAR_SECONDS} s before and after it; else the update's creation time; else from what was learned farther away and
 * from the chain's history. Only block times that were learned are used for the first two. How long a slot is, it learns as
 * well. One thread; allocates nothing.
 */
public final class SlotClock {

    /** How far away a block time may be to stand for another slot's. */
    static final int NEAR_SECONDS = 60;

    /** A block time that differs by more from what those learned say is not believed at once. */
    static final int MAX_DRIFT_SECONDS = 86_400;

    /** So many slots in a row with block times that agree with each other are believed whatever was learned before. */
    static final int CONFIRMATIONS = 3;

    /** How far ahead of the others a slot of a live stream is believed at once. */
    static final int FAR_SECONDS = 3_600;

    private static final long NONE = KnownTimes.NONE;

    private static final long MICROS = 1_000_000;

    // a slot is not taken for shorter or longer, whatever was measured, so that no count of slots is wild
    private static final long MIN_SLOT_MICROS = 50_000;
    private static final long MAX_SLOT_MICROS = 2_000_000;

    private final boolean live;
    private final KnownTimes known = new KnownTimes();
    private final Landmarks landmarks = new Landmarks();
    private final SlotPace pace = new SlotPace();
    private long lastSlot = NONE;
    private long lastSeconds;
    private long newestSeconds = UpdateEvent.NO_TIME;
    private long doubtedSlot = NONE;
    private long doubtedSeconds;
    private int doubts;
    private long timeSeconds = UpdateEvent.NO_TIME;
    private TimeSource source = TimeSource.FAR_ESTIMATE;

    private SlotClock(final boolean live) {
        this.live = live;
    }

    /**
     * A clock that knows no block time yet, for a live stream: its estimates never run ahead of the newest block time, because
     * a trade without a time of its own takes the watermark to what it is given, and no estimate alone may do that.
     */
    static SlotClock live() {
        return new SlotClock(true);
    }

    /** A clock that knows no block time yet, for recorded input, whose slots may lie years apart. */
    static SlotClock recorded() {
        return new SlotClock(false);
    }

    /** How many slots pass in a time around a slot, 1 or more: as measured, else as the chain's history says. */
    long slotsIn(final long durationMs, final long slot) {
        return Math.max(1, durationMs * 1_000 / microsAround(slot));
    }

    /** How far ahead of others a slot is believed at once: in recorded input without limit. */
    long reachSlots(final long slot) {
        return live ? slotsIn(FAR_SECONDS * 1_000L, slot) : Long.MAX_VALUE;
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
        if (!ChainTime.plausible(blockTimeSeconds) || !ChainPosition.fits(slot, 0)) {
            return false;
        }
        if (!agrees(slot, blockTimeSeconds) && !isConfirmed(slot, blockTimeSeconds)) {
            return false;
        }
        doubts = 0;
        lastSlot = slot;
        lastSeconds = blockTimeSeconds;
        newestSeconds = Math.max(newestSeconds, blockTimeSeconds);
        known.put(slot, blockTimeSeconds);
        landmarks.learn(slot, blockTimeSeconds);
        pace.learn(slot, blockTimeSeconds);
        return true;
    }

    private boolean agrees(final long slot, final long seconds) {
        final long near = near(slot);
        if (near != UpdateEvent.NO_TIME) {
            return Math.abs(near - seconds) <= MAX_DRIFT_SECONDS;
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
        known.clear();
        landmarks.clear();
        pace.clear();
        newestSeconds = UpdateEvent.NO_TIME;
        return true;
    }

    private static boolean areConsistent(
            final long fromSlot, final long fromSeconds, final long toSlot, final long toSeconds) {
        final long expected = SlotAnchors.seconds(toSlot) - SlotAnchors.seconds(fromSlot);
        return Math.abs(toSeconds - fromSeconds - expected) <= MAX_DRIFT_SECONDS + Math.abs(expected) / 2;
    }

    /**
     * Finds the time of a slot, for {@link #timeSeconds()} and {@link #source()} to tell.
     *
     * @param createdAtSeconds the update's creation time, {@link UpdateEvent#NO_TIME} when it has none.
     */
    void read(final long slot, final long createdAtSeconds) {
        if (!ChainPosition.fits(slot, 0)) {
            answer(
                    ChainTime.plausible(createdAtSeconds) ? createdAtSeconds : UpdateEvent.NO_TIME,
                    ChainTime.plausible(createdAtSeconds) ? TimeSource.CREATED_AT : TimeSource.FAR_ESTIMATE);
            return;
        }
        if (known.contains(slot)) {
            answer(known.seconds(slot), TimeSource.BLOCK_TIME);
            return;
        }
        final long near = near(slot);
        if (near != UpdateEvent.NO_TIME) {
            answer(notAhead(near), TimeSource.NEAR_ESTIMATE);
        } else if (ChainTime.plausible(createdAtSeconds)) {
            answer(createdAtSeconds, TimeSource.CREATED_AT);
        } else {
            final long far = landmarks.seconds(slot, measuredMicros(lastSlot));
            answer(
                    notAhead(Math.min(ChainTime.MAX_SECONDS, Math.max(ChainTime.GENESIS_SECONDS, far))),
                    TimeSource.FAR_ESTIMATE);
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

    private long notAhead(final long seconds) {
        return live && newestSeconds != UpdateEvent.NO_TIME ? Math.min(seconds, newestSeconds) : seconds;
    }

    /** An estimate from the block times around a slot, {@link UpdateEvent#NO_TIME} when none is near. */
    private long near(final long slot) {
        if (lastSlot == NONE) {
            return UpdateEvent.NO_TIME;
        }
        final long reach = slotsIn(NEAR_SECONDS * 1_000L, slot);
        final long below = known.below(slot, reach);
        final long above = known.above(slot, reach);
        if (below == NONE && above == NONE) {
            return UpdateEvent.NO_TIME;
        }
        if (below != NONE && above != NONE && above > below) {
            final long span = known.seconds(above) - known.seconds(below);
            if (Math.abs(span - slotsToSeconds(above - below, slot)) <= NEAR_SECONDS) {
                return known.seconds(below) + span * (slot - below) / (above - below);
            }
        }
        final boolean after = below == NONE || (above != NONE && above - slot < slot - below);
        return after
                ? known.seconds(above) - slotsToSeconds(above - slot, slot)
                : known.seconds(below) + slotsToSeconds(slot - below, slot);
    }

    private long slotsToSeconds(final long slots, final long slot) {
        return slots * microsAround(slot) / MICROS;
    }

    private long microsAround(final long slot) {
        final long measured = measuredMicros(slot);
        final long micros = measured > 0 ? measured : SlotAnchors.micros(Math.max(0, slot));
        return Math.min(MAX_SLOT_MICROS, Math.max(MIN_SLOT_MICROS, micros));
    }

    /** The pace around a slot in microseconds, 0 when it was not measured. */
    private long measuredMicros(final long slot) {
        return pace.covers(slot) ? pace.micros() : 0;
    }
}
