package io.solflow.ingest.feed;

import com.google.protobuf.ByteString;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.MessageAddressTableLookup;
import io.solflow.ingest.proto.Transaction;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.Signature;
import java.security.spec.EdECPoint;
import java.security.spec.EdECPublicKeySpec;
import java.security.spec.NamedParameterSpec;

/** Solana's own binary form of a transaction, written; and the check of its signature. */
final class MessageBytes {

    private MessageBytes() {}

    static ByteString transaction(final Transaction transaction) {
        final ByteString.Output out = ByteString.newOutput();
        count(out, transaction.getSignaturesCount());
        transaction.getSignaturesList().forEach(signature -> write(out, signature));
        write(out, message(transaction.getMessage()));
        return out.toByteString();
    }

    static ByteString message(final Message message) {
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
