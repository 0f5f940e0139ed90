package io.solflow.ingest.source;

import io.solflow.core.event.GapReason;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.pipeline.UpdatePublisher;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.source.AssemblerConfig.Mode;

/**
 * Puts slots together and publishes them: a slot's transactions in block order with the slot's time, then its
 * {@link UpdateKind#SLOT_END}. A slot is open from its first update until its block meta, which transactions do not
 * carry the block time without; one whose meta does not come is released with the slot clock's estimate. Where slots are
 * published before they are settled, those that die are reported, and what comes of them later is dropped.
 *
 * <p>One thread, the publisher's. Memory is bounded by the configuration. No allocation in steady state.
 */
public final class SlotAssembler implements UpdateSink {

    private final AssemblerConfig config;
    private final RingWriter ring;
    private final SlotClock clock;
    private final long reachSlots;
    private final OpenSlots openSlots;
    private final ReleasedSlots released = new ReleasedSlots();
    private final AssemblerCounters counters = new AssemblerCounters();
    private final DeadSlots deadSlots;
    private final HighestSlot highestReleased;
    private long checkpointSlot;
    private long resumedAfterSlot = NO_CHECKPOINT;

    /**
     * An assembler in front of the ring.
     *
     * @param checkpointSlot highest slot stored by an earlier run, {@link UpdateSink#NO_CHECKPOINT} when there is none.
     */
    public SlotAssembler(final AssemblerConfig config, final UpdatePublisher publisher, final long checkpointSlot) {
        this.config = config;
        ring = new RingWriter(publisher);
        this.checkpointSlot = checkpointSlot;
        final boolean recorded = config.mode() == Mode.REPLAY;
        clock = recorded ? SlotClock.recorded() : SlotClock.live();
        reachSlots = recorded ? Long.MAX_VALUE : HighestSlot.FAR_SLOTS;
        highestReleased = new HighestSlot(checkpointSlot, recorded);
        openSlots = new OpenSlots(config.maxOpenSlots(), reachSlots);
        deadSlots = new DeadSlots(config, ring, counters);
    }

    @Override
    public boolean onUpdate(
            final UpdateEnvelope update,
            final byte[] bytes,
            final int offset,
            final int length,
            final long receivedNs) {
        if (!deadSlots.take(update, highestReleased.slot(), receivedNs)) {
            return false;
        }
        final boolean taken =
                switch (update.kind()) {
                    case TRANSACTION -> onTransaction(update, bytes, offset, length, receivedNs);
                    case BLOCK_META -> onBlockMeta(update, receivedNs);
                    case SLOT -> onStatus(update, receivedNs);
                    default -> true;
                };
        return taken && onTime(receivedNs);
    }

    @Override
    public boolean onTime(final long nowNs) {
        int index = 0;
        while (index < openSlots.size()) {
            final OpenSlot slot = openSlots.get(index);
            if (!slot.isOverdue(readingNs(nowNs), config)) {
                index++;
                continue;
            }
            counters.metasMissing().increment();
            if (!release(slot, nowNs)) {
                return false;
            }
        }
        counters.openSlots().set(openSlots.size());
        counters.heldBytes().set(openSlots.heldBytes());
        return true;
    }

    @Override
    public void onResume(final long nowNs) {
        resumedAfterSlot = highestReleased.slot();
        deadSlots.onResume();
        waitAfresh(nowNs);
    }

    /** A slot that the stream broke off in comes again, but only when the replay has come to it. */
    private void onContent(final long slot, final long nowNs) {
        if (slot <= resumedAfterSlot) {
            waitAfresh(nowNs);
        }
    }

    private void waitAfresh(final long nowNs) {
        for (int i = 0; i < openSlots.size(); i++) {
            openSlots.get(i).waitAfresh(readingNs(nowNs));
        }
    }

    /** A time without what was spent waiting for the ring: a meta that came meanwhile could not be read. */
    private long readingNs(final long nowNs) {
        return nowNs - ring.waitedNs();
    }

    @Override
    public boolean onGap(final long fromSlot, final long toSlot, final GapReason reason, final long receivedNs) {
        counters.gaps().increment();
        return ring.gap(fromSlot, toSlot, reason, receivedNs);
    }

    /**
     * Releases every open slot, oldest first: the input has ended.
     *
     * @return false when the pipeline takes no more updates.
     */
    public boolean flush(final long nowNs) {
        while (openSlots.size() > 0) {
            counters.metasMissing().increment();
            if (!release(openSlots.get(0), nowNs)) {
                return false;
            }
        }
        return onTime(nowNs);
    }

    @Override
    public long checkpointSlot() {
        return checkpointSlot;
    }

    @Override
    public long waitedNs() {
        return ring.waitedNs();
    }

    /** What was met. */
    public AssemblerCounters counters() {
        return counters;
    }

    private boolean onTransaction(
            final UpdateEnvelope update, final byte[] bytes, final int offset, final int length, final long nowNs) {
        if (update.vote()) {
            counters.votes().increment();
            return true;
        }
        final long slot = update.slot();
        onContent(slot, nowNs);
        if (deadSlots.contains(slot)) {
            counters.deadTransactions().increment();
            return true;
        }
        if (released.contains(slot)) {
            (slot <= resumedAfterSlot ? counters.replayedTransactions() : counters.lateTransactions()).increment();
            return ring.transaction(
                    slot, released.seconds(slot), released.source(slot), bytes, offset, length, nowNs, false);
        }
        final OpenSlot open = openSlot(slot, nowNs);
        if (open == null) {
            return false;
        }
        open.noteCreatedAt(update.createdAtSeconds());
        if (config.mode() == Mode.AT_ONCE) {
            clock.read(slot, update.createdAtSeconds());
            return ring.transaction(slot, clock.timeSeconds(), clock.source(), bytes, offset, length, nowNs, false);
        }
        openSlots.add(open, update.txIndex(), bytes, offset, length, nowNs);
        return holdBytesBound(nowNs);
    }

    private boolean onBlockMeta(final UpdateEnvelope update, final long nowNs) {
        final long slot = update.slot();
        onContent(slot, nowNs);
        final boolean timeKnown = clock.learn(slot, update.blockTimeSeconds());
        if (!timeKnown) {
            counters.blockTimesMissing().increment();
        }
        final OpenSlot open = openSlots.find(slot);
        if (open != null) {
            open.noteCreatedAt(update.createdAtSeconds());
            return release(open, nowNs);
        }
        if (!released.contains(slot)) {
            openSlots.noteNewerSlot(slot);
            counters.slotsReleased().increment();
        } else if (!timeKnown || released.source(slot) == TimeSource.BLOCK_TIME) {
            return true;
        }
        clock.read(slot, update.createdAtSeconds());
        return endSlot(slot, nowNs);
    }

    /** A status opens its slot, so that time moves where block metas are off. */
    private boolean onStatus(final UpdateEnvelope update, final long nowNs) {
        final long slot = update.slot();
        if (!config.isOpenedBy(update.status()) || slot <= checkpointSlot || released.contains(slot)) {
            return true;
        }
        final OpenSlot open = openSlot(slot, nowNs);
        if (open == null) {
            return false;
        }
        open.noteCreatedAt(update.createdAtSeconds());
        return true;
    }

    /** The open slot of that number, opened where it was not; null when the pipeline takes no more updates. */
    private OpenSlot openSlot(final long slot, final long nowNs) {
        final OpenSlot open = openSlots.find(slot);
        if (open != null) {
            return open;
        }
        // before a release, which may have to wait for the ring
        final long openedNs = readingNs(nowNs);
        if (openSlots.isFull() && !releaseOverflow(nowNs)) {
            return null;
        }
        openSlots.noteNewerSlot(slot);
        return openSlots.open(slot, openedNs);
    }

    private boolean holdBytesBound(final long nowNs) {
        while (openSlots.heldBytes() > config.maxHeldBytes()) {
            if (!releaseOverflow(nowNs)) {
                return false;
            }
        }
        return true;
    }

    private boolean releaseOverflow(final long nowNs) {
        counters.overflows().increment();
        // wild numbers far ahead go before the slots that the stream is at
        final OpenSlot last = openSlots.get(openSlots.size() - 1);
        final boolean wild =
                highestReleased.slot() != NO_CHECKPOINT && last.slot() - highestReleased.slot() > reachSlots;
        return release(wild ? last : openSlots.get(0), nowNs);
    }

    /** Releases an open slot with what the clock says: its block time where that was learned. */
    private boolean release(final OpenSlot open, final long nowNs) {
        final long slot = open.slot();
        clock.read(slot, open.createdAtSeconds());
        open.sort();
        for (int i = 0; i < open.count(); i++) {
            if (!ring.transaction(
                    slot,
                    clock.timeSeconds(),
                    clock.source(),
                    open.bytes(i),
                    open.offset(i),
                    open.length(i),
                    open.receivedNs(i),
                    true)) {
                return false;
            }
        }
        openSlots.remove(open);
        openSlots.recycle(open);
        counters.slotsReleased().increment();
        return endSlot(slot, nowNs);
    }

    /** Publishes the end of a slot that is not open, with the time that the clock was read for. */
    private boolean endSlot(final long slot, final long nowNs) {
        released.add(slot, clock.timeSeconds(), clock.source());
        return ring.slotEnd(slot, clock.timeSeconds(), clock.source(), checkpointAfter(slot), nowNs);
    }

    /**
     * The checkpoint after a slot's release: the highest slot below every open one, those left out that it has passed; -1
     * when it does not move.
     */
    private long checkpointAfter(final long slot) {
        if (!highestReleased.raise(slot)) {
            counters.implausibleSlots().increment();
        }
        final OpenSlot open = openSlots.firstAbove(checkpointSlot);
        final long complete = open == null ? highestReleased.slot() : Math.min(highestReleased.slot(), open.slot() - 1);
        if (complete <= checkpointSlot) {
            return NO_CHECKPOINT;
        }
        checkpointSlot = complete;
        return complete;
    }
}
