package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.wire.TransactionView;

/**
 * Which instructions an instruction invoked. Stack heights tell where server or log has them. Where they are missing,
 * everything up to the next instruction of the same program below the same top-level one counts as invoked; event
 * carriers are no such end.
 */
final class InvocationTree {

    private static final int UNRECORDED = 0;

    private InvocationTree() {}

    /** The number after the last instruction that {@code parent} invoked, directly or not. */
    static int end(final TransactionView transaction, final int parent) {
        final int count = transaction.instructionCount();
        int i = parent + 1;
        while (i < count && belongs(transaction, parent, i)) {
            i++;
        }
        return i;
    }

    private static boolean belongs(final TransactionView transaction, final int parent, final int candidate) {
        if (transaction.outerIndex(candidate) != transaction.outerIndex(parent)) {
            return false;
        }
        final int parentHeight = transaction.stackHeight(parent);
        final int height = transaction.stackHeight(candidate);
        if (parentHeight == UNRECORDED || height == UNRECORDED) {
            return transaction.programIndex(candidate) != transaction.programIndex(parent)
                    || isEventCarrier(transaction, candidate);
        }
        return Integer.compareUnsigned(height, parentHeight) > 0;
    }

    /** True when {@code parent} invoked {@code candidate} itself, which must lie before {@link #end}. */
    static boolean direct(final TransactionView transaction, final int parent, final int candidate) {
        final int parentHeight = transaction.stackHeight(parent);
        final int height = transaction.stackHeight(candidate);
        return parentHeight == UNRECORDED || height == UNRECORDED || height == parentHeight + 1;
    }

    /** True when the data of an instruction starts with the tag of a self-CPI that carries an event. */
    static boolean isEventCarrier(final TransactionView transaction, final int instruction) {
        return transaction.dataLength(instruction) >= Discriminator.LENGTH
                && ByteWords.i64(transaction.bytes(), transaction.dataOffset(instruction))
                        == Discriminator.CPI_EVENT_TAG;
    }
}
