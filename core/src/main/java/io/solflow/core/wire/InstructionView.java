package io.solflow.core.wire;

import io.solflow.core.chain.Key32;
import io.solflow.core.chain.Pubkey;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A flyweight over one instruction of a {@link TransactionView}: its data (little-endian, Borsh) and its accounts.
 * Offsets into data count from its first byte. Reading beyond the data throws {@link IndexOutOfBoundsException}, so ask
 * {@link #dataLength()} first. Reused; not thread safe.
 */
public final class InstructionView {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private TransactionView transaction;
    private int index;
    private int dataOffset;
    private int dataLength;

    /** An instruction view that belongs to nothing yet. */
    public InstructionView(final TransactionView transaction) {
        this.transaction = transaction;
    }

    /** Moves to an instruction of the same transaction, 0 to {@code instructionCount() - 1}. */
    public InstructionView moveTo(final int instruction) {
        index = instruction;
        dataOffset = transaction.dataOffset(instruction);
        dataLength = transaction.dataLength(instruction);
        return this;
    }

    /** Moves to an instruction of another transaction. */
    public InstructionView wrap(final TransactionView newTransaction, final int instruction) {
        transaction = newTransaction;
        return moveTo(instruction);
    }

    /** The transaction that the instruction belongs to. */
    public TransactionView transaction() {
        return transaction;
    }

    /** Number of the instruction in its transaction's execution order. */
    public int index() {
        return index;
    }

    /** True when the instruction's program is this one. */
    public boolean programIs(final Pubkey program) {
        final int offset = transaction.programOffset(index);
        return offset >= 0 && program.matches(transaction.bytes(), offset);
    }

    /** 1 for a top-level instruction; 0 for an inner one whose height was not recorded. */
    public int stackHeight() {
        return transaction.stackHeight(index);
    }

    /** Bytes of data. */
    public int dataLength() {
        return dataLength;
    }

    /** Offset of the data in the transaction's bytes. */
    public int dataOffset() {
        return dataOffset;
    }

    /** The first eight bytes of the data; 0 when it is shorter, which names no instruction. */
    public long discriminator() {
        return dataLength < 8 ? 0 : i64(0);
    }

    /** A 64-bit number, signed or to be read as unsigned. */
    public long i64(final int offset) {
        return (long) LONG.get(transaction.bytes(), checked(offset, 8));
    }

    /** A byte, unsigned. */
    public int u8(final int offset) {
        return transaction.bytes()[checked(offset, 1)] & 0xFF;
    }

    /** Copies a 32-byte key of the data into {@code target}. */
    public Key32 key(final int offset, final Key32 target) {
        return target.set(transaction.bytes(), checked(offset, Pubkey.LENGTH));
    }

    /** True when the 32 bytes at {@code offset} of the data are this key. */
    public boolean keyIs(final int offset, final Pubkey key) {
        return key.matches(transaction.bytes(), checked(offset, Pubkey.LENGTH));
    }

    /** How many accounts the instruction names. */
    public int accountCount() {
        return transaction.accountCount(index);
    }

    /** Key number of an account, -1 when there is none. */
    public int accountIndex(final int account) {
        return transaction.accountIndex(index, account);
    }

    /** True when the account exists and its key is this one. */
    public boolean accountIs(final int account, final Pubkey key) {
        final int offset = transaction.accountOffset(index, account);
        return offset >= 0 && key.matches(transaction.bytes(), offset);
    }

    /** Copies an account's key into {@code target}; false, leaving it alone, when there is none. */
    public boolean account(final int account, final Key32 target) {
        final int offset = transaction.accountOffset(index, account);
        if (offset < 0) {
            return false;
        }
        target.set(transaction.bytes(), offset);
        return true;
    }

    private int checked(final int offset, final int size) {
        if (offset < 0 || offset > dataLength - size) {
            throw new IndexOutOfBoundsException("data offset " + offset + " size " + size + " of " + dataLength);
        }
        return dataOffset + offset;
    }
}
