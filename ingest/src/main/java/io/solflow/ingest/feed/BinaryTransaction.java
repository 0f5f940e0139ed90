package io.solflow.ingest.feed;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Pubkey;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.MessageAddressTableLookup;
import io.solflow.ingest.proto.MessageHeader;
import io.solflow.ingest.proto.Transaction;
import io.solflow.ingest.proto.TransactionConfig;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Decodes a transaction in Solana's own binary form. Every count is checked against the bytes that are left.
 *
 * <pre>
 *   legacy, 0   signatures, [0x80], header, static keys, blockhash, instructions, [lookups];
 *               counts are compact-u16: seven bits a byte, low first, three bytes at most
 *   1           0x81, header, u32 mask of config values, blockhash, u8 instructions, u8 keys, keys, config values,
 *               for each instruction u8 program, u8 accounts, u16 data length, then for each its accounts and data,
 *               then as many signatures as the header requires; numbers little-endian
 * </pre>
 */
final class BinaryTransaction {

    private static final int SIGNATURE_LENGTH = 64;
    private static final int VERSION_FLAG = 0x80;

    private static final int PRIORITY_FEE_BITS = 0b11;
    private static final int COMPUTE_UNIT_LIMIT_BIT = 1 << 2;
    private static final int LOADED_SIZE_BIT = 1 << 3;
    private static final int HEAP_SIZE_BIT = 1 << 4;
    private static final int KNOWN_BITS = PRIORITY_FEE_BITS | COMPUTE_UNIT_LIMIT_BIT | LOADED_SIZE_BIT | HEAP_SIZE_BIT;

    private final ByteBuffer bytes;

    private BinaryTransaction(final ByteString source) {
        this.bytes = source.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    }

    /** Throws {@link UnusableItemException} unless all bytes are one transaction. */
    static Transaction decode(final ByteString source) {
        try {
            return new BinaryTransaction(source).read();
        } catch (final BufferUnderflowException e) {
            throw new UnusableItemException("binary transaction of " + source.size() + " bytes is cut short");
        }
    }

    private Transaction read() {
        final Transaction.Builder transaction = Transaction.newBuilder();
        if (isVersionNext()) {
            readVersion1(transaction);
        } else {
            addSignatures(transaction, count());
            readMessage(transaction.getMessageBuilder());
        }
        if (bytes.hasRemaining()) {
            throw new UnusableItemException("binary transaction has " + bytes.remaining() + " bytes too many");
        }
        return transaction.build();
    }

    /** True at a byte that names a version: no count of signatures is that high. */
    private boolean isVersionNext() {
        return bytes.hasRemaining() && bytes.get(bytes.position()) < 0;
    }

    private void readMessage(final Message.Builder message) {
        if (isVersionNext()) {
            final int version = u8() & ~VERSION_FLAG;
            if (version != 0) {
                throw new UnusableItemException("binary transaction has version " + version
                        + " behind its signatures, allowed there: legacy, 0");
            }
            message.setVersioned(true);
        }
        readHeader(message);
        addKeys(message, count());
        message.setRecentBlockhash(take(Pubkey.LENGTH));
        for (int i = count(); i > 0; i--) {
            message.addInstructions(CompiledInstruction.newBuilder()
                    .setProgramIdIndex(u8())
                    .setAccounts(take(count()))
                    .setData(take(count())));
        }
        if (message.getVersioned()) {
            for (int i = count(); i > 0; i--) {
                message.addAddressTableLookups(MessageAddressTableLookup.newBuilder()
                        .setAccountKey(take(Pubkey.LENGTH))
                        .setWritableIndexes(take(count()))
                        .setReadonlyIndexes(take(count())));
            }
        }
    }

    private void readVersion1(final Transaction.Builder transaction) {
        final int version = u8() & ~VERSION_FLAG;
        if (version != 1) {
            throw new UnusableItemException("binary transaction starts as one of version " + version
                    + ", allowed: 1, or legacy and 0 behind their signatures");
        }
        final Message.Builder message = transaction.getMessageBuilder().setVersioned(true);
        readHeader(message);
        final int mask = bytes.getInt();
        message.setRecentBlockhash(take(Pubkey.LENGTH));
        final int instructions = u8();
        addKeys(message, u8());
        readConfig(mask, message.getConfigBuilder());
        final int[] accountCounts = new int[instructions];
        final int[] dataLengths = new int[instructions];
        for (int i = 0; i < instructions; i++) {
            message.addInstructionsBuilder().setProgramIdIndex(u8());
            accountCounts[i] = u8();
            dataLengths[i] = bytes.getShort() & 0xFFFF;
        }
        for (int i = 0; i < instructions; i++) {
            message.getInstructionsBuilder(i)
                    .setAccounts(take(accountCounts[i]))
                    .setData(take(dataLengths[i]));
        }
        addSignatures(transaction, message.getHeader().getNumRequiredSignatures());
    }

    private void readConfig(final int mask, final TransactionConfig.Builder config) {
        final int fee = mask & PRIORITY_FEE_BITS;
        if ((mask & ~KNOWN_BITS) != 0 || (fee != 0 && fee != PRIORITY_FEE_BITS)) {
            throw new UnusableItemException("binary transaction has config mask 0x" + Integer.toHexString(mask)
                    + ", allowed: bits 0 and 1 together, 2, 3, 4");
        }
        if (fee != 0) {
            config.setPriorityFee(bytes.getLong());
        }
        if ((mask & COMPUTE_UNIT_LIMIT_BIT) != 0) {
            config.setComputeUnitLimit(bytes.getInt());
        }
        if ((mask & LOADED_SIZE_BIT) != 0) {
            config.setLoadedAccountsDataSizeLimit(bytes.getInt());
        }
        if ((mask & HEAP_SIZE_BIT) != 0) {
            config.setHeapSize(bytes.getInt());
        }
    }

    private void readHeader(final Message.Builder message) {
        message.setHeader(MessageHeader.newBuilder()
                .setNumRequiredSignatures(u8())
                .setNumReadonlySignedAccounts(u8())
                .setNumReadonlyUnsignedAccounts(u8()));
    }

    private void addKeys(final Message.Builder message, final int count) {
        for (int i = 0; i < count; i++) {
            message.addAccountKeys(take(Pubkey.LENGTH));
        }
    }

    private void addSignatures(final Transaction.Builder transaction, final int count) {
        for (int i = 0; i < count; i++) {
            transaction.addSignatures(take(SIGNATURE_LENGTH));
        }
    }

    private int count() {
        int value = 0;
        for (int shift = 0; shift < 21; shift += 7) {
            final int next = u8();
            value |= (next & 0x7F) << shift;
            if (next < 0x80) {
                return value;
            }
        }
        throw new UnusableItemException("binary transaction has a count of more than three bytes");
    }

    private int u8() {
        return bytes.get() & 0xFF;
    }

    private ByteString take(final int length) {
        if (length > bytes.remaining()) {
            throw new BufferUnderflowException();
        }
        return ByteString.copyFrom(bytes, length);
    }
}
