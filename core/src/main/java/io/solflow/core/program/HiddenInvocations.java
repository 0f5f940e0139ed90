package io.solflow.core.program;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.TransactionView;

/**
 * Invocations by other programs that only the log of a transaction tells of, of a program whose swaps the log alone does not
 * tell: each is counted as malformed. Holds a buffer; not thread safe.
 */
final class HiddenInvocations {

    private final ProgramLogs logs;

    HiddenInvocations(final Pubkey program) {
        logs = new ProgramLogs(program);
    }

    /** Ends each as malformed; false when it is not known whether there was any. */
    boolean end(final TransactionView transaction, final SwapOutcomes outcomes) {
        boolean found = false;
        logs.startHidden(transaction);
        while (logs.nextHidden()) {
            found = true;
            outcomes.ended(Outcome.MALFORMED);
        }
        return found || logs.complete();
    }
}
