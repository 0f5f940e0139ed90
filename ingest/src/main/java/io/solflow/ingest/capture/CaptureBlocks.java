package io.solflow.ingest.capture;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateBlock;
import io.solflow.ingest.proto.SubscribeUpdateBlockMeta;
import io.solflow.ingest.proto.SubscribeUpdateSlot;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.UnixTimestamp;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;

/**
 * The blocks of a capture: the transactions of each slot by their position, those without one last, with the facts of its block meta. A slot is
 * handed out when eight newer ones have their block meta, when {@value #MAX_SLOTS} newer ones wait, or at the end, which sets right what came out of order and
 * waits for a late meta as the pipeline does; without one the block has no time. Slots that were declared dead are left
 * out. Used by one thread.
 */
public final class CaptureBlocks implements BlockFeed {

    private static final int NEWER_SLOTS = 8;

    /** A capture without block metas must fit in memory too. */
    private static final int MAX_SLOTS = 512;

    /** As unsigned numbers, of which that of no position is the highest. */
    private static final Comparator<SubscribeUpdateTransactionInfo> BY_POSITION =
            (a, b) -> Long.compareUnsigned(a.getIndex(), b.getIndex());

    private final RecordedUpdates recorded;
    private final TreeMap<Long, Slot> slots = new TreeMap<>();
    private int slotsWithMeta;
    private long lastSlot = -1;
    private boolean ended;
    private long updates;
    private long blocks;
    private long transactions;
    private long malformed;
    private long late;
    private long duplicates;
    private long withoutMeta;

    /** What is known of a slot that was not handed out yet. */
    private static final class Slot {
        private final Map<ByteString, SubscribeUpdateTransactionInfo> transactions = new LinkedHashMap<>();
        private SubscribeUpdateBlockMeta meta;
    }

    private CaptureBlocks(final RecordedUpdates recorded) {
        this.recorded = recorded;
    }

    /** Opens a file as {@link RecordedUpdates#open} does. */
    public static CaptureBlocks open(final Path file) throws IOException {
        return new CaptureBlocks(Recordings.open(file));
    }

    @Override
    public Block next() throws IOException {
        while (!ended && !firstIsDue()) {
            if (recorded.next()) {
                updates++;
                add();
            } else {
                ended = true;
            }
        }
        final Map.Entry<Long, Slot> first = slots.pollFirstEntry();
        return first == null ? null : handOut(first.getKey(), first.getValue());
    }

    /** What was read and handed out so far. */
    public CaptureSummary summary() {
        return new CaptureSummary(
                updates, blocks, transactions, malformed, late, duplicates, withoutMeta, recorded.truncatedAt());
    }

    @Override
    public void close() throws IOException {
        recorded.close();
    }

    private boolean firstIsDue() {
        final Map.Entry<Long, Slot> first = slots.firstEntry();
        return first != null
                && (slots.size() > MAX_SLOTS || slotsWithMeta - (first.getValue().meta == null ? 0 : 1) >= NEWER_SLOTS);
    }

    private void add() {
        final SubscribeUpdate update;
        try {
            update = SubscribeUpdate.parseFrom(
                    ByteString.copyFrom(recorded.bytes(), recorded.offset(), recorded.length()));
        } catch (final InvalidProtocolBufferException e) {
            malformed++;
            return;
        }
        switch (update.getUpdateOneofCase()) {
            case TRANSACTION ->
                addTransaction(
                        update.getTransaction().getSlot(),
                        update.getTransaction().getTransaction());
            case BLOCK_META -> addMeta(update.getBlockMeta());
            case BLOCK -> addBlock(update.getBlock());
            case SLOT -> addStatus(update.getSlot());
            default -> {
                // entries, accounts and pings say nothing about blocks
            }
        }
    }

    private void addTransaction(final long slot, final SubscribeUpdateTransactionInfo transaction) {
        final Slot target = slot(slot);
        if (target == null) {
            return;
        }
        final SubscribeUpdateTransactionInfo first =
                target.transactions.putIfAbsent(transaction.getSignature(), transaction);
        if (first != null) {
            duplicates++;
            if (first.getIndex() == ChainPosition.NO_POSITION) {
                target.transactions.put(transaction.getSignature(), transaction);
            }
        }
    }

    private void addMeta(final SubscribeUpdateBlockMeta meta) {
        final Slot target = slot(meta.getSlot());
        if (target != null) {
            slotsWithMeta += target.meta == null ? 1 : 0;
            target.meta = meta;
        }
    }

    private void addBlock(final SubscribeUpdateBlock block) {
        block.getTransactionsList().forEach(transaction -> addTransaction(block.getSlot(), transaction));
        final SubscribeUpdateBlockMeta.Builder meta = SubscribeUpdateBlockMeta.newBuilder()
                .setSlot(block.getSlot())
                .setParentSlot(block.getParentSlot())
                .setBlockhash(block.getBlockhash())
                .setParentBlockhash(block.getParentBlockhash());
        if (block.hasBlockTime()) {
            meta.setBlockTime(block.getBlockTime());
        }
        addMeta(meta.setBlockHeight(block.getBlockHeight()).build());
    }

    private void addStatus(final SubscribeUpdateSlot status) {
        if (status.getStatus() == SlotStatus.SLOT_DEAD) {
            final Slot dead = slots.remove(status.getSlot());
            slotsWithMeta -= dead != null && dead.meta != null ? 1 : 0;
        }
    }

    /** The slot's entry, null when its turn has passed. */
    private Slot slot(final long slot) {
        if (slot <= lastSlot) {
            late++;
            return null;
        }
        return slots.computeIfAbsent(slot, key -> new Slot());
    }

    private Block handOut(final long number, final Slot slot) {
        lastSlot = number;
        blocks++;
        transactions += slot.transactions.size();
        withoutMeta += slot.meta == null ? 1 : 0;
        slotsWithMeta -= slot.meta == null ? 0 : 1;
        final SubscribeUpdateBlockMeta meta =
                slot.meta == null ? SubscribeUpdateBlockMeta.getDefaultInstance() : slot.meta;
        final UnixTimestamp time = meta.getBlockTime();
        return new Block(
                number,
                meta.getParentSlot(),
                meta.getBlockhash(),
                meta.getParentBlockhash(),
                meta.getBlockHeight().getBlockHeight(),
                meta.hasBlockTime() ? OptionalLong.of(time.getTimestamp()) : OptionalLong.empty(),
                slot.transactions.values().stream().sorted(BY_POSITION).toList());
    }
}
