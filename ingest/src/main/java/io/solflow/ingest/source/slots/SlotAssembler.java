package io.solflow.ingest.source.slots;

import io.solflow.core.event.GapReason;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.pipeline.UpdatePublisher;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.slots.AssemblerConfig.Mode;

/**
 * Puts slots together and publishes them: a slot's transactions in block order with the slot's time, then its
 * {@link UpdateKind#SLOT_END}. A slot is open until its block meta, which alone has the time; one whose meta does not come
 * is released with an estimate. Slots that die after they were published are reported, and what comes of them is dropped.
 *
 * <p>One thread, the publisher's. Memory is bounded by the configuration. No allocation in steady state.
 */
public final class SlotAssembler implements UpdateSink {

    private final AssemblerConfig config;
    private final RingWriter ring;
    private final SlotClock clock;
    private final OpenSlots openSlots;
    private final ReleasedSlots released = new ReleasedSlots();
    private final AssemblerCounters counters = new AssemblerCounters();
    private final ReplacedSlots versions;
    private final SlotBanks banks;
    private final TransactionPublisher transactions;
    private final DeadSlots deadSlots;
    private final CheckpointKeeper checkpoint;
    private final PayloadChain chain;
    private long highestIdleSlot = NO_CHECKPOINT;
    private long resumedAfterSlot = NO_CHECKPOINT;

    /**
     * An assembler in front of the ring.
     *
     * @param checkpointSlot highest slot stored by an earlier run, {@link UpdateSink#NO_CHECKPOINT} when there is none.
     */
    public SlotAssembler(final AssemblerConfig config, final UpdatePublisher publisher, final long checkpointSlot) {
        this(config, publisher, checkpointSlot, UpdateEvent.NO_TIME);
    }

    /**
     * The same with the block time of the earlier run's checkpoint.
     *
     * @param checkpointSeconds unix seconds, {@link UpdateEvent#NO_TIME} when unknown.
     */
    public SlotAssembler(
            final AssemblerConfig config,
            final UpdatePublisher publisher,
            final long checkpointSlot,
            final long checkpointSeconds) {
        this.config = config;
        ring = new RingWriter(publisher);
        clock = config.mode() == Mode.REPLAY ? SlotClock.recorded() : SlotClock.live();
        openSlots = new OpenSlots(config.maxOpenSlots(), clock);
        checkpoint = new CheckpointKeeper(config, ring, clock, openSlots, counters, checkpointSlot, checkpointSeconds);
        chain = checkpoint.chain();
        versions = new ReplacedSlots(config, ring, counters);
        banks = new SlotBanks(config, ring, versions, counters);
        transactions = new TransactionPublisher(ring, versions, counters);
        deadSlots = new DeadSlots(config, ring, clock, versions, counters);
    }

    @Override
    public boolean onUpdate(
            final UpdateEnvelope update,
            final byte[] bytes,
            final int offset,
            final int length,
            final long receivedNs) {
        if (!takeDeath(update, receivedNs)) {
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

    private boolean takeDeath(final UpdateEnvelope update, final long nowNs) {
        return banks.isDeath(update, released)
                ? banks.onDeath(update, openSlots.find(update.slot()), nowNs)
                : deadSlots.take(update, checkpoint.highestReleased(), nowNs);
    }

    @Override
    public boolean onTime(final long nowNs) {
        int index = 0;
        while (index < openSlots.size()) {
            final OpenSlot slot = openSlots.get(index);
            if (!slot.isOverdue(readingNs(nowNs), config, clock)) {
                index++;
                continue;
            }
            if (!giveUpMeta(slot, nowNs)) {
                return false;
            }
        }
        counters.openSlots().set(openSlots.size());
        counters.heldBytes().set(openSlots.heldBytes());
        return checkpoint.publishHoles(readingNs(nowNs), false);
    }

    @Override
    public void onResume(final long nowNs) {
        resumedAfterSlot = checkpoint.highestReleased();
        deadSlots.onResume();
        versions.onResume();
        banks.onResume(openSlots, released);
        chain.onResume(readingNs(nowNs));
        waitAfresh(nowNs);
    }

    /** A slot that the stream broke off in comes again, but only when the replay has come to it. */
    private void onContent(final long slot, final long nowNs) {
        chain.onContent(slot);
        if (slot <= resumedAfterSlot) {
            waitAfresh(nowNs);
        }
    }

    private void waitAfresh(final long nowNs) {
        chain.waitAfresh(readingNs(nowNs));
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
        chain.onHole(fromSlot, toSlot);
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
            if (!giveUpMeta(openSlots.get(0), nowNs)) {
                return false;
            }
        }
        return onTime(nowNs) && checkpoint.publishHoles(readingNs(nowNs), true);
    }

    @Override
    public long checkpointSlot() {
        return checkpoint.slot();
    }

    @Override
    public long checkpointSeconds() {
        return checkpoint.seconds();
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
        transactions.note(update.txIndex());
        if (deadSlots.contains(slot) || banks.isDead(update)) {
            counters.deadTransactions().increment();
            return true;
        }
        if (released.contains(slot)) {
            if (SlotBanks.differ(update.bankId(), released.bank(slot))) {
                counters.otherBankTransactions().increment();
                return true;
            }
            (slot <= resumedAfterSlot ? counters.replayedTransactions() : counters.lateTransactions()).increment();
            return transactions.publish(
                    update, released.seconds(slot), released.source(slot), bytes, offset, length, nowNs);
        }
        final OpenSlot open = openSlot(slot, nowNs);
        if (open == null) {
            return false;
        }
        open.noteCreatedAt(update.createdAtSeconds());
        open.notePayload();
        if (banks.goesAtOnce(update, open) && !transactions.hasToWait(update)) {
            clock.read(slot, update.createdAtSeconds());
            return transactions.publish(update, clock.timeSeconds(), clock.source(), bytes, offset, length, nowNs);
        }
        openSlots.add(open, update, bytes, offset, length, nowNs);
        return holdBytesBound(nowNs);
    }

    private boolean onBlockMeta(final UpdateEnvelope update, final long nowNs) {
        final long slot = update.slot();
        onContent(slot, nowNs);
        chain.onMeta(slot, update.parentSlot());
        final boolean timeKnown = clock.learn(slot, update.blockTimeSeconds());
        if (!timeKnown) {
            counters.blockTimesMissing().increment();
        }
        final OpenSlot open = openSlots.find(slot);
        if (open != null) {
            open.noteCreatedAt(update.createdAtSeconds());
            open.bank(update.bankId());
            return release(open, update.parentSlot(), nowNs);
        }
        if (released.contains(slot) && !banks.onLateMeta(update, released, nowNs)) {
            return false;
        }
        if (!released.contains(slot)) {
            openSlots.noteNewerSlot(slot);
            counters.slotsReleased().increment();
        } else if (!timeKnown || released.source(slot) == TimeSource.BLOCK_TIME) {
            return true;
        }
        clock.read(slot, update.createdAtSeconds());
        return endSlot(slot, update.bankId(), update.parentSlot(), nowNs);
    }

    /** A status opens its slot, so that time moves where block metas are off. */
    private boolean onStatus(final UpdateEnvelope update, final long nowNs) {
        final long slot = update.slot();
        if (!config.isOpenedBy(update.status())) {
            return true;
        }
        chain.onStatus(slot, update.parentSlot());
        if (slot <= checkpoint.slot() || released.contains(slot)) {
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
        final boolean wild = checkpoint.highestReleased() != NO_CHECKPOINT
                && last.slot() - checkpoint.highestReleased() > clock.reachSlots(last.slot());
        return releaseWithoutMeta(wild ? last : openSlots.get(0), nowNs);
    }

    private boolean giveUpMeta(final OpenSlot open, final long nowNs) {
        if (open.hasPayload()) {
            counters.metasMissing().increment();
        }
        return releaseWithoutMeta(open, nowNs);
    }

    /**
     * A slot of which there is nothing but a status is not released: its payload may be on the way. It moves time where no
     * block metas come.
     */
    private boolean releaseWithoutMeta(final OpenSlot open, final long nowNs) {
        if (open.hasPayload()) {
            return release(open, PayloadChain.NONE, nowNs);
        }
        final long slot = open.slot();
        clock.read(slot, open.createdAtSeconds());
        openSlots.remove(open);
        openSlots.recycle(open);
        if (chain.metasCome() || slot <= highestIdleSlot) {
            return true;
        }
        highestIdleSlot = slot;
        return ring.slotEnd(slot, clock.timeSeconds(), clock.source(), NO_CHECKPOINT, nowNs);
    }

    /** Releases an open slot with what the clock says: its block time where that was learned. */
    private boolean release(final OpenSlot open, final long parentSlot, final long nowNs) {
        final long slot = open.slot();
        if (deadSlots.contains(slot)) {
            counters.deadTransactions().add(open.count());
            openSlots.drop(open);
        }
        if (!banks.settle(open, nowNs)) {
            return false;
        }
        clock.read(slot, open.createdAtSeconds());
        if (!transactions.publishHeld(open, clock.timeSeconds(), clock.source())) {
            return false;
        }
        openSlots.remove(open);
        openSlots.recycle(open);
        counters.slotsReleased().increment();
        return endSlot(slot, open.bank(), parentSlot, nowNs);
    }

    /** Publishes the end of a slot that is not open, with the time that the clock was read for. */
    private boolean endSlot(final long slot, final long bank, final long parentSlot, final long nowNs) {
        final long seconds = clock.timeSeconds();
        final TimeSource source = clock.source();
        released.add(slot, seconds, source, bank);
        return checkpoint.onReleased(slot, parentSlot, !deadSlots.contains(slot), readingNs(nowNs))
                && ring.slotEnd(slot, seconds, source, checkpoint.move(seconds, source), nowNs);
    }
}
