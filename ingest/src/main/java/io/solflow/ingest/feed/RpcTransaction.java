package io.solflow.ingest.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.Transaction;
import io.solflow.ingest.proto.TransactionStatusMeta;
import java.io.IOException;

/** The fields of one transaction in a response, in whatever order they come. */
final class RpcTransaction {

    private static final ByteString VOTE_PROGRAM =
            JsonValues.key("Vote111111111111111111111111111111111111111", "vote program");
    private static final int SIGNATURE_LENGTH = 64;

    private RpcMessage message;
    private RpcMeta meta;
    private boolean versioned;

    /** Reads the value of a field; false, leaving the parser where it is, when it is none of a transaction's. */
    boolean readField(final String field, final JsonParser json) throws IOException {
        switch (field) {
            case "transaction" -> message = JsonValues.isNull(json) ? null : RpcMessage.read(json);
            case "meta" -> meta = JsonValues.isNull(json) ? null : RpcMeta.read(json);
            case "version" -> versioned = json.currentToken() == JsonToken.VALUE_NUMBER_INT;
            default -> {
                return false;
            }
        }
        return true;
    }

    /** True when a transaction was there, whether or not it is usable. */
    boolean isPresent() {
        return message != null;
    }

    /** Base58 of the first signature, empty when none was read. */
    String signature() {
        return message == null ? "" : message.signature();
    }

    /** The transaction without its index; throws {@link UnusableItemException} when something is missing. */
    SubscribeUpdateTransactionInfo build() {
        if (message == null) {
            throw new UnusableItemException("no transaction");
        }
        if (meta == null) {
            throw new UnusableItemException("transaction without meta: whether it succeeded is unknown");
        }
        if (meta.loadedWritable.isEmpty() && meta.loadedReadonly.isEmpty()) {
            meta.loadedWritable.addAll(message.loadedWritable);
            meta.loadedReadonly.addAll(message.loadedReadonly);
        }
        final KeyNumbers keys = message.staticKeyNumbers();
        meta.loadedWritable.forEach(keys::add);
        meta.loadedReadonly.forEach(keys::add);
        final Transaction transaction = message.build(keys, versioned);
        final TransactionStatusMeta builtMeta = meta.build(keys);
        if (transaction.getSignaturesCount() == 0) {
            throw new UnusableItemException("transaction has no signature");
        }
        final ByteString signature = transaction.getSignatures(0);
        if (signature.size() != SIGNATURE_LENGTH) {
            throw new UnusableItemException(
                    "signature has " + signature.size() + " bytes, allowed: " + SIGNATURE_LENGTH);
        }
        return SubscribeUpdateTransactionInfo.newBuilder()
                .setSignature(signature)
                .setIsVote(isVote(transaction.getMessage()))
                .setTransaction(transaction)
                .setMeta(builtMeta)
                .build();
    }

    private static boolean isVote(final Message message) {
        for (final CompiledInstruction instruction : message.getInstructionsList()) {
            final int program = instruction.getProgramIdIndex();
            if (program >= message.getAccountKeysCount()
                    || !message.getAccountKeys(program).equals(VOTE_PROGRAM)) {
                return false;
            }
        }
        return message.getInstructionsCount() > 0;
    }
}
