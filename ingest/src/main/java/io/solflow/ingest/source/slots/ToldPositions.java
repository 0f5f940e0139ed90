package io.solflow.ingest.source.slots;

import io.solflow.core.event.ChainPosition;

/**
 * Which positions of a source are to be believed where a slot's other transactions are not known. Zero stands for the first
 * transaction of a block and, in servers that do not fill the field, for all of them: it is believed once the source has told
 * another position. {@link ReleaseOrder} sees the whole slot and needs none of this. One thread.
 */
final class ToldPositions {

    private boolean sourceTells;
    private boolean sourceIsSilent;

    /** Takes a transaction's position, before it is asked about. */
    void note(final long txIndex) {
        sourceTells |= txIndex != 0 && isTold(txIndex);
    }

    /** True when a transaction's position is the one in its block. */
    boolean isTold(final long txIndex) {
        return isPosition(txIndex) && (txIndex != 0 || sourceTells);
    }

    /** True for a number that a position can be. */
    static boolean isPosition(final long txIndex) {
        return txIndex >= 0 && txIndex <= ChainPosition.MAX_TOLD_TX_INDEX;
    }

    /** True for a transaction that had better wait for the rest of its slot, because nothing has shown yet what zero means. */
    boolean isUndecided(final long txIndex) {
        return txIndex == 0 && !sourceTells && !sourceIsSilent;
    }

    /** Takes a slot that is released: several at zero, and no other position so far, are of a source that tells none. */
    void noteReleased(final OpenSlot slot) {
        int zeros = 0;
        for (int entry = 0; entry < slot.count() && !sourceTells && zeros < 2; entry++) {
            zeros += slot.txIndex(entry) == 0 ? 1 : 0;
        }
        sourceIsSilent |= zeros > 1;
    }
}
