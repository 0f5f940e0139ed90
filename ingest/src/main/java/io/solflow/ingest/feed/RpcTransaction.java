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
import java.util.Set;

/**
 * The fields of one transaction in a response, in whatever order they come. A notification holds them one level deeper,
 * in a {@code transaction} of its own.
 */
final class RpcTransaction {

    private static final ByteString VOTE_PROGRAM =
            JsonValues.key("Vote111111111111111111111111111111111111111", "vote program");
    private static final int SIGNATURE_LENGTH = 64;
    private static final String WITH_CONFIG = "1";
    private static final String LEGACY = "legacy";
    private static final Set<String> KNOWN_VERSIONS = Set.of(LEGACY, "0", WITH_CONFIG);

    private final RpcMessage message = new RpcMessage();
    private RpcMeta meta;
    private String version = LEGACY;
    private boolean present;
    private UnusableItemException problem;

    /**
     * Reads the value of a field; false, leaving the parser where it is, when it is none of a transaction's. What is wrong
     * with a value is told by {@link #build}: a version that comes later may be the reason.
     */
    boolean readField(final String field, final JsonParser json) throws IOException {
        final int depth = JsonValues.enter(json);
        try {
            switch (field) {
                case "transaction" -> readTransaction(json);
                case "meta" -> meta = JsonValues.isNull(json) ? null : RpcMeta.read(json);
                case "version" -> version = readVersion(json);
                default -> {
                    return false;
                }
            }
        } catch (final UnusableItemException e) {
            JsonValues.leave(json, depth);
            problem = problem == null ? e : problem;
        }
        return true;
    }

    /** True when a transaction was there, whether or not it is usable. */
    boolean isPresent() {
        return present;
    }

    /** Base58 of the first signature, empty when none was read. */
    String signature() {
        return message.signature();
    }

    /** The transaction without its index; throws {@link UnusableItemException} when something is missing or unknown. */
    SubscribeUpdateTransactionInfo build() {
        requireUsable();
        if (meta.loadedWritable.isEmpty() && meta.loadedReadonly.isEmpty()) {
            meta.loadedWritable.addAll(message.loadedWritable);
            meta.loadedReadonly.addAll(message.loadedReadonly);
        }
        final KeyNumbers keys = message.staticKeyNumbers();
        meta.loadedWritable.forEach(keys::add);
        meta.loadedReadonly.forEach(keys::add);
        final Transaction transaction = message.build(keys, !version.equals(LEGACY), version.equals(WITH_CONFIG));
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

    private void requireUsable() {
        if (!KNOWN_VERSIONS.contains(version)) {
            throw new UnusableItemException("transaction has version " + version + ", allowed: legacy, 0, 1");
        }
        if (problem != null) {
            throw problem;
        }
        if (!present) {
            throw new UnusableItemException("no transaction");
        }
        if (!message.isPresent()) {
            throw new UnusableItemException(
                    "transaction has no message; transactionDetails \"full\" is needed, not \"accounts\"");
        }
        if (meta == null) {
            throw new UnusableItemException("transaction without meta: whether it succeeded is unknown");
        }
    }

    private void readTransaction(final JsonParser json) throws IOException {
        if (JsonValues.isNull(json)) {
            return;
        }
        present = true;
        if (json.currentToken() != JsonToken.START_OBJECT) {
            message.readEncoded(json);
            return;
        }
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            json.nextToken();
            if (!message.readField(field, json) && !readField(field, json)) {
                json.skipChildren();
            }
        }
    }

    private static String readVersion(final JsonParser json) throws IOException {
        if (JsonValues.isNull(json)) {
            return LEGACY;
        }
        if (!json.currentToken().isScalarValue()) {
            throw JsonValues.wrong(json, "version", "legacy, 0, 1");
        }
        return json.getText();
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
