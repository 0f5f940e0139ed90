package io.solflow.ingest.feed;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.google.protobuf.ByteString;
import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.proto.BlockHeight;
import io.solflow.ingest.proto.SubscribeUpdateBlock;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.UnixTimestamp;
import java.io.IOException;
import java.util.BitSet;
import java.util.HashSet;
import java.util.Set;
import java.util.function.Consumer;

/**
 * A transaction or a whole block of a response. Its transactions become a {@link SubscribeUpdateBlock}, a lone one a
 * block of one; each has its position as index, {@link ChainPosition#NO_POSITION} where the response does not tell it.
 */
final class RpcItem {

    /** Slot that the response does not say. */
    static final long ABSENT = -1;

    private final SubscribeUpdateBlock.Builder block = SubscribeUpdateBlock.newBuilder();
    private final BitSet tellsPosition = new BitSet();
    private final RpcTransaction lone = new RpcTransaction();
    private final Consumer<String> skipped;
    private long slot = ABSENT;
    private long contextSlot = ABSENT;
    private long parentSlot = ABSENT;
    private long position = ChainPosition.NO_POSITION;
    private boolean hasTransactions;
    private boolean mayBeFiltered;
    private Set<ByteString> commonKeys;

    /** An item without anything; {@code skipped} is told of each transaction of a block that is left out. */
    RpcItem(final Consumer<String> skipped) {
        this.skipped = skipped;
    }

    /** The slot, {@link #ABSENT} when the response does not say. */
    long slot() {
        return slot == ABSENT ? contextSlot : slot;
    }

    /** Slot of the parent block, {@link #ABSENT} when the response does not say. */
    long parentSlot() {
        return parentSlot;
    }

    /** True for a block, with or without transactions. */
    boolean isBlock() {
        return hasTransactions || (!block.getBlockhash().isEmpty() && parentSlot != ABSENT);
    }

    /** True for a lone transaction, whether or not it is usable. */
    boolean isTransaction() {
        return lone.isPresent();
    }

    /**
     * True for a block that holds all its transactions, so that their places in it are their positions. A subscription may
     * ask for those that mention an account, and its answer does not say so: only when no account is common to all of them
     * they surely are not such.
     */
    boolean isWhole() {
        return isBlock() && (!mayBeFiltered || (commonKeys != null && commonKeys.isEmpty()));
    }

    /** Says that the block comes from a subscription. */
    void mayBeFiltered() {
        mayBeFiltered = true;
    }

    /** The transactions and what is known of their block; without the slot. */
    SubscribeUpdateBlock block() {
        return block.build();
    }

    /** Base58 of a lone transaction's signature, otherwise the blockhash; for messages. */
    String name() {
        return isBlock() ? "block " + block.getBlockhash() : lone.signature();
    }

    /** Base58 of a lone transaction's signature, empty where there is none. */
    String signature() {
        return lone.signature();
    }

    /** Reads the slot of a notification's context, which counts where nothing else says one. */
    void readContext(final JsonParser json) throws IOException {
        JsonValues.object(json, "context");
        while (json.nextToken() != JsonToken.END_OBJECT) {
            final String field = json.currentName();
            json.nextToken();
            if (field.equals("slot")) {
                contextSlot = nonNegative(json, "context.slot");
            } else {
                json.skipChildren();
            }
        }
    }

    /** Reads the value of a field; false, leaving the parser where it is, when it is none of an item's. */
    boolean readField(final String field, final JsonParser json) throws IOException {
        if (lone.readField(field, json)) {
            return true;
        }
        switch (field) {
            case "transactions" -> {
                hasTransactions = true;
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
            default -> {
                return false;
            }
        }
        return true;
    }

    /**
     * Ends the reading.
     *
     * @throws UnusableItemException when the transaction cannot be used.
     */
    void finish() {
        if (isBlock()) {
            block.setParentSlot(Math.max(parentSlot, 0));
            if (!isWhole()) {
                forgetPlaces();
            }
        } else {
            block.addTransactions(lone.build().toBuilder().setIndex(position));
        }
    }

    private void forgetPlaces() {
        for (int i = 0; i < block.getTransactionsCount(); i++) {
            if (!tellsPosition.get(i)) {
                block.getTransactionsBuilder(i).setIndex(ChainPosition.NO_POSITION);
            }
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
            case "blockhash" -> block.setBlockhash(JsonValues.text(json, field));
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
        long told = ChainPosition.NO_POSITION;
        try {
            JsonValues.object(json, "transaction");
            while (json.nextToken() != JsonToken.END_OBJECT) {
                final String field = json.currentName();
                json.nextToken();
                if (field.equals("transactionIndex") && !JsonValues.isNull(json)) {
                    told = nonNegative(json, field);
                } else if (!transaction.readField(field, json)) {
                    json.skipChildren();
                }
            }
            final SubscribeUpdateTransactionInfo info = transaction.build();
            final boolean tells = told != ChainPosition.NO_POSITION;
            tellsPosition.set(block.getTransactionsCount(), tells);
            block.addTransactions(info.toBuilder().setIndex(tells ? told : index));
            if (mayBeFiltered) {
                keepCommonKeys(info);
            }
        } catch (final UnusableItemException e) {
            JsonValues.leave(json, depth);
            skipped.accept("transactions[" + index + "] " + transaction.signature() + ": " + e.getMessage());
        }
    }

    private void keepCommonKeys(final SubscribeUpdateTransactionInfo info) {
        final Set<ByteString> keys =
                new HashSet<>(info.getTransaction().getMessage().getAccountKeysList());
        keys.addAll(info.getMeta().getLoadedWritableAddressesList());
        keys.addAll(info.getMeta().getLoadedReadonlyAddressesList());
        if (commonKeys == null) {
            commonKeys = keys;
        } else {
            commonKeys.retainAll(keys);
        }
    }
}
