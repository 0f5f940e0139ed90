package io.solflow.ingest.source.slots;

import io.solflow.ingest.proto.SlotStatus;
import java.util.Arrays;

/**
 * Finds out which slots of a processed stream are not part of the chain. Two things tell:
 *
 * <ul>
 *   <li>a status DEAD. It holds until the slot's bank is made again, or until a new stream begins, which may have missed
 *       that;
 *   <li>a settled slot, one that is confirmed or finalized, and its parent: the slots between the two are on no chain with
 *       it. The parent is settled as well, so this goes on from parent to parent. It holds for good.
 * </ul>
 *
 * <p>A server may leave the parent out of a status, as validators do for CONFIRMED; it is taken from whatever update has
 * it. A settled slot never dies: what says otherwise is counted. The newest {@value #SLOTS} slots are remembered. One
 * thread, allocates nothing.
 */
final class SlotForks {

    /** How far behind the newest slot a death is believed, in seconds of chain time. */
    static final int REACH_SECONDS = 200;

    /** How many slots are remembered: twice as many as that takes at 100 ms a slot, because slots do not come in order. */
    static final int SLOTS = 4_096;

    /** What {@link #pollDead} returns when no slot is left. */
    static final long NONE = -1;

    private static final int MASK = SLOTS - 1;

    // a slot further ahead of the others is a corrupt number, and makes room for them again
    private static final long FARTHEST_AHEAD = 1 << 18;

    private static final byte OPEN = 0;
    private static final byte DEAD = 1;
    private static final byte OFF_CHAIN = 2;
    private static final byte SETTLED = 3;
    // settled, and what lies between it and its parent is off the chain
    private static final byte LINKED = 4;

    private final AssemblerCounters counters;
    private final long[] slots = new long[SLOTS];
    private final long[] parents = new long[SLOTS];
    private final byte[] states = new byte[SLOTS];

    private final long[] dead = new long[SLOTS];
    private int deadSize;

    SlotForks(final AssemblerCounters counters) {
        this.counters = counters;
        Arrays.fill(slots, NONE);
    }

    /** Takes a slot's status by its number on the wire, and its parent, 0 when absent. */
    void onStatus(final long slot, final long parent, final int status) {
        if (status == SlotStatus.SLOT_FIRST_SHRED_RECEIVED_VALUE || status == SlotStatus.SLOT_CREATED_BANK_VALUE) {
            revive(slot);
        }
        onParent(slot, parent);
        if (status == SlotStatus.SLOT_CONFIRMED_VALUE || status == SlotStatus.SLOT_FINALIZED_VALUE) {
            settle(slot);
        } else if (status == SlotStatus.SLOT_DEAD_VALUE) {
            die(slot, DEAD);
        }
    }

    /** Takes a slot's parent, 0 when absent. */
    void onParent(final long slot, final long parent) {
        final int index = parent <= 0 || parent >= slot ? (int) NONE : place(slot);
        if (index < 0 || parents[index] == parent) {
            return;
        }
        if (states[index] == LINKED) {
            counters.forkContradictions().increment();
            return;
        }
        parents[index] = parent;
        if (states[index] == SETTLED) {
            link(slot);
        }
    }

    /** A new stream begins: a bank may have been made again unseen. */
    void onResume() {
        for (int i = 0; i < SLOTS; i++) {
            if (states[i] == DEAD) {
                states[i] = OPEN;
            }
        }
    }

    /** True for a slot whose transactions are not part of the chain. */
    boolean isDead(final long slot) {
        final int index = (int) slot & MASK;
        return slots[index] == slot && (states[index] == DEAD || states[index] == OFF_CHAIN);
    }

    /** The next slot that has died since it was last asked for, {@link #NONE} when there is none. */
    long pollDead() {
        return deadSize == 0 ? NONE : dead[--deadSize];
    }

    private void settle(final long slot) {
        final int index = place(slot);
        if (index < 0 || states[index] >= SETTLED) {
            return;
        }
        noteSettled(index);
        link(slot);
    }

    private void noteSettled(final int index) {
        if (states[index] != OPEN) {
            counters.forkContradictions().increment();
        }
        states[index] = SETTLED;
    }

    /** Follows the parents of a settled slot as far as they are known and not followed yet. */
    private void link(final long settled) {
        long slot = settled;
        int index = place(slot);
        while (index >= 0 && states[index] == SETTLED && parents[index] != NONE) {
            states[index] = LINKED;
            final long parent = parents[index];
            abandonBetween(parent, slot);
            if (slot - parent >= SLOTS) {
                return;
            }
            index = place(parent);
            if (index >= 0 && states[index] < SETTLED) {
                noteSettled(index);
            }
            slot = parent;
        }
    }

    private void abandonBetween(final long parent, final long slot) {
        final long first = Math.max(parent + 1, slot - MASK);
        counters.deathsOutOfReach().add(first - parent - 1);
        for (long between = first; between < slot; between++) {
            die(between, OFF_CHAIN);
        }
    }

    private void die(final long slot, final byte state) {
        final int index = place(slot);
        if (index < 0 || deadSize == dead.length) {
            counters.deathsOutOfReach().increment();
        } else if (states[index] >= SETTLED) {
            counters.forkContradictions().increment();
        } else if (states[index] == OPEN) {
            states[index] = state;
            dead[deadSize++] = slot;
        } else if (state == OFF_CHAIN) {
            states[index] = OFF_CHAIN;
        }
    }

    private void revive(final long slot) {
        final int index = place(slot);
        if (index >= 0 && states[index] == DEAD) {
            states[index] = OPEN;
            parents[index] = NONE;
        }
    }

    /** The slot's place, made anew where it has none; negative when a newer slot has taken it. */
    private int place(final long slot) {
        final int index = (int) slot & MASK;
        final long present = slots[index];
        if (present == slot) {
            return index;
        }
        if (present > slot && present - slot <= FARTHEST_AHEAD) {
            return (int) NONE;
        }
        slots[index] = slot;
        parents[index] = NONE;
        states[index] = OPEN;
        return index;
    }
}
