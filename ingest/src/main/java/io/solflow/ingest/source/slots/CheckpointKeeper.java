package io.solflow.ingest.source.slots;

import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.ingest.source.UpdateSink;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves the checkpoint along the slots that are passed, see {@link PayloadChain}, and publishes the holes before it passes
 * them. One thread, the assembler's.
 */
final class CheckpointKeeper {

    private static final Logger LOG = LoggerFactory.getLogger(CheckpointKeeper.class);

    /** A block time stands for slots so close behind it. */
    private static final long NEAR_MS = 60_000;

    private final RingWriter ring;
    private final SlotClock clock;
    private final OpenSlots openSlots;
    private final AssemblerCounters counters;
    private final HighestSlot highestReleased;
    private final PayloadChain chain;
    private long checkpointSlot;
    private long checkpointSeconds;
    private long timedCheckpoint;

    CheckpointKeeper(
            final AssemblerConfig config,
            final RingWriter ring,
            final SlotClock clock,
            final OpenSlots openSlots,
            final AssemblerCounters counters,
            final long checkpointSlot,
            final long checkpointSeconds) {
        this.ring = ring;
        this.clock = clock;
        this.openSlots = openSlots;
        this.counters = counters;
        this.checkpointSlot = checkpointSlot;
        this.checkpointSeconds = checkpointSeconds;
        timedCheckpoint = checkpointSlot;
        highestReleased = new HighestSlot(checkpointSlot, clock);
        chain = new PayloadChain(config, clock, checkpointSlot);
    }

    /** Where parents and statuses go. */
    PayloadChain chain() {
        return chain;
    }

    /** The highest released slot that is believed. */
    long highestReleased() {
        return highestReleased.slot();
    }

    /** Highest slot up to which everything is taken, {@link UpdateSink#NO_CHECKPOINT} when there is none. */
    long slot() {
        return checkpointSlot;
    }

    /** Block time there in unix seconds, {@link UpdateEvent#NO_TIME} where none is known close by. */
    long seconds() {
        return checkpointSlot - timedCheckpoint > clock.slotsIn(NEAR_MS, checkpointSlot)
                ? UpdateEvent.NO_TIME
                : checkpointSeconds;
    }

    /**
     * A slot was released.
     *
     * @param parentSlot {@link PayloadChain#NONE} where no block meta tells it.
     * @param onChain false for one that has died.
     * @return false when the pipeline takes no more updates.
     */
    boolean onReleased(final long slot, final long parentSlot, final boolean onChain, final long nowNs) {
        if (!highestReleased.raise(slot)) {
            counters.implausibleSlots().increment();
        }
        if (onChain) {
            chain.onPayload(slot, parentSlot, nowNs);
        }
        return publishHoles(nowNs, false);
    }

    /**
     * Publishes what never came.
     *
     * @param over true when nothing more comes.
     * @return false when the pipeline takes no more updates.
     */
    boolean publishHoles(final long nowNs, final boolean over) {
        while (chain.advance(highestReleased.slot(), nowNs, over)) {
            LOG.warn(
                    "slots {} to {} are missing: {}",
                    chain.holeFrom(),
                    chain.holeTo(),
                    chain.holeReason().label());
            counters.gaps().increment();
            if (!ring.gap(chain.holeFrom(), chain.holeTo(), chain.holeReason(), nowNs)) {
                return false;
            }
        }
        return true;
    }

    /**
     * Moves the checkpoint to the highest slot that is passed and below every open one, those left out that it has passed.
     *
     * @param seconds time of the slot that was released last.
     * @return the new checkpoint, {@link UpdateSink#NO_CHECKPOINT} when it does not move.
     */
    long move(final long seconds, final TimeSource source) {
        final OpenSlot open = openSlots.firstWithPayloadAbove(checkpointSlot);
        final long complete = open == null ? chain.passed() : Math.min(chain.passed(), open.slot() - 1);
        if (complete <= checkpointSlot) {
            return UpdateSink.NO_CHECKPOINT;
        }
        checkpointSlot = complete;
        if (source == TimeSource.BLOCK_TIME) {
            checkpointSeconds = seconds;
            timedCheckpoint = complete;
        }
        return complete;
    }
}
