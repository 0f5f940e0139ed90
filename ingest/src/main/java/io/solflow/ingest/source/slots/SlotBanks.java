package io.solflow.ingest.source.slots;

import io.solflow.core.event.GapReason;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.core.wire.UpdateEnvelope.Kind;
import io.solflow.ingest.proto.SlotStatus;
import java.util.Arrays;

/**
 * Tells the banks of a slot apart where slots are published before they are settled. A leader may begin its first slot on one
 * parent and again on another, so that a slot has two banks; the block meta names the one that is part of the chain. The first
 * bank is published as it comes, the others are held until then. Banks are numbered by each node for itself, so nothing of them
 * outlives a stream. One thread, allocates nothing.
 */
final class SlotBanks {

    private static final int SLOTS = 2_048;
    private static final int MASK = SLOTS - 1;
    private static final long NO_BANK = UpdateEnvelope.NO_BANK;

    private final boolean atOnce;
    private final RingWriter ring;
    private final ReplacedSlots versions;
    private final AssemblerCounters counters;
    private final long[] deadSlots = new long[SLOTS];
    private final long[] deadBanks = new long[SLOTS];
    private boolean sourceTells;

    SlotBanks(
            final AssemblerConfig config,
            final RingWriter ring,
            final ReplacedSlots versions,
            final AssemblerCounters counters) {
        atOnce = config.slotsDie();
        this.ring = ring;
        this.versions = versions;
        this.counters = counters;
        Arrays.fill(deadSlots, -1);
    }

    /** A new stream begins: banks have other numbers there, and what is held comes again. */
    void onResume(final OpenSlots open, final ReleasedSlots released) {
        Arrays.fill(deadSlots, -1);
        sourceTells = false;
        released.forgetBanks();
        for (int i = 0; i < open.size(); i++) {
            open.get(i).forgetBanks();
            if (atOnce) {
                open.drop(open.get(i));
            }
        }
    }

    /** True for a transaction of a bank that has died. */
    boolean isDead(final UpdateEnvelope update) {
        sourceTells |= update.bankId() != NO_BANK;
        final int index = (int) update.slot() & MASK;
        return deadSlots[index] == update.slot() && deadBanks[index] == update.bankId();
    }

    /** True for a transaction that is published as it comes; the slot has that bank then. */
    boolean goesAtOnce(final UpdateEnvelope update, final OpenSlot open) {
        final long bank = update.bankId();
        if (!atOnce || (bank != NO_BANK && open.publishedBank() != NO_BANK && bank != open.publishedBank())) {
            return false;
        }
        if (bank != NO_BANK) {
            open.publishedBank(bank);
        }
        return true;
    }

    /** True when two banks are known and differ. */
    static boolean differ(final long bank, final long other) {
        return bank != NO_BANK && other != NO_BANK && bank != other;
    }

    /**
     * Settles which bank of an open slot stays, before its release: the one of the block meta, else the one published, else one
     * that is held. What was published of another one is taken back.
     *
     * @return false when the pipeline takes no more updates.
     */
    boolean settle(final OpenSlot open, final long nowNs) {
        if (!atOnce) {
            return true;
        }
        if (open.bank() == NO_BANK) {
            open.bank(open.publishedBank() == NO_BANK && open.count() > 0 ? open.bank(0) : open.publishedBank());
        }
        return !differ(open.bank(), open.publishedBank()) || takeBack(open.slot(), nowNs);
    }

    /**
     * Takes the block meta of a slot that was released without it. What was published of another bank is taken back; the right
     * one's transactions were dropped, which is recorded.
     */
    boolean onLateMeta(final UpdateEnvelope meta, final ReleasedSlots released, final long nowNs) {
        final long slot = meta.slot();
        if (!atOnce || !differ(meta.bankId(), released.bank(slot))) {
            return true;
        }
        released.bank(slot, meta.bankId());
        counters.gaps().increment();
        return takeBack(slot, nowNs) && ring.gap(slot, slot, GapReason.REPLAY_UNAVAILABLE, nowNs);
    }

    /** True for a status that tells of one bank's death, which leaves the slot's others. */
    boolean isDeath(final UpdateEnvelope update, final ReleasedSlots released) {
        return atOnce
                && sourceTells
                && update.kind() == Kind.SLOT
                && update.status() == SlotStatus.SLOT_DEAD_VALUE
                && update.bankId() != NO_BANK
                && (!released.contains(update.slot()) || differ(released.bank(update.slot()), update.bankId()));
    }

    /** Takes such a status; {@code open} is the slot while it is open, else null. */
    boolean onDeath(final UpdateEnvelope update, final OpenSlot open, final long nowNs) {
        final int index = (int) update.slot() & MASK;
        deadSlots[index] = update.slot();
        deadBanks[index] = update.bankId();
        if (open == null || open.publishedBank() != update.bankId()) {
            return true;
        }
        open.publishedBank(NO_BANK);
        counters.deadSlots().increment();
        versions.onSlotDead(update.slot());
        return ring.slotDead(update.slot(), nowNs);
    }

    private boolean takeBack(final long slot, final long nowNs) {
        counters.banksTakenBack().increment();
        versions.onSlotDead(slot);
        return ring.slotDead(slot, nowNs);
    }
}
