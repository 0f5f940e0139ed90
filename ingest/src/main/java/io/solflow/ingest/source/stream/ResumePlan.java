package io.solflow.ingest.source.stream;

import io.grpc.Status;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.GapReason;
import io.solflow.ingest.source.UpdateSink;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Decides where the next stream begins and which slots are lost for good. Asks for a few slots before the checkpoint,
 * because servers may deliver a slot's last parts late; what was seen is dropped later by chain position. One thread.
 */
public final class ResumePlan {

    /** No {@code from_slot}. */
    static final long LIVE = -1;

    /** Slots asked for again. */
    static final int REWIND_SLOTS = 32;

    /** What a failed stream means for the next one. */
    enum Verdict {
        /** Nothing: it did not fail for its {@code from_slot}. */
        UNRELATED,
        /** The plan has changed; try it without waiting longer than usual. */
        CHANGED,
        /** The server could not replay for now. */
        TRY_AGAIN_SLOWLY
    }

    /** Receives holes as they become certain. */
    @FunctionalInterface
    public interface GapListener {
        void onGap(long fromSlot, long toSlot, GapReason reason);
    }

    private static final Pattern LAST_AVAILABLE = Pattern.compile("last available: (\\d{1,18})");

    private final UpdateSink sink;
    private final int maxTries;
    private final boolean firstSlotPartial;
    private final GapListener gaps;
    private long coveredTo = UpdateSink.NO_CHECKPOINT;
    private long begunAt = UpdateSink.NO_CHECKPOINT;
    private long oldestAvailable;
    private int tries;
    private GapReason liveReason;
    private boolean liveForTries;
    private int refusals;
    private boolean firstSlotDue;
    private boolean firstMetaDue;
    private long firstSlot;

    /**
     * A plan that follows the sink's checkpoint.
     *
     * @param firstSlotPartial true when a live stream begins in the middle of a slot, as it does at processed.
     */
    public ResumePlan(
            final UpdateSink sink, final int maxTries, final boolean firstSlotPartial, final GapListener gaps) {
        this.sink = sink;
        this.maxTries = maxTries;
        this.firstSlotPartial = firstSlotPartial;
        this.gaps = gaps;
    }

    /** Begins a stream; returns its {@code from_slot} or {@link #LIVE}. */
    long begin() {
        firstSlotDue = true;
        firstMetaDue = resumes();
        return fromSlot();
    }

    /** Where a stream that began now would begin: its {@code from_slot} or {@link #LIVE}. */
    public long fromSlot() {
        return resumes() ? Math.max(oldestAvailable, Math.max(0, rewound())) : LIVE;
    }

    private boolean resumes() {
        return base() >= 0 && liveReason == null;
    }

    /** Highest slot that is either taken or recorded as lost; in a run that has neither, the one before its first. */
    private long base() {
        final long covered = Math.max(sink.checkpointSlot(), coveredTo);
        return covered >= 0 ? covered : begunAt - 1;
    }

    private long rewound() {
        return base() == begunAt - 1 ? begunAt : base() - REWIND_SLOTS;
    }

    /** True until the stream's first slot, when an update has to be shown to {@link #onSlot}. */
    boolean firstSlotDue() {
        return firstSlotDue;
    }

    /** True until the first block meta of a resumed stream, which has to be shown to {@link #onBlockMeta}. */
    boolean firstMetaDue() {
        return firstMetaDue;
    }

    /**
     * The stream's first slot of which payload comes, before it is delivered. Only now a hole is certain, and told as one: a live stream has lost
     * everything between, a resumed one what the server had no longer.
     */
    void onSlot(final long slot) {
        firstSlotDue = false;
        firstSlot = slot;
        tries = 0;
        refusals = 0;
        if (base() < 0) {
            begunAt = slot;
        } else if (liveReason != null) {
            // a covered slot above a live one was a wild number
            coveredTo = Math.min(coveredTo, slot - 1);
            lose(firstSlotPartial ? slot : slot - 1, liveReason);
            liveReason = null;
            oldestAvailable = 0;
        } else {
            oldestAvailable = Math.min(oldestAvailable, slot);
            lose(oldestAvailable - 1, GapReason.REPLAY_TOO_OLD);
        }
    }

    /** A resumed stream's first block meta, before it is delivered: a parent beyond the checkpoint was left out. */
    void onBlockMeta(final long parentSlot) {
        firstMetaDue = false;
        lose(Math.min(parentSlot, firstSlot - 1), GapReason.REPLAY_UNAVAILABLE);
    }

    /**
     * A stream asked to begin with {@code fromSlot} ended before its first slot.
     *
     * @param worked whether a stream of this source has worked before.
     */
    Verdict onFailedBeforeFirstSlot(final long fromSlot, final StreamEnd end, final boolean worked) {
        if (!end.answered()) {
            return Verdict.UNRELATED;
        }
        if (fromSlot == LIVE) {
            return onLiveFailed(end.kind() == StreamEnd.Kind.PASSING);
        }
        final Status status = end.status();
        final String description = status.getDescription() == null ? "" : status.getDescription();
        return switch (end.kind()) {
            case REQUEST -> goLive(GapReason.REPLAY_UNAVAILABLE);
            case PLACE -> onNotFound(worked);
            case TOKEN -> Verdict.UNRELATED;
            case PASSING ->
                status.getCode() == Status.Code.OUT_OF_RANGE
                        ? onTooOld(fromSlot, description)
                        : onReplayFailed(description.contains("from_slot is not supported"));
        };
    }

    /** A stream asked to begin with {@code fromSlot} stayed silent: the same as a replay that failed. */
    Verdict onSilent(final long fromSlot) {
        return fromSlot == LIVE ? onLiveFailed(true) : onReplayFailed(false);
    }

    /** Live fails as the replay did: the slot asked for was not to blame, so nothing is given up for it. */
    private Verdict onLiveFailed(final boolean alike) {
        if (!alike || liveReason == null || !liveForTries) {
            return Verdict.UNRELATED;
        }
        liveReason = null;
        tries = 0;
        return Verdict.TRY_AGAIN_SLOWLY;
    }

    /** One of these at a reconnect may be a load balancer's; the second is the server's about the slot. */
    private Verdict onNotFound(final boolean worked) {
        return worked && ++refusals < 2 ? Verdict.TRY_AGAIN_SLOWLY : goLive(GapReason.REPLAY_UNAVAILABLE);
    }

    private Verdict onTooOld(final long fromSlot, final String description) {
        final Matcher matcher = LAST_AVAILABLE.matcher(description);
        final long available = matcher.find() ? Long.parseLong(matcher.group(1)) : -1;
        if (available <= fromSlot || available > ChainPosition.MAX_SLOT || ++tries >= maxTries) {
            return goLive(GapReason.REPLAY_TOO_OLD);
        }
        oldestAvailable = available;
        return Verdict.CHANGED;
    }

    private Verdict onReplayFailed(final boolean forGood) {
        if (forGood || ++tries >= maxTries) {
            final Verdict verdict = goLive(GapReason.REPLAY_UNAVAILABLE);
            liveForTries = !forGood;
            return verdict;
        }
        return Verdict.TRY_AGAIN_SLOWLY;
    }

    private Verdict goLive(final GapReason reason) {
        liveReason = reason;
        liveForTries = false;
        return Verdict.CHANGED;
    }

    private void lose(final long toSlot, final GapReason reason) {
        final long fromSlot = base() + 1;
        if (toSlot >= fromSlot) {
            gaps.onGap(fromSlot, toSlot, reason);
            coveredTo = toSlot;
        }
    }
}
