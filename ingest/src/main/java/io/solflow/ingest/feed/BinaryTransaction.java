package io.solflow.ingest.feed;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Pubkey;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.MessageAddressTableLookup;
import io.solflow.ingest.proto.MessageHeader;
import io.solflow.ingest.proto.Transaction;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;

/**
 * Decodes a transaction in Solana's own binary form, legacy or version 0: signatures, header, static keys, blockhash,
 * instructions, and lookups when versioned. Counts are compact-u16: seven bits a byte, low first, three bytes at most.
 */
final class BinaryTransaction {

    private static final int SIGNATURE_LENGTH = 64;
    private static final int VERSION_FLAG = 0x80;

    private final ByteBuffer bytes;

    private BinaryTransaction(final ByteString source) {
        this.bytes = source.asReadOnlyByteBuffer();
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
        for (int i = count(); i > 0; i--) {
            transaction.addSignatures(take(SIGNATURE_LENGTH));
        }
        transaction.setMessage(readMessage());
        if (bytes.hasRemaining()) {
            throw new UnusableItemException("binary transaction has " + bytes.remaining() + " bytes too many");
        }
        return transaction.build();
    }

    private Message readMessage() {
        final Message.Builder message = Message.newBuilder();
        if (bytes.hasRemaining() && bytes.get(bytes.position()) < 0) {
            final int version = u8() & ~VERSION_FLAG;
            if (version != 0) {
                throw new UnusableItemException("binary transaction has version " + version + ", allowed: legacy, 0");
            }
            message.setVersioned(true);
        }
        message.setHeader(MessageHeader.newBuilder()
                .setNumRequiredSignatures(u8())
                .setNumReadonlySignedAccounts(u8())
                .setNumReadonlyUnsignedAccounts(u8()));
        for (int i = count(); i > 0; i--) {
            message.addAccountKeys(take(Pubkey.LENGTH));
        }
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
        return message.build();
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
