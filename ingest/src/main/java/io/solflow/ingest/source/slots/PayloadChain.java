package io.solflow.ingest.source.slots;

import io.solflow.core.event.GapReason;
import io.solflow.ingest.source.UpdateSink;
import java.util.Arrays;

/**
 * Joins the slots whose payload came by their parents. A slot is passed when its payload came and its parent was passed
 * before: the slots between the two were skipped, which the link proves. What a link leads to and never came is a hole,
 * told once it has had the time to come late. Statuses alone pass nothing.
 *
 * <p>Where no block meta told the parent, a status may have; else only the slot right below proves a link, and those
 * between are holes. A stream that sends no block metas at all has nothing for a slot without trades but its status: there
 * such a slot is passed together with a later one whose payload came.
 *
 * <p>One thread, allocates nothing.
 */
final class PayloadChain {

    /** No slot, and no parent that is known. */
    static final long NONE = ChainMemory.NONE;

    /** How far around the passed slot payload and parents are remembered. */
    static final int REACH_SLOTS = ChainMemory.SLOTS / 2;

    /** Slots that may wait for their link; one more makes the lowest give up waiting. */
    static final int MAX_WAITING = 64;

    private final boolean proves;
    private final long waitNs;
    private final long newerMs;
    private final SlotClock clock;

    private final ChainMemory memory = new ChainMemory();

    // payload that is not linked yet, ascending
    private final long[] waiting = new long[MAX_WAITING + 1];
    private final long[] waitingParents = new long[MAX_WAITING + 1];
    private final long[] waitingSinceNs = new long[MAX_WAITING + 1];
    private int waitingSize;

    private long passed;
    private long floor;
    private long recordedFrom = NONE;
    private long recordedTo = NONE;
    private long passedAtResume = NONE;
    // how far the stream has come, by what came of slots and by the statuses behind it
    private long front = NONE;
    private boolean metasCome;
    private boolean replayed;
    private long holeFrom;
    private long holeTo;

    /**
     * A chain that goes on behind {@code checkpointSlot}, {@link UpdateSink#NO_CHECKPOINT} when there is none. Recorded
     * input proves nothing: it may be pieces, so whatever comes is passed.
     */
    PayloadChain(final AssemblerConfig config, final SlotClock clock, final long checkpointSlot) {
        proves = config.waitsByClock();
        waitNs = config.metaTimeoutNs();
        newerMs = config.newerMs();
        this.clock = clock;
        passed = checkpointSlot;
        floor = checkpointSlot;
    }

    /** Highest slot up to which everything came or is told as a hole, {@link #NONE} when there is none. */
    long passed() {
        return passed;
    }

    /** True once the stream has sent a block meta. */
    boolean metasCome() {
        return metasCome;
    }

    /** Takes a block meta's parent, also of a slot whose payload was taken before. */
    void onMeta(final long slot, final long parent) {
        metasCome = true;
        replayed |= slot <= passedAtResume;
        noteParent(slot, parent);
    }

    /** A transaction or block meta of the slot has come, perhaps again. */
    void onContent(final long slot) {
        if (isNear(slot)) {
            front = Math.max(front, slot);
        }
    }

    /** Takes a status that says that a slot is there, and its parent, 0 when absent. */
    void onStatus(final long slot, final long parent) {
        // one of the head, ahead of a replay, says nothing of what the replay will bring
        if (front != NONE && isNear(slot) && slot <= front + clock.slotsIn(newerMs, slot)) {
            memory.mark(slot, ChainMemory.ANNOUNCED);
            front = Math.max(front, slot);
        }
        if (parent != 0) {
            noteParent(slot, parent);
        }
    }

    /** A new stream begins: what waits for its link waits afresh. */
    void onResume(final long nowNs) {
        metasCome = false;
        replayed = false;
        passedAtResume = passed;
        front = NONE;
        waitAfresh(nowNs);
    }

    /** What waits for its link is given its whole time once more. */
    void waitAfresh(final long nowNs) {
        Arrays.fill(waitingSinceNs, 0, waitingSize, nowNs);
    }

    /** Slots that somebody else has told as lost, both ends included. */
    void onHole(final long fromSlot, final long toSlot) {
        final boolean goesOn = recordedTo != NONE && fromSlot >= recordedFrom && fromSlot <= recordedTo + 1;
        recordedFrom = goesOn ? recordedFrom : fromSlot;
        recordedTo = goesOn ? Math.max(recordedTo, toSlot) : toSlot;
        if (passed != NONE) {
            final long last = Math.min(toSlot, passed + REACH_SLOTS);
            for (long slot = Math.max(fromSlot, passed - REACH_SLOTS + 1); slot <= last; slot++) {
                memory.mark(slot, ChainMemory.TOLD);
            }
        }
    }

    /**
     * A slot's payload came whole.
     *
     * @param parent {@link #NONE} where no block meta tells it.
     */
    void onPayload(final long slot, final long parent, final long nowNs) {
        if (!proves) {
            passed = Math.max(passed, slot);
            return;
        }
        final boolean old = floor != NONE && slot <= floor;
        if (old || hasCome(slot)) {
            return;
        }
        final long known = isParent(slot, parent) ? parent : memory.parentOf(slot);
        if (slot <= passed && known == NONE) {
            memory.mark(slot, ChainMemory.CAME);
        } else {
            insert(slot, known, nowNs);
        }
    }

    /**
     * Passes what is linked, as far as slots are believed.
     *
     * @param over true when nothing more comes: what is not linked now never will be.
     * @return true when there is a hole, see {@link #holeFrom()}; to be called again then.
     */
    boolean advance(final long believedTo, final long nowNs, final boolean over) {
        if (passed == NONE && believedTo != NONE && waitingSize > 0) {
            begin(believedTo);
        }
        while (waitingSize > 0 && waiting[0] <= believedTo) {
            final long missing = missingBelow(waiting[0], waitingParents[0]);
            if (missing == NONE) {
                passFirst();
            } else if (over || isOverdue(believedTo, nowNs)) {
                holeTo = missing;
                holeFrom = bottomOf(missing);
                onHole(holeFrom, holeTo);
                return true;
            } else {
                return false;
            }
        }
        return false;
    }

    /** First slot of the hole. */
    long holeFrom() {
        return holeFrom;
    }

    /** Last slot of the hole. */
    long holeTo() {
        return holeTo;
    }

    /** Why it is one: a stream that was to go on behind the passed slot and began beyond it did not replay. */
    GapReason holeReason() {
        return !replayed && passed == passedAtResume && holeFrom == passed + 1
                ? GapReason.REPLAY_UNAVAILABLE
                : GapReason.LEFT_OUT;
    }

    /** The first payload that is believed: nothing is claimed of what lies before it. */
    private void begin(final long believedTo) {
        while (waitingSize > 0 && believedTo - waiting[0] > clock.reachSlots(believedTo)) {
            remove(0);
        }
        if (waitingSize > 0) {
            passed = waitingParents[0] == NONE ? waiting[0] - 1 : waitingParents[0];
            floor = passed;
        }
    }

    private void passFirst() {
        final long slot = waiting[0];
        final long parent = waitingParents[0];
        remove(0);
        passed = Math.max(passed, slot);
        floor = Math.max(floor, passed - REACH_SLOTS + 1);
        if (isNear(slot)) {
            memory.mark(slot, ChainMemory.CAME);
            memory.parent(slot, parent);
        }
    }

    private boolean isOverdue(final long believedTo, final long nowNs) {
        int newer = 0;
        for (int i = 1; i < waitingSize && waiting[i] <= believedTo; i++) {
            newer++;
        }
        return newer >= clock.slotsIn(newerMs, waiting[0])
                || waitingSize >= MAX_WAITING
                || nowNs - waitingSinceNs[0] > waitNs;
    }

    /** The highest slot that has to have come before this one and did not; {@link #NONE} when the slot is linked. */
    private long missingBelow(final long slot, final long knownParent) {
        long child = slot;
        long known = knownParent;
        while (true) {
            final long parent = known == NONE ? child - 1 : known;
            if (parent <= floor || isRecorded(parent)) {
                return NONE;
            }
            if (!isThere(parent)) {
                return parent;
            }
            if (parent <= passed) {
                return NONE;
            }
            child = parent;
            known = memory.parentOf(child);
        }
    }

    /** Lowest slot of the hole that ends with {@code missing}. */
    private long bottomOf(final long missing) {
        final long below = missing > passed ? passed : floor;
        long slot = missing - 1;
        while (slot > below && missing - slot < ChainMemory.SLOTS && !isThere(slot) && !isRecorded(slot)) {
            slot--;
        }
        return missing - slot == ChainMemory.SLOTS ? below + 1 : slot + 1;
    }

    private boolean isThere(final long slot) {
        return hasCome(slot)
                || memory.has(slot, metasCome ? ChainMemory.TOLD : ChainMemory.TOLD | ChainMemory.ANNOUNCED);
    }

    private boolean hasCome(final long slot) {
        return memory.has(slot, ChainMemory.CAME) || indexOf(slot) != NONE;
    }

    private int indexOf(final long slot) {
        for (int i = 0; i < waitingSize; i++) {
            if (waiting[i] == slot) {
                return i;
            }
        }
        return (int) NONE;
    }

    private boolean isRecorded(final long slot) {
        return slot >= recordedFrom && slot <= recordedTo;
    }

    private void noteParent(final long slot, final long parent) {
        if (!isParent(slot, parent)) {
            return;
        }
        final int index = indexOf(slot);
        if (index != NONE) {
            waitingParents[index] = parent;
        } else if (isNear(slot)) {
            memory.parent(slot, parent);
        }
    }

    /** Zero is an absent field, but for the first slots of a chain. */
    private static boolean isParent(final long slot, final long parent) {
        return parent >= 0 && parent < slot && (parent > 0 || slot < REACH_SLOTS);
    }

    private boolean isNear(final long slot) {
        return passed != NONE && slot > passed - REACH_SLOTS && slot <= passed + REACH_SLOTS;
    }

    private void insert(final long slot, final long parent, final long nowNs) {
        int index = waitingSize++;
        while (index > 0 && waiting[index - 1] > slot) {
            waiting[index] = waiting[index - 1];
            waitingParents[index] = waitingParents[index - 1];
            waitingSinceNs[index] = waitingSinceNs[index - 1];
            index--;
        }
        waiting[index] = slot;
        waitingParents[index] = parent;
        waitingSinceNs[index] = nowNs;
        if (waitingSize > MAX_WAITING) {
            // wild numbers lie above all others, and are not believed
            waitingSize--;
        }
    }

    private void remove(final int index) {
        waitingSize--;
        final int behind = waitingSize - index;
        System.arraycopy(waiting, index + 1, waiting, index, behind);
        System.arraycopy(waitingParents, index + 1, waitingParents, index, behind);
        System.arraycopy(waitingSinceNs, index + 1, waitingSinceNs, index, behind);
    }
}
