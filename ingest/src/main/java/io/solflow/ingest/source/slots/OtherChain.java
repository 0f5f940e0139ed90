package io.solflow.ingest.source.slots;

import io.solflow.core.chain.ChainTime;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.core.wire.UpdateEnvelope.Kind;
import io.solflow.ingest.source.UpdateSink;

/**
 * Finds out at a stream's beginning whether its server is on another chain than the one that is stored, as a test validator
 * is that was reset. Slots below the checkpoint that are not older by what so many slots take at least are of another
 * chain, and so are slots hours below it. A server that lags, or replays more than it was asked for, has older slots, by
 * what the slots take. Nothing of a stream is delivered before it is decided; what is held back is below the checkpoint.
 * One thread.
 */
public final class OtherChain {

    /** What a stream turned out to be. */
    public enum Answer {
        /** Too little has come; the update is not to be delivered. */
        OPEN,
        /** The chain that is stored. */
        SAME,
        /** Another one. */
        OTHER
    }

    /** Slots that have to agree: one may be a wild number. */
    static final int CONFIRMATIONS = 3;

    /** Slots this close below the checkpoint are asked for again, or are what a server replays besides. */
    static final int NEAR_SLOTS = 150;

    /** Where no block time is known: slots that take longer than any server lags or replays. */
    private static final long FAR_UNTIMED_SECONDS = 3_600;

    /** No chain is faster; test validators are made to run at 50 ms. */
    private static final long MIN_SLOT_MS = 40;

    private static final long TOLERANCE_SECONDS = 30;

    /** A server that is asked for the checkpoint and begins so far below it serves something else. */
    private static final long FAR_SECONDS = 6 * 3_600;

    /** Updates without a block meta among them after which slots alone decide. */
    private static final int PATIENCE_UPDATES = 2_000;

    private long baseSlot = UpdateSink.NO_CHECKPOINT;
    private long baseSeconds = UpdateEvent.NO_TIME;
    private boolean decided = true;
    private int updates;
    private int agreeing;
    private long lastSlot;
    private long lastSeconds;

    /**
     * A stream begins.
     *
     * @param checkpointSlot what is stored reaches so far, {@link UpdateSink#NO_CHECKPOINT} when nothing is.
     * @param checkpointSeconds block time there, {@link UpdateEvent#NO_TIME} when unknown.
     */
    public void begin(final long checkpointSlot, final long checkpointSeconds) {
        baseSlot = checkpointSlot;
        baseSeconds = checkpointSeconds;
        decided = checkpointSlot == UpdateSink.NO_CHECKPOINT;
        updates = 0;
        agreeing = 0;
        lastSlot = UpdateSink.NO_CHECKPOINT;
        lastSeconds = UpdateEvent.NO_TIME;
    }

    /** True once the stream is known to be of the chain that is stored. */
    public boolean isSame() {
        return decided;
    }

    /** Takes a slot, block meta or transaction. */
    public Answer look(final UpdateEnvelope update) {
        final long below = baseSlot - update.slot();
        if (below <= NEAR_SLOTS) {
            decided = true;
            return Answer.SAME;
        }
        updates++;
        final boolean timed = update.kind() == Kind.BLOCK_META
                && baseSeconds != UpdateEvent.NO_TIME
                && ChainTime.plausible(update.blockTimeSeconds());
        if (!timed && (update.kind() == Kind.BLOCK_META || updates >= PATIENCE_UPDATES)) {
            return judge(update, below * SlotAnchors.micros(baseSlot) > FAR_UNTIMED_SECONDS * 1_000_000);
        }
        return timed ? judge(update, isOther(below, update.blockTimeSeconds())) : Answer.OPEN;
    }

    private Answer judge(final UpdateEnvelope update, final boolean other) {
        if (!other) {
            decided = true;
            return Answer.SAME;
        }
        if (update.slot() != lastSlot) {
            lastSlot = update.slot();
            lastSeconds = update.blockTimeSeconds();
            agreeing++;
        }
        return agreeing < CONFIRMATIONS ? Answer.OPEN : Answer.OTHER;
    }

    private boolean isOther(final long slotsBelow, final long seconds) {
        final long elapsedSeconds = baseSeconds - seconds;
        return elapsedSeconds > FAR_SECONDS || slotsBelow * MIN_SLOT_MS / 1_000 - elapsedSeconds > TOLERANCE_SECONDS;
    }

    /** What was found, for people. */
    public String text() {
        final boolean timed = lastSeconds != UpdateEvent.NO_TIME && baseSeconds != UpdateEvent.NO_TIME;
        return "the server is on another chain than what is stored: its stream begins anew at slot " + lastSlot
                + ", far below slot " + baseSlot + " up to which everything is stored"
                + (timed && lastSeconds >= baseSeconds
                        ? ", and yet is " + (lastSeconds - baseSeconds) + " s later"
                        : "")
                + "; was a test validator reset? Use another database (SOLFLOW_DB_PATH, --db) for the new chain, or check"
                + " GEYSER_URL; nothing of it was stored";
    }
}
