package io.solflow.core.program;

import io.solflow.core.wire.TransactionView;

/** Where a fill of a DCA order lies in its transaction. */
public final class DcaFills {

    private DcaFills() {}

    /**
     * Place of the instruction that began the fill whose event stands at {@code fill}; the swaps that executed the fill lie
     * between the two. -1 when there is none.
     */
    public static int start(final TransactionView transaction, final int fill) {
        return JupiterDcaDecoder.start(transaction, fill);
    }
}
