package io.solflow.core.program;

import io.solflow.core.chain.Key32;
import io.solflow.core.wire.TransactionView;

/**
 * Who traded: the program's user where it signed the transaction, or called the program itself. A user that another program
 * let trade without a signature is that program's own account, which trades for everybody; then whoever pays the
 * transaction's fee traded.
 */
final class Trader {

    private Trader() {}

    /** Replaces {@code user} of a swap at {@code place} by the one who traded. */
    static void settle(final TransactionView transaction, final int place, final Key32 user) {
        if (transaction.innerIndex(place) != TransactionView.TOP_LEVEL) {
            settleInvoked(transaction, user);
        }
    }

    /** Replaces {@code user} of a swap that another program invoked by the one who traded. */
    static void settleInvoked(final TransactionView transaction, final Key32 user) {
        final int signers = transaction.signerCount();
        for (int i = 0; i < signers; i++) {
            final int signer = transaction.keyOffset(i);
            if (signer >= 0 && user.matches(transaction.bytes(), signer)) {
                return;
            }
        }
        final int feePayer = transaction.keyOffset(0);
        if (feePayer >= 0) {
            user.set(transaction.bytes(), feePayer);
        }
    }
}
