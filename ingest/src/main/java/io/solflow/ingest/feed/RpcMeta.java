package io.solflow.ingest.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.TokenBalance;
import io.solflow.ingest.proto.TransactionError;
import io.solflow.ingest.proto.TransactionStatusMeta;
import io.solflow.ingest.proto.UiTokenAmount;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The {@code meta} value of a response. */
final class RpcMeta {

    final List<String> loadedWritable = new ArrayList<>();
    final List<String> loadedReadonly = new ArrayList<>();

    private final List<InnerGroup> groups = new ArrayList<>();
    private final TransactionStatusMeta.Builder meta = TransactionStatusMeta.newBuilder();
    private boolean hasInnerInstructions;
    private boolean hasLogMessages;

    /** The inner instructions of one top-level instruction. */
    private record InnerGroup(int index, List<RpcInstruction> instructions) {}

    /** Reads the object at which the parser stands. */
    static RpcMeta read(final JsonParser json) throws IOException {
        JsonValues.object(json, "meta");
        final RpcMeta result = new RpcMeta();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            json.nextToken();
            result.readField(field, json);
        }
        return result;
    }

    /** Ends the reading; {@code keys} has all keys. */
    TransactionStatusMeta build(final KeyNumbers keys) {
        for (final InnerGroup group : groups) {
            final InnerInstructions.Builder builder =
                    meta.addInnerInstructionsBuilder().setIndex(group.index);
            for (final RpcInstruction instruction : group.instructions) {
                builder.addInstructions(instruction.toInner(keys));
            }
        }
        loadedWritable.forEach(key -> meta.addLoadedWritableAddresses(JsonValues.key(key, "loaded address")));
        loadedReadonly.forEach(key -> meta.addLoadedReadonlyAddresses(JsonValues.key(key, "loaded address")));
        return meta.setInnerInstructionsNone(!hasInnerInstructions)
                .setLogMessagesNone(!hasLogMessages)
                .build();
    }

    private void readField(final String field, final JsonParser json) throws IOException {
        switch (field) {
            case "err" -> {
                if (!JsonValues.isNull(json)) {
                    meta.setErr(TransactionError.newBuilder().setErr(TransactionErrors.read(json)));
                }
            }
            case "fee" -> meta.setFee(JsonValues.u64(json, field));
            case "preBalances" ->
                JsonValues.array(json, field, (element, index) -> meta.addPreBalances(JsonValues.u64(element, field)));
            case "postBalances" ->
                JsonValues.array(json, field, (element, index) -> meta.addPostBalances(JsonValues.u64(element, field)));
            case "innerInstructions" -> {
                hasInnerInstructions = !JsonValues.isNull(json);
                JsonValues.array(json, field, (element, index) -> groups.add(readGroup(element)));
            }
            case "logMessages" -> {
                hasLogMessages = !JsonValues.isNull(json);
                JsonValues.array(json, field, (element, index) -> meta.addLogMessages(JsonValues.text(element, field)));
            }
            case "preTokenBalances" ->
                JsonValues.array(
                        json, field, (element, index) -> readBalance(element, meta.addPreTokenBalancesBuilder()));
            case "postTokenBalances" ->
                JsonValues.array(
                        json, field, (element, index) -> readBalance(element, meta.addPostTokenBalancesBuilder()));
            case "loadedAddresses" -> readLoadedAddresses(json);
            case "computeUnitsConsumed" -> {
                if (!JsonValues.isNull(json)) {
                    meta.setComputeUnitsConsumed(JsonValues.u64(json, field));
                }
            }
            default -> json.skipChildren();
        }
    }

    private static InnerGroup readGroup(final JsonParser json) throws IOException {
        JsonValues.object(json, "innerInstructions");
        int index = -1;
        final List<RpcInstruction> instructions = new ArrayList<>();
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "index" -> index = JsonValues.integer(json, "innerInstructions.index", 255);
                case "instructions" ->
                    JsonValues.array(json, field, (element, number) -> instructions.add(RpcInstruction.read(element)));
                default -> json.skipChildren();
            }
        }
        if (index < 0) {
            throw new UnusableItemException("innerInstructions has no index");
        }
        return new InnerGroup(index, instructions);
    }

    private static void readBalance(final JsonParser json, final TokenBalance.Builder balance) throws IOException {
        JsonValues.object(json, "token balance");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            final JsonToken value = json.nextToken();
            if (value == JsonToken.VALUE_NULL) {
                continue;
            }
            switch (field) {
                case "accountIndex" -> balance.setAccountIndex(JsonValues.integer(json, field, 255));
                case "mint" -> balance.setMint(JsonValues.text(json, field));
                case "owner" -> balance.setOwner(JsonValues.text(json, field));
                case "programId" -> balance.setProgramId(JsonValues.text(json, field));
                case "uiTokenAmount" -> readAmount(json, balance.getUiTokenAmountBuilder());
                default -> json.skipChildren();
            }
        }
    }

    private static void readAmount(final JsonParser json, final UiTokenAmount.Builder amount) throws IOException {
        JsonValues.object(json, "uiTokenAmount");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            final JsonToken value = json.nextToken();
            switch (field) {
                case "amount" -> amount.setAmount(JsonValues.text(json, field));
                case "decimals" -> amount.setDecimals(JsonValues.integer(json, field, 255));
                case "uiAmountString" -> amount.setUiAmountString(JsonValues.text(json, field));
                case "uiAmount" -> {
                    // null for an amount of nothing, which the interface sends as 0.0
                    if (value.isNumeric()) {
                        amount.setUiAmount(json.getDoubleValue());
                    } else {
                        json.skipChildren();
                    }
                }
                default -> json.skipChildren();
            }
        }
    }

    private void readLoadedAddresses(final JsonParser json) throws IOException {
        if (JsonValues.isNull(json)) {
            return;
        }
        JsonValues.object(json, "loadedAddresses");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            json.nextToken();
            switch (field) {
                case "writable" -> loadedWritable.addAll(JsonValues.texts(json, field));
                case "readonly" -> loadedReadonly.addAll(JsonValues.texts(json, field));
                default -> json.skipChildren();
            }
        }
    }
}
