package io.solflow.ingest.feed;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Base58;
import io.solflow.ingest.proto.SubscribeUpdateBlock;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;

/**
 * Joins all responses of one slot into its block. A signature is kept once, and a transaction with a position before
 * one without: those keep their positions, these follow behind the highest in the order in which they were read.
 */
final class SlotMerge {

    private final long slot;
    private final SkippedItems notes;
    private final TreeMap<Long, SubscribeUpdateTransactionInfo> positioned = new TreeMap<>();
    private final List<SubscribeUpdateTransactionInfo> others = new ArrayList<>();
    private final SubscribeUpdateBlock.Builder facts = SubscribeUpdateBlock.newBuilder();
    private long duplicates;

    SlotMerge(final long slot, final SkippedItems notes) {
        this.slot = slot;
        this.notes = notes;
    }

    void add(final SubscribeUpdateBlock block, final boolean hasPositions) {
        addFacts(block);
        for (final SubscribeUpdateTransactionInfo transaction : block.getTransactionsList()) {
            if (!hasPositions) {
                others.add(transaction);
                continue;
            }
            final SubscribeUpdateTransactionInfo first = positioned.putIfAbsent(transaction.getIndex(), transaction);
            if (first != null) {
                if (!first.getSignature().equals(transaction.getSignature())) {
                    notes.add("slot " + slot + ": " + signature(transaction) + " has position " + transaction.getIndex()
                            + " like " + signature(first) + "; played behind the others");
                }
                others.add(transaction);
            }
        }
    }

    Block build() {
        final Set<ByteString> signatures = new HashSet<>();
        final List<SubscribeUpdateTransactionInfo> transactions = new ArrayList<>();
        for (final SubscribeUpdateTransactionInfo transaction : positioned.values()) {
            addOnce(transaction, transaction.getIndex(), signatures, transactions);
        }
        long next = positioned.isEmpty() ? 0 : positioned.lastKey() + 1;
        for (final SubscribeUpdateTransactionInfo transaction : others) {
            if (addOnce(transaction, next, signatures, transactions)) {
                next++;
            }
        }
        return new Block(
                slot,
                facts.getParentSlot(),
                facts.getBlockhash(),
                facts.getParentBlockhash(),
                facts.getBlockHeight().getBlockHeight(),
                facts.hasBlockTime() ? OptionalLong.of(facts.getBlockTime().getTimestamp()) : OptionalLong.empty(),
                transactions);
    }

    /** Transactions left out so far because the slot held their signature; complete after {@link #build}. */
    long duplicates() {
        return duplicates;
    }

    private boolean addOnce(
            final SubscribeUpdateTransactionInfo transaction,
            final long index,
            final Set<ByteString> signatures,
            final List<SubscribeUpdateTransactionInfo> target) {
        if (!signatures.add(transaction.getSignature())) {
            duplicates++;
            return false;
        }
        target.add(
                transaction.getIndex() == index
                        ? transaction
                        : transaction.toBuilder().setIndex(index).build());
        return true;
    }

    /** The first response that says something wins; a later one that differs is worth a note. */
    private void addFacts(final SubscribeUpdateBlock block) {
        if (block.hasBlockTime()) {
            if (!facts.hasBlockTime()) {
                facts.setBlockTime(block.getBlockTime());
            } else if (!facts.getBlockTime().equals(block.getBlockTime())) {
                notes.add(
                        "slot " + slot + ": block time " + block.getBlockTime().getTimestamp() + " differs from "
                                + facts.getBlockTime().getTimestamp() + ", which is kept");
            }
        }
        if (facts.getBlockhash().isEmpty() && !block.getBlockhash().isEmpty()) {
            facts.setBlockhash(block.getBlockhash())
                    .setParentBlockhash(block.getParentBlockhash())
                    .setParentSlot(block.getParentSlot())
                    .setBlockHeight(block.getBlockHeight());
        }
    }

    private static String signature(final SubscribeUpdateTransactionInfo transaction) {
        return Base58.encode(
                transaction.getSignature().toByteArray(),
                0,
                transaction.getSignature().size());
    }
}
