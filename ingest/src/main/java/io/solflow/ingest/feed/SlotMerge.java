package io.solflow.ingest.feed;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Base58;
import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.proto.SubscribeUpdateBlock;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.TransactionStatusMeta;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Joins all responses of one slot into its block, the same one whatever their order: where two disagree, whole blocks come
 * before others, and then the lower bytes. A signature is one transaction. Those whose position nobody tells, and those
 * whose position is another's, have {@link ChainPosition#NO_POSITION} and come last, by signature.
 */
final class SlotMerge {

    private static final Comparator<ByteString> BY_BYTES = ByteString.unsignedLexicographicalComparator();

    private final long slot;
    private final SkippedItems notes;
    private final List<Part> parts = new ArrayList<>();
    private final Map<ByteString, Version> versions = new HashMap<>();
    private final SubscribeUpdateBlock.Builder facts = SubscribeUpdateBlock.newBuilder();
    private long duplicates;
    private long unpositioned;

    /** A response, and whether it holds all transactions of its block. */
    private record Part(SubscribeUpdateBlock block, boolean whole) {}

    /** What the responses say of one transaction. */
    private static final class Version {
        private SubscribeUpdateTransactionInfo info;
        private long position = ChainPosition.NO_POSITION;
        private boolean fromWhole;
    }

    SlotMerge(final long slot, final SkippedItems notes) {
        this.slot = slot;
        this.notes = notes;
    }

    void add(final SubscribeUpdateBlock block, final boolean whole) {
        parts.add(new Part(block, whole));
    }

    Block build() {
        if (parts.size() > 1) {
            parts.sort(Comparator.comparing((Part part) -> !part.whole)
                    .thenComparing(part -> part.block.toByteString(), BY_BYTES));
        }
        for (final Part part : parts) {
            addFacts(part.block);
            part.block.getTransactionsList().forEach(transaction -> addTransaction(transaction, part.whole));
        }
        return new Block(
                slot,
                facts.getParentSlot(),
                facts.getBlockhash(),
                facts.getParentBlockhash(),
                facts.getBlockHeight().getBlockHeight(),
                facts.hasBlockTime() ? OptionalLong.of(facts.getBlockTime().getTimestamp()) : OptionalLong.empty(),
                inOrder());
    }

    /** Transactions left out because the slot held their signature; complete after {@link #build}. */
    long duplicates() {
        return duplicates;
    }

    /** Transactions of the block without a position; complete after {@link #build}. */
    long unpositioned() {
        return unpositioned;
    }

    private void addTransaction(final SubscribeUpdateTransactionInfo info, final boolean whole) {
        Version version = versions.get(info.getSignature());
        if (version == null) {
            version = new Version();
            version.info = info;
            versions.put(info.getSignature(), version);
        } else {
            duplicates++;
            if (richness(info) > richness(version.info)) {
                version.info = info;
            }
        }
        final long position = info.getIndex();
        if (position == ChainPosition.NO_POSITION) {
            return;
        }
        if (position < 0 || position > ChainPosition.MAX_TOLD_TX_INDEX) {
            notes.add("slot " + slot + ": " + name(info.getSignature()) + " has position "
                    + Long.toUnsignedString(position) + ", which no block holds; played without one");
        } else if (version.position == ChainPosition.NO_POSITION) {
            version.position = position;
            version.fromWhole = whole;
        } else if (version.position != position) {
            final long other = version.position;
            // a node that knows no positions says 0
            if (other == 0 && !version.fromWhole) {
                version.position = position;
            }
            notes.add("slot " + slot + ": " + name(info.getSignature()) + " has position "
                    + (version.position == other ? position : other) + " and " + version.position + ", which is kept");
        }
    }

    /** A response can lack what another has of the same transaction; without all keys nothing of it can be read. */
    private static int richness(final SubscribeUpdateTransactionInfo info) {
        final TransactionStatusMeta meta = info.getMeta();
        final int loaded = meta.getLoadedWritableAddressesCount() + meta.getLoadedReadonlyAddressesCount();
        final int balances = meta.getPreTokenBalancesCount() + meta.getPostTokenBalancesCount();
        return (loaded == 0 ? 0 : 8)
                + (meta.getInnerInstructionsNone() ? 0 : 4)
                + (balances == 0 ? 0 : 2)
                + (meta.getLogMessagesNone() ? 0 : 1);
    }

    private List<SubscribeUpdateTransactionInfo> inOrder() {
        final List<Version> ordered = new ArrayList<>(versions.values());
        ordered.sort(Comparator.comparing((Version version) -> !version.fromWhole)
                .thenComparing(version -> version.info.getSignature(), BY_BYTES));
        final Set<Long> taken = new HashSet<>();
        for (final Version version : ordered) {
            if (version.position != ChainPosition.NO_POSITION && !taken.add(version.position)) {
                notes.add("slot " + slot + ": " + name(version.info.getSignature()) + " has position "
                        + version.position + " like another; played without one");
                version.position = ChainPosition.NO_POSITION;
            }
            unpositioned += version.position == ChainPosition.NO_POSITION ? 1 : 0;
        }
        ordered.sort((a, b) -> {
            // as unsigned numbers, of which no position is the highest
            final int byPosition = Long.compareUnsigned(a.position, b.position);
            return byPosition != 0 ? byPosition : BY_BYTES.compare(a.info.getSignature(), b.info.getSignature());
        });
        return ordered.stream()
                .map(version ->
                        version.info.toBuilder().setIndex(version.position).build())
                .toList();
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

    private static String name(final ByteString signature) {
        return Base58.encode(signature.toByteArray(), 0, signature.size());
    }
}
