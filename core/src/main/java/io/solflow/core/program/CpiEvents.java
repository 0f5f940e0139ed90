package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;

/**
 * Finds the event that an instruction emitted by invoking its own program: data is the CPI tag, the event's
 * discriminator, the fields; the only account is the event authority, for which the program itself must have signed.
 * Another program's instruction is never taken, nor one that the emitter did not invoke directly.
 */
final class CpiEvents {

    private static final int HEADER_LENGTH = 2 * Discriminator.LENGTH;

    private CpiEvents() {}

    /** Wraps {@code body} around the first such event; false when there is none. */
    static boolean find(final InstructionView emitter, final long eventDiscriminator, final EventBody body) {
        final TransactionView transaction = emitter.transaction();
        final int parent = emitter.index();
        final int end = InvocationTree.end(transaction, parent);
        for (int i = parent + 1; i < end; i++) {
            if (transaction.programIndex(i) == transaction.programIndex(parent)
                    && InvocationTree.direct(transaction, parent, i)
                    && carries(transaction, i, eventDiscriminator)) {
                body.wrap(
                        transaction.bytes(),
                        transaction.dataOffset(i) + HEADER_LENGTH,
                        transaction.dataLength(i) - HEADER_LENGTH);
                return true;
            }
        }
        return false;
    }

    private static boolean carries(final TransactionView transaction, final int i, final long eventDiscriminator) {
        return transaction.dataLength(i) >= HEADER_LENGTH
                && InvocationTree.isEventCarrier(transaction, i)
                && transaction.accountCount(i) == 1
                && ByteWords.i64(transaction.bytes(), transaction.dataOffset(i) + Discriminator.LENGTH)
                        == eventDiscriminator;
    }
}
