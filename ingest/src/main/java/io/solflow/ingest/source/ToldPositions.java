package io.solflow.ingest.source;

import io.solflow.core.event.ChainPosition;

/**
 * Which positions of a source are to be believed. Zero stands for the first transaction of a block and, in servers that do not
 * fill the field, for all of them: it is believed once the source has told another position. One thread.
 */
final class ToldPositions {

    private boolean sourceTells;

    /** Takes a transaction's position, before it is asked about. */
    void note(final long txIndex) {
        sourceTells |= txIndex != 0 && isTold(txIndex);
    }

    /** True when a transaction's position is the one in its block. */
    boolean isTold(final long txIndex) {
        return txIndex == 0 ? sourceTells : txIndex > 0 && txIndex <= ChainPosition.MAX_TOLD_TX_INDEX;
    }
}
