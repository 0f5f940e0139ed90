package io.solflow.ingest.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import io.solflow.core.chain.Base58;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.MessageAddressTableLookup;
import io.solflow.ingest.proto.MessageHeader;
import io.solflow.ingest.proto.Transaction;
import io.solflow.ingest.proto.TransactionConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The {@code transaction} value of a response: JSON with compiled or parsed instructions, or the binary form in base64
 * or base58. Keys of {@code jsonParsed} that came through lookup tables are kept apart as loaded addresses.
 */
final class RpcMessage {

    final List<String> loadedWritable = new ArrayList<>();
    final List<String> loadedReadonly = new ArrayList<>();

    private final List<String> staticKeys = new ArrayList<>();
    private final List<RpcInstruction> instructions = new ArrayList<>();
    private final Transaction.Builder transaction = Transaction.newBuilder();
    private final Message.Builder message = transaction.getMessageBuilder();
    private final MessageHeader.Builder header = MessageHeader.newBuilder();
    private boolean hasHeader;
    private boolean present;
    private boolean binary;

    /** True when a message was read. */
    boolean isPresent() {
        return present;
    }

    /** Reads a value of the transaction's object; false, leaving the parser where it is, when it is none of them. */
    boolean readField(final String field, final JsonParser json) throws IOException {
        switch (field) {
            case "signatures" ->
                JsonValues.array(
                        json,
                        field,
                        (element, index) -> transaction.addSignatures(JsonValues.base58(element, "signature")));
            case "message" -> readMessage(json);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Reads a transaction that stands in its binary form. */
    void readEncoded(final JsonParser json) throws IOException {
        switch (json.currentToken()) {
            case START_ARRAY -> readBinary(json);
            // the oldest form of encoding=binary
            case VALUE_STRING -> decode(JsonValues.base58(json, "transaction"));
            default -> throw JsonValues.wrong(json, "transaction", "an object, [text, encoding] or base58");
        }
    }

    /** The first signature, empty when there is none yet. */
    String signature() {
        return transaction.getSignaturesCount() == 0
                ? ""
                : Base58.encode(
                        transaction.getSignatures(0).toByteArray(),
                        0,
                        transaction.getSignatures(0).size());
    }

    /** Numbers of the static keys; loaded ones are for the caller to add. */
    KeyNumbers staticKeyNumbers() {
        final KeyNumbers numbers = new KeyNumbers();
        staticKeys.forEach(numbers::add);
        return numbers;
    }

    /**
     * Ends the reading; a binary form tells its version itself.
     *
     * @param keys all keys.
     * @param versioned whether the response names a version.
     * @param withConfig whether it is one whose messages have a config, which may be empty.
     */
    Transaction build(final KeyNumbers keys, final boolean versioned, final boolean withConfig) {
        if (binary) {
            return transaction.build();
        }
        for (final RpcInstruction instruction : instructions) {
            message.addInstructions(instruction.toCompiled(keys));
        }
        if (hasHeader) {
            message.setHeader(header);
        }
        if (withConfig) {
            message.getConfigBuilder();
        }
        message.setVersioned(versioned
                || message.hasConfig()
                || message.getAddressTableLookupsCount() > 0
                || !loadedWritable.isEmpty()
                || !loadedReadonly.isEmpty());
        return transaction.build();
    }

    private void readBinary(final JsonParser json) throws IOException {
        final List<String> parts = JsonValues.texts(json, "transaction");
        final String encoding = parts.size() == 2 ? parts.get(1) : "missing";
        switch (encoding) {
            case "base64" -> decode(base64(parts.get(0)));
            case "base58" -> decode(JsonValues.base58(parts.get(0), "transaction"));
            default ->
                throw new UnusableItemException("transaction encoding is " + encoding + ", allowed: base64, base58");
        }
    }

    private static ByteString base64(final String text) {
        try {
            return ByteString.copyFrom(Base64.getDecoder().decode(text));
        } catch (final IllegalArgumentException e) {
            throw new UnusableItemException("transaction is no base64: " + e.getMessage());
        }
    }

    private void decode(final ByteString bytes) {
        present = true;
        binary = true;
        transaction.mergeFrom(BinaryTransaction.decode(bytes));
        for (final ByteString key : message.getAccountKeysList()) {
            staticKeys.add(Base58.encode(key.toByteArray(), 0, key.size()));
        }
    }

    private void readMessage(final JsonParser json) throws IOException {
        JsonValues.object(json, "message");
        present = true;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "header" -> readHeader(json);
                case "accountKeys" -> JsonValues.array(json, field, (element, index) -> readKey(element));
                case "recentBlockhash" -> message.setRecentBlockhash(JsonValues.base58(json, field));
                case "instructions" ->
                    JsonValues.array(json, field, (element, index) -> instructions.add(RpcInstruction.read(element)));
                case "transactionConfig" -> readConfig(json);
                case "addressTableLookups" -> JsonValues.array(json, field, (element, index) -> readLookup(element));
                default -> json.skipChildren();
            }
        }
    }

    private void readHeader(final JsonParser json) throws IOException {
        JsonValues.object(json, "header");
        hasHeader = true;
        header.clear();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "numRequiredSignatures" -> header.setNumRequiredSignatures(JsonValues.integer(json, field, 255));
                case "numReadonlySignedAccounts" ->
                    header.setNumReadonlySignedAccounts(JsonValues.integer(json, field, 255));
                case "numReadonlyUnsignedAccounts" ->
                    header.setNumReadonlyUnsignedAccounts(JsonValues.integer(json, field, 255));
                default -> json.skipChildren();
            }
        }
    }

    private void readConfig(final JsonParser json) throws IOException {
        if (JsonValues.isNull(json)) {
            return;
        }
        JsonValues.object(json, "transactionConfig");
        final TransactionConfig.Builder config = message.getConfigBuilder();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            if (json.nextToken() == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "priorityFee" -> config.setPriorityFee(JsonValues.u64(json, field));
                case "computeUnitLimit" -> config.setComputeUnitLimit(JsonValues.u32(json, field));
                case "loadedAccountsDataSizeLimit" ->
                    config.setLoadedAccountsDataSizeLimit(JsonValues.u32(json, field));
                case "heapSize" -> config.setHeapSize(JsonValues.u32(json, field));
                default -> json.skipChildren();
            }
        }
    }

    private void readKey(final JsonParser json) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_STRING) {
            addStaticKey(json.getText());
            return;
        }
        JsonValues.object(json, "account key");
        String key = null;
        boolean signer = false;
        boolean writable = false;
        boolean loaded = false;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "pubkey" -> key = JsonValues.text(json, field);
                case "signer" -> signer = JsonValues.isTrue(json);
                case "writable" -> writable = JsonValues.isTrue(json);
                case "source" -> loaded = "lookupTable".equals(JsonValues.textOrNull(json));
                default -> json.skipChildren();
            }
        }
        if (key == null) {
            throw new UnusableItemException("account key has no pubkey");
        }
        if (loaded) {
            (writable ? loadedWritable : loadedReadonly).add(key);
        } else {
            addStaticKey(key);
            countInHeader(signer, writable);
        }
    }

    private void addStaticKey(final String key) {
        staticKeys.add(key);
        message.addAccountKeys(JsonValues.key(key, "account key"));
    }

    /** jsonParsed has no header; the keys' own flags say the same. */
    private void countInHeader(final boolean signer, final boolean writable) {
        hasHeader = true;
        if (signer) {
            header.setNumRequiredSignatures(header.getNumRequiredSignatures() + 1);
        }
        if (!writable) {
            if (signer) {
                header.setNumReadonlySignedAccounts(header.getNumReadonlySignedAccounts() + 1);
            } else {
                header.setNumReadonlyUnsignedAccounts(header.getNumReadonlyUnsignedAccounts() + 1);
            }
        }
    }

    private void readLookup(final JsonParser json) throws IOException {
        JsonValues.object(json, "address table lookup");
        final MessageAddressTableLookup.Builder lookup = message.addAddressTableLookupsBuilder();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "accountKey" -> lookup.setAccountKey(JsonValues.key(JsonValues.text(json, field), field));
                case "writableIndexes" -> lookup.setWritableIndexes(JsonValues.indexes(json, field));
                case "readonlyIndexes" -> lookup.setReadonlyIndexes(JsonValues.indexes(json, field));
                default -> json.skipChildren();
            }
        }
    }
}
