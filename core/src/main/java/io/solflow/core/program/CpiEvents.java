package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;

/**
 * Walks the events that an instruction emitted by invoking its own program, in execution order: data is the CPI tag, the
 * event's discriminator, the fields; the only account is the event authority, for which the program itself must have
 * signed. Another program's instruction is never taken, nor one that the emitter did not invoke directly. Reused; not
 * thread safe.
 */
final class CpiEvents {

    private static final int HEADER_LENGTH = 2 * Discriminator.LENGTH;

    private TransactionView transaction;
    private int parent;
    private int end;
    private int at;

    /** Moves before the first event of {@code emitter}. */
    CpiEvents start(final InstructionView emitter) {
        transaction = emitter.transaction();
        parent = emitter.index();
        end = InvocationTree.end(transaction, parent);
        at = parent;
        return this;
    }

    /** Moves to the next event and wraps {@code body} around its fields; false when there is none. */
    boolean next(final EventBody body) {
        while (++at < end) {
            if (isEvent()) {
                body.wrap(
                        transaction.bytes(),
                        transaction.dataOffset(at) + HEADER_LENGTH,
                        transaction.dataLength(at) - HEADER_LENGTH);
                return true;
            }
        }
        return false;
    }

    private boolean isEvent() {
        return transaction.programIndex(at) == transaction.programIndex(parent)
                && transaction.dataLength(at) >= HEADER_LENGTH
                && InvocationTree.isEventCarrier(transaction, at)
                && transaction.accountCount(at) == 1
                && InvocationTree.direct(transaction, parent, at);
    }

    /** The event's discriminator. */
    long discriminator() {
        return ByteWords.i64(transaction.bytes(), transaction.dataOffset(at) + Discriminator.LENGTH);
    }

    /** Place of the instruction that carries the event. */
    int place() {
        return at;
    }
}
