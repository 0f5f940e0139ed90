package io.solflow.core.program;

import io.solflow.core.chain.Key32;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;
import java.util.Arrays;

/**
 * A flyweight over the fields of an on-chain event (little-endian, Borsh), the same for one that came by self-CPI and
 * one that came in a log. Offsets count from the byte after the event's discriminator. Reading beyond the end throws
 * {@link IndexOutOfBoundsException}, so ask {@link #length()} first. Reused; not thread safe.
 */
final class EventBody {

    private byte[] bytes = {};
    private int start;
    private int length;

    EventBody wrap(final byte[] source, final int offset, final int newLength) {
        bytes = source;
        start = offset;
        length = newLength;
        return this;
    }

    int length() {
        return length;
    }

    /** A 64-bit number, signed or to be read as unsigned. */
    long i64(final int offset) {
        return ByteWords.i64(bytes, checked(offset, Long.BYTES));
    }

    /** An unsigned 32-bit number. */
    long u32(final int offset) {
        return ByteWords.u32(bytes, checked(offset, Integer.BYTES));
    }

    int u8(final int offset) {
        return bytes[checked(offset, 1)] & 0xFF;
    }

    /** Copies a 32-byte key into {@code target}. */
    Key32 key(final int offset, final Key32 target) {
        return target.set(bytes, checked(offset, Pubkey.LENGTH));
    }

    boolean keyIs(final int offset, final Pubkey key) {
        return key.matches(bytes, checked(offset, Pubkey.LENGTH));
    }

    /** True when the key at {@code offset} is that of an account which the instruction names. */
    boolean keyIsAccount(final int offset, final InstructionView instruction, final int account) {
        return keyIs(offset, instruction.transaction(), instruction.accountIndex(account));
    }

    /** True when the key at {@code offset} is that of a transaction with this number. */
    boolean keyIs(final int offset, final TransactionView transaction, final int keyNumber) {
        final int key = checked(offset, Pubkey.LENGTH);
        final int other = transaction.keyOffset(keyNumber);
        return other >= 0
                && Arrays.equals(bytes, key, key + Pubkey.LENGTH, transaction.bytes(), other, other + Pubkey.LENGTH);
    }

    private int checked(final int offset, final int size) {
        if (offset < 0 || offset > length - size) {
            throw new IndexOutOfBoundsException("event offset " + offset + " size " + size + " of " + length);
        }
        return start + offset;
    }
}
