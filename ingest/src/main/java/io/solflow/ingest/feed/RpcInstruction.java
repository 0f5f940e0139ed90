package io.solflow.ingest.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.InnerInstruction;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * An instruction as JSON shows it: compiled (key numbers), partially decoded (keys and data) or parsed (names and
 * values). Key numbers are found once all keys of the transaction are known.
 *
 * @param programIndex key number of the program, -1 when it is named by {@code programId}.
 * @param programId base58 id, null when compiled.
 * @param accountIndexes a byte each; empty when accounts are named by {@code accountKeys}.
 * @param accountKeys base58 keys, empty when compiled.
 * @param data the raw data, null when only {@code parsed} is there.
 * @param parsed the values of {@code parsed} by dotted path, null unless parsed.
 * @param stackHeight 0 when absent.
 */
record RpcInstruction(
        int programIndex,
        String programId,
        ByteString accountIndexes,
        List<String> accountKeys,
        ByteString data,
        Map<String, String> parsed,
        int stackHeight) {

    /** Reads the object at which the parser stands. */
    static RpcInstruction read(final JsonParser json) throws IOException {
        JsonValues.object(json, "instruction");
        int programIndex = -1;
        String programId = null;
        ByteString accountIndexes = ByteString.EMPTY;
        List<String> accountKeys = List.of();
        ByteString data = null;
        Map<String, String> parsed = null;
        int stackHeight = 0;
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            final JsonToken value = json.nextToken();
            switch (field) {
                case "programIdIndex" -> programIndex = JsonValues.integer(json, field, 255);
                case "programId" -> programId = JsonValues.text(json, field);
                case "accounts" -> {
                    final Accounts accounts = Accounts.read(json);
                    accountIndexes = accounts.indexes;
                    accountKeys = accounts.keys;
                }
                case "data" -> data = JsonValues.base58(json, field);
                case "parsed" -> {
                    parsed = new HashMap<>();
                    JsonValues.flatten(json, "", parsed);
                }
                case "stackHeight" ->
                    stackHeight = value == JsonToken.VALUE_NULL ? 0 : JsonValues.integer(json, field, 255);
                default -> json.skipChildren();
            }
        }
        if (programIndex < 0 && programId == null) {
            throw new UnusableItemException("instruction has neither programIdIndex nor programId");
        }
        if (data == null && parsed == null) {
            throw new UnusableItemException("instruction has neither data nor parsed");
        }
        return new RpcInstruction(programIndex, programId, accountIndexes, accountKeys, data, parsed, stackHeight);
    }

    CompiledInstruction toCompiled(final KeyNumbers keys) {
        final CompiledInstruction.Builder builder =
                CompiledInstruction.newBuilder().setProgramIdIndex(programNumber(keys));
        if (data != null) {
            builder.setAccounts(accountNumbers(keys)).setData(data);
        } else {
            final ParsedInstruction encoded = ParsedInstruction.encode(programId, parsed);
            builder.setAccounts(keys.of(encoded.accounts())).setData(encoded.data());
        }
        return builder.build();
    }

    InnerInstruction toInner(final KeyNumbers keys) {
        final CompiledInstruction compiled = toCompiled(keys);
        final InnerInstruction.Builder builder = InnerInstruction.newBuilder()
                .setProgramIdIndex(compiled.getProgramIdIndex())
                .setAccounts(compiled.getAccounts())
                .setData(compiled.getData());
        return (stackHeight == 0 ? builder : builder.setStackHeight(stackHeight)).build();
    }

    private int programNumber(final KeyNumbers keys) {
        return programIndex >= 0 ? programIndex : keys.of(programId);
    }

    private ByteString accountNumbers(final KeyNumbers keys) {
        return accountKeys.isEmpty() ? accountIndexes : keys.of(accountKeys);
    }

    /** The accounts of an instruction, by number or by key. */
    private record Accounts(ByteString indexes, List<String> keys) {

        static Accounts read(final JsonParser json) throws IOException {
            final ByteString.Output indexes = ByteString.newOutput();
            final List<String> keys = new ArrayList<>();
            JsonValues.array(json, "accounts", (element, index) -> {
                if (element.currentToken() == JsonToken.VALUE_STRING) {
                    keys.add(element.getText());
                } else {
                    indexes.write(JsonValues.integer(element, "accounts", 255));
                }
            });
            return new Accounts(indexes.toByteString(), keys);
        }
    }
}
