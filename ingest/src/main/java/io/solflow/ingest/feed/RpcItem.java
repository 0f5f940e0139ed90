package io.solflow.ingest.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.solflow.ingest.proto.BlockHeight;
import io.solflow.ingest.proto.SubscribeUpdateBlock;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.UnixTimestamp;
import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * One response: a {@code getTransaction} or {@code getBlock} result with or without its JSON-RPC wrapper. Its
 * transactions become a {@link SubscribeUpdateBlock}, a lone one a block of one.
 */
final class RpcItem {

    /** Slot or position that the response does not say. */
    static final long ABSENT = -1;

    private final SubscribeUpdateBlock.Builder block = SubscribeUpdateBlock.newBuilder();
    private final RpcTransaction lone = new RpcTransaction();
    private final Consumer<String> skipped;
    private long slot = ABSENT;
    private long parentSlot = ABSENT;
    private long position = ABSENT;
    private boolean isBlock;
    private boolean isNull;
    private String error;

    private RpcItem(final Consumer<String> skipped) {
        this.skipped = skipped;
    }

    /**
     * Reads the value at which the parser stands, to its end.
     *
     * @param skipped is told of each transaction of a block that is left out.
     * @throws UnusableItemException when there is nothing to play; the parser is then at the value's end too.
     * @throws IOException when this is no JSON or cannot be read.
     */
    static RpcItem read(final JsonParser json, final Consumer<String> skipped) throws IOException {
        final int depth = JsonValues.enter(json);
        final RpcItem item = new RpcItem(skipped);
        try {
            item.readObject(json);
            item.finish();
            return item;
        } catch (final UnusableItemException e) {
            JsonValues.leave(json, depth);
            final String signature = item.lone.signature();
            throw signature.isEmpty() ? e : new UnusableItemException(signature + ": " + e.getMessage());
        }
    }

    /** The slot, {@link #ABSENT} when the response does not say. */
    long slot() {
        return slot;
    }

    /** Slot of the parent block, {@link #ABSENT} when the response does not say. */
    long parentSlot() {
        return parentSlot;
    }

    /** True for a whole block, whose transactions have their positions as indexes. */
    boolean isBlock() {
        return isBlock;
    }

    /** True when the transactions' indexes are their positions in the block. */
    boolean positioned() {
        return isBlock || position != ABSENT;
    }

    /** The transactions and what is known of their block; without the slot. */
    SubscribeUpdateBlock block() {
        return block.build();
    }

    /** Base58 of a lone transaction's signature, otherwise the blockhash; for messages. */
    String name() {
        return isBlock ? "block " + block.getBlockhash() : lone.signature();
    }

    private void readObject(final JsonParser json) throws IOException {
        if (JsonValues.isNull(json)) {
            isNull = true;
            return;
        }
        JsonValues.object(json, "response");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            json.nextToken();
            if (!lone.readField(field, json)) {
                readItemField(field, json);
            }
        }
    }

    private void readItemField(final String field, final JsonParser json) throws IOException {
        switch (field) {
            case "result" -> readObject(json);
            case "error" -> readError(json);
            case "transactions" -> {
                isBlock = true;
                JsonValues.array(json, field, this::readBlockTransaction);
            }
            case "signatures" -> {
                if (!JsonValues.texts(json, field).isEmpty()) {
                    throw new UnusableItemException(
                            "the block lists signatures only; transactionDetails \"full\" is needed");
                }
            }
            case "slot",
                    "blockTime",
                    "transactionIndex",
                    "parentSlot",
                    "blockHeight",
                    "blockhash",
                    "previousBlockhash" -> {
                if (!JsonValues.isNull(json)) {
                    readFact(field, json);
                }
            }
            default -> json.skipChildren();
        }
    }

    private void readFact(final String field, final JsonParser json) throws IOException {
        switch (field) {
            case "slot" -> slot = nonNegative(json, field);
            case "parentSlot" -> parentSlot = nonNegative(json, field);
            case "transactionIndex" -> position = nonNegative(json, field);
            case "blockTime" ->
                block.setBlockTime(UnixTimestamp.newBuilder().setTimestamp(JsonValues.i64(json, field)));
            case "blockHeight" ->
                block.setBlockHeight(BlockHeight.newBuilder().setBlockHeight(nonNegative(json, field)));
            case "blockhash" -> {
                isBlock = true;
                block.setBlockhash(JsonValues.text(json, field));
            }
            default -> block.setParentBlockhash(JsonValues.text(json, field));
        }
    }

    private static long nonNegative(final JsonParser json, final String field) throws IOException {
        final long value = JsonValues.i64(json, field);
        if (value < 0) {
            throw JsonValues.wrong(json, field, "0 and more");
        }
        return value;
    }

    private void readBlockTransaction(final JsonParser json, final int index) throws IOException {
        final int depth = JsonValues.enter(json);
        final RpcTransaction transaction = new RpcTransaction();
        try {
            JsonValues.object(json, "transaction");
            while (json.nextToken() != JsonToken.END_OBJECT) {
                final String field = json.currentName();
                json.nextToken();
                if (!transaction.readField(field, json)) {
                    json.skipChildren();
                }
            }
            final SubscribeUpdateTransactionInfo info = transaction.build();
            block.addTransactions(info.toBuilder().setIndex(index));
        } catch (final UnusableItemException e) {
            JsonValues.leave(json, depth);
            skipped.accept("transactions[" + index + "] " + transaction.signature() + ": " + e.getMessage());
        }
    }

    private void readError(final JsonParser json) throws IOException {
        if (JsonValues.isNull(json)) {
            return;
        }
        final Map<String, String> values = new HashMap<>();
        JsonValues.flatten(json, "", values);
        error = values.getOrDefault("code", "") + ' ' + values.getOrDefault("message", values.getOrDefault("", ""));
    }

    private void finish() {
        if (error != null) {
            throw new UnusableItemException("the response is an error: " + error.strip());
        }
        if (isBlock) {
            block.setParentSlot(Math.max(parentSlot, 0));
            return;
        }
        if (!lone.isPresent()) {
            throw new UnusableItemException(isNull ? "the result is null" : "neither a transaction nor a block");
        }
        block.addTransactions(lone.build().toBuilder().setIndex(Math.max(position, 0)));
    }
}
