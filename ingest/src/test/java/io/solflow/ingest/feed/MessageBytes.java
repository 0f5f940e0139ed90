package io.solflow.ingest.feed;

import com.google.protobuf.ByteString;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.MessageAddressTableLookup;
import io.solflow.ingest.proto.Transaction;
import io.solflow.ingest.proto.TransactionConfig;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/** Solana's own binary form of a transaction, legacy, 0 or 1, written; and the check of its signature. */
final class MessageBytes {

    private MessageBytes() {}

    static ByteString transaction(final Transaction transaction) {
        final ByteString.Output out = ByteString.newOutput();
        if (transaction.getMessage().hasConfig()) {
            write(out, message(transaction.getMessage()));
            transaction.getSignaturesList().forEach(signature -> write(out, signature));
            return out.toByteString();
        }
        count(out, transaction.getSignaturesCount());
        transaction.getSignaturesList().forEach(signature -> write(out, signature));
        write(out, message(transaction.getMessage()));
        return out.toByteString();
    }

    static ByteString message(final Message message) {
        if (message.hasConfig()) {
            return version1(message);
        }
        final ByteString.Output out = ByteString.newOutput();
        if (message.getVersioned()) {
            out.write(0x80);
        }
        out.write(message.getHeader().getNumRequiredSignatures());
        out.write(message.getHeader().getNumReadonlySignedAccounts());
        out.write(message.getHeader().getNumReadonlyUnsignedAccounts());
        count(out, message.getAccountKeysCount());
        message.getAccountKeysList().forEach(key -> write(out, key));
        write(out, message.getRecentBlockhash());
        count(out, message.getInstructionsCount());
        for (final CompiledInstruction instruction : message.getInstructionsList()) {
            out.write(instruction.getProgramIdIndex());
            counted(out, instruction.getAccounts());
            counted(out, instruction.getData());
        }
        if (message.getVersioned()) {
            count(out, message.getAddressTableLookupsCount());
            for (final MessageAddressTableLookup lookup : message.getAddressTableLookupsList()) {
                write(out, lookup.getAccountKey());
                counted(out, lookup.getWritableIndexes());
                counted(out, lookup.getReadonlyIndexes());
            }
        }
        return out.toByteString();
    }

    private static ByteString version1(final Message message) {
        final TransactionConfig config = message.getConfig();
        final ByteString.Output out = ByteString.newOutput();
        out.write(0x81);
        out.write(message.getHeader().getNumRequiredSignatures());
        out.write(message.getHeader().getNumReadonlySignedAccounts());
        out.write(message.getHeader().getNumReadonlyUnsignedAccounts());
        number(
                out,
                4,
                (config.hasPriorityFee() ? 3 : 0)
                        | (config.hasComputeUnitLimit() ? 4 : 0)
                        | (config.hasLoadedAccountsDataSizeLimit() ? 8 : 0)
                        | (config.hasHeapSize() ? 16 : 0));
        write(out, message.getRecentBlockhash());
        out.write(message.getInstructionsCount());
        out.write(message.getAccountKeysCount());
        message.getAccountKeysList().forEach(key -> write(out, key));
        if (config.hasPriorityFee()) {
            number(out, 8, config.getPriorityFee());
        }
        if (config.hasComputeUnitLimit()) {
            number(out, 4, config.getComputeUnitLimit());
        }
        if (config.hasLoadedAccountsDataSizeLimit()) {
            number(out, 4, config.getLoadedAccountsDataSizeLimit());
        }
        if (config.hasHeapSize()) {
            number(out, 4, config.getHeapSize());
        }
        for (final CompiledInstruction instruction : message.getInstructionsList()) {
            out.write(instruction.getProgramIdIndex());
            out.write(instruction.getAccounts().size());
            number(out, 2, instruction.getData().size());
        }
        for (final CompiledInstruction instruction : message.getInstructionsList()) {
            write(out, instruction.getAccounts());
            write(out, instruction.getData());
        }
        return out.toByteString();
    }

    private static void number(final ByteString.Output out, final int length, final long value) {
        for (int i = 0; i < length; i++) {
            out.write((int) (value >>> (8 * i)));
        }
    }

    /** True when the first signature is the first key's over the message. */
    static boolean feePayerSigned(final Transaction transaction) throws GeneralSecurityException {
        final byte[] key = transaction.getMessage().getAccountKeys(0).toByteArray();
        final byte[] y = new byte[key.length];
        for (int i = 0; i < key.length; i++) {
            y[i] = key[key.length - 1 - i];
        }
        final boolean xOdd = (y[0] & 0x80) != 0;
        y[0] &= 0x7F;
        final Signature verifier = Signature.getInstance("Ed25519");
        verifier.initVerify(KeyFactory.getInstance("Ed25519")
                .generatePublic(
                        new EdECPublicKeySpec(NamedParameterSpec.ED25519, new EdECPoint(xOdd, new BigInteger(1, y)))));
        verifier.update(message(transaction.getMessage()).toByteArray());
        return verifier.verify(transaction.getSignatures(0).toByteArray());
    }

    private static void counted(final ByteString.Output out, final ByteString bytes) {
        count(out, bytes.size());
        write(out, bytes);
    }

    private static void write(final ByteString.Output out, final ByteString bytes) {
        final byte[] copy = bytes.toByteArray();
        out.write(copy, 0, copy.length);
    }

    private static void count(final ByteString.Output out, final int value) {
        int rest = value;
        while (rest >= 0x80) {
            out.write((rest & 0x7F) | 0x80);
            rest >>>= 7;
        }
        out.write(rest);
    }
}
