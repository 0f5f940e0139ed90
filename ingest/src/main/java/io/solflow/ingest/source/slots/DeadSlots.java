package io.solflow.ingest.source.slots;

import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.core.wire.UpdateEnvelope.Kind;

/** Publishes the slots that {@link SlotForks} finds dead, where slots are published before they are settled. One thread. */
final class DeadSlots {

    private final boolean slotsDie;
    private final RingWriter ring;
    private final SlotClock clock;
    private final ReplacedSlots versions;
    private final AssemblerCounters counters;
    private final SlotForks forks;

    /**
     * Without dead slots.
     *
     * @param versions told of the slots that are published here.
     */
    DeadSlots(
            final AssemblerConfig config,
            final RingWriter ring,
            final SlotClock clock,
            final ReplacedSlots versions,
            final AssemblerCounters counters) {
        slotsDie = config.slotsDie();
        this.ring = ring;
        this.clock = clock;
        this.versions = versions;
        this.counters = counters;
        forks = new SlotForks(counters);
    }

    /**
     * Takes what an update says about forks.
     *
     * @param newestSlot the highest slot that is believed: one that dies too far behind it is counted only.
     * @return false when the pipeline takes no more updates.
     */
    boolean take(final UpdateEnvelope update, final long newestSlot, final long nowNs) {
        if (!slotsDie) {
            return true;
        }
        if (update.kind() == Kind.SLOT) {
            forks.onStatus(update.slot(), update.parentSlot(), update.status());
        } else if (update.kind() == Kind.BLOCK_META) {
            forks.onParent(update.slot(), update.parentSlot());
        }
        return publish(newestSlot, nowNs);
    }

    /** True for a slot whose transactions are to be dropped. */
    boolean contains(final long slot) {
        return forks.isDead(slot);
    }

    /** A new stream begins. */
    void onResume() {
        forks.onResume();
    }

    private boolean publish(final long newestSlot, final long nowNs) {
        for (long slot = forks.pollDead(); slot != SlotForks.NONE; slot = forks.pollDead()) {
            if (newestSlot - slot > clock.slotsIn(SlotForks.REACH_SECONDS * 1_000L, slot)) {
                counters.deathsOutOfReach().increment();
                continue;
            }
            counters.deadSlots().increment();
            versions.onSlotDead(slot);
            if (!ring.slotDead(slot, nowNs)) {
                return false;
            }
        }
        return true;
    }
}
