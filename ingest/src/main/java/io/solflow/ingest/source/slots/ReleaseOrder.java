package io.solflow.ingest.source.slots;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.wire.UpdateEnvelope;
import java.util.Arrays;

/**
 * The order in which an open slot's transactions are published: those that have a position in block order, then the others by
 * signature, so that the same transactions give the same order whichever way they came. Left out are those of another bank than
 * the block's and, where a position has two signatures, those of an earlier version of the slot. Several signatures at position
 * zero mean that the source has told none of them; a single one is believed. So the order follows from the slot alone, whatever
 * came before it. One thread.
 */
final class ReleaseOrder {

    private static final int SIGNATURE_BYTES = 64;
    private static final int INITIAL = 64;
    private static final int ENTRY_BITS = 32;
    private static final long ENTRY_MASK = (1L << ENTRY_BITS) - 1;
    private static final long UNTOLD = 1L << 62;
    private static final int PREFIX_BITS = 30;

    private static final byte ORDERED = 0;
    private static final byte WITHOUT_POSITION = 1;
    private static final byte LEFT_OUT = 2;

    private final AssemblerCounters counters;

    // by place: what is sorted by, and the entry
    private long[] keys = new long[INITIAL];
    private byte[] states = new byte[INITIAL];
    private int size;

    // made when a slot first comes in two versions: entry + 1 by position, and the positions that have one
    private int[] entryAt = {};
    private int[] taken = {};

    ReleaseOrder(final AssemblerCounters counters) {
        this.counters = counters;
    }

    /** Finds the order of a slot. */
    void arrange(final OpenSlot slot) {
        final int count = slot.count();
        if (count > keys.length) {
            keys = new long[Math.max(count, 2 * keys.length)];
            states = new byte[keys.length];
        }
        for (int entry = 0; entry < count; entry++) {
            states[entry] = firstState(slot, entry);
        }
        sort(slot);
        if (isAmbiguous(slot)) {
            sort(slot);
        }
        sortTies(slot);
    }

    /** How many transactions are left. */
    int size() {
        return size;
    }

    /** The entry at a place. */
    int entry(final int place) {
        return (int) (keys[place] & ENTRY_MASK);
    }

    /** True when the position of the transaction at a place is the one in its block. */
    boolean positioned(final int place) {
        return (keys[place] & UNTOLD) == 0;
    }

    private byte firstState(final OpenSlot slot, final int entry) {
        if (slot.bank() != UpdateEnvelope.NO_BANK
                && slot.bank(entry) != UpdateEnvelope.NO_BANK
                && slot.bank(entry) != slot.bank()) {
            counters.otherBankTransactions().increment();
            return LEFT_OUT;
        }
        return ToldPositions.isPosition(slot.txIndex(entry)) ? ORDERED : WITHOUT_POSITION;
    }

    private void sort(final OpenSlot slot) {
        boolean sorted = true;
        size = 0;
        for (int entry = 0; entry < slot.count(); entry++) {
            if (states[entry] != LEFT_OUT) {
                keys[size] = key(slot, entry) << ENTRY_BITS | entry;
                sorted &= size == 0 || keys[size - 1] < keys[size];
                size++;
            }
        }
        if (!sorted) {
            Arrays.sort(keys, 0, size);
        }
    }

    private long key(final OpenSlot slot, final int entry) {
        if (states[entry] != WITHOUT_POSITION) {
            return slot.txIndex(entry);
        }
        long prefix = 0;
        for (int i = 0; i < Integer.BYTES && slot.signatureOffset(entry) >= 0; i++) {
            prefix = prefix << Byte.SIZE | (slot.bytes(entry)[slot.signatureOffset(entry) + i] & 0xFF);
        }
        return UNTOLD >>> ENTRY_BITS | (prefix >>> (Integer.SIZE - PREFIX_BITS));
    }

    /** Changes the states of what cannot be at one position together; false when nothing is to be changed. */
    private boolean isAmbiguous(final OpenSlot slot) {
        boolean atZero = false;
        for (int place = 1; place < size && positioned(place); place++) {
            if (keys[place] >>> ENTRY_BITS == keys[place - 1] >>> ENTRY_BITS
                    && !haveSameSignature(slot, entry(place - 1), entry(place))) {
                if (slot.txIndex(entry(place)) != 0) {
                    leaveOutReplaced(slot);
                    return true;
                }
                atZero = true;
            }
        }
        for (int place = 0; atZero && place < size && keys[place] >>> ENTRY_BITS == 0; place++) {
            states[entry(place)] = WITHOUT_POSITION;
        }
        return atZero;
    }

    /** As {@link ReplacedSlots} does it, in the order in which the transactions came. */
    private void leaveOutReplaced(final OpenSlot slot) {
        if (entryAt.length == 0) {
            entryAt = new int[ChainPosition.MAX_TOLD_TX_INDEX + 1];
            taken = new int[ChainPosition.MAX_TOLD_TX_INDEX + 1];
        }
        int takenSize = 0;
        int againFrom = Integer.MAX_VALUE;
        for (int entry = 0; entry < slot.count(); entry++) {
            if (states[entry] != ORDERED) {
                continue;
            }
            final int position = (int) slot.txIndex(entry);
            final int before = entryAt[position] - 1;
            if (before >= 0 && haveSameSignature(slot, before, entry)) {
                states[before] = LEFT_OUT;
                againFrom = Math.min(againFrom, entry);
                entryAt[position] = entry + 1;
                continue;
            }
            if (before >= 0) {
                takenSize = leaveOutTaken(takenSize, againFrom);
                againFrom = Integer.MAX_VALUE;
            }
            if (entryAt[position] == 0) {
                taken[takenSize++] = position;
            }
            entryAt[position] = entry + 1;
        }
        for (int i = 0; i < takenSize; i++) {
            entryAt[taken[i]] = 0;
        }
    }

    /** Leaves out what came before the new version began; returns how many positions are still taken. */
    private int leaveOutTaken(final int takenSize, final int versionFrom) {
        counters.slotsReplaced().increment();
        int kept = 0;
        for (int i = 0; i < takenSize; i++) {
            final int entry = entryAt[taken[i]] - 1;
            if (entry >= versionFrom) {
                taken[kept++] = taken[i];
            } else {
                states[entry] = LEFT_OUT;
                entryAt[taken[i]] = 0;
                counters.transactionsReplaced().increment();
            }
        }
        return kept;
    }

    /** The key has the first bits of a signature only. */
    private void sortTies(final OpenSlot slot) {
        for (int place = size - 1; place > 0 && !positioned(place - 1); place--) {
            for (int at = place; at < size && isAfter(slot, keys[at - 1], keys[at]); at++) {
                final long moved = keys[at];
                keys[at] = keys[at - 1];
                keys[at - 1] = moved;
            }
        }
    }

    private static boolean isAfter(final OpenSlot slot, final long key, final long other) {
        return key >>> ENTRY_BITS == other >>> ENTRY_BITS
                && compareSignatures(slot, (int) (key & ENTRY_MASK), (int) (other & ENTRY_MASK)) > 0;
    }

    /** Nothing is known of a transaction without a signature, which has no trades. */
    private static boolean haveSameSignature(final OpenSlot slot, final int entry, final int other) {
        return compareSignatures(slot, entry, other) == 0;
    }

    private static int compareSignatures(final OpenSlot slot, final int entry, final int other) {
        final int from = slot.signatureOffset(entry);
        final int otherFrom = slot.signatureOffset(other);
        if (from < 0 || otherFrom < 0) {
            return 0;
        }
        return Arrays.compareUnsigned(
                slot.bytes(entry),
                from,
                from + SIGNATURE_BYTES,
                slot.bytes(other),
                otherFrom,
                otherFrom + SIGNATURE_BYTES);
    }
}
