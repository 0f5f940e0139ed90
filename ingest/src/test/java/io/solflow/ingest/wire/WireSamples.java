package io.solflow.ingest.wire;

import com.google.protobuf.ByteString;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.feed.Corpus;
import io.solflow.ingest.feed.JsonRpcFiles;
import io.solflow.ingest.proto.BlockHeight;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateBlockMeta;
import io.solflow.ingest.proto.SubscribeUpdateEntry;
import io.solflow.ingest.proto.SubscribeUpdatePing;
import io.solflow.ingest.proto.SubscribeUpdatePong;
import io.solflow.ingest.proto.SubscribeUpdateSlot;
import io.solflow.ingest.proto.SubscribeUpdateTransaction;
import io.solflow.ingest.proto.SubscribeUpdateTransactionStatus;
import io.solflow.ingest.proto.Timestamp;
import io.solflow.ingest.proto.UnixTimestamp;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;

/** Serialized updates to test readers with: built ones always, recorded ones where the corpus is there. */
final class WireSamples {

    private static final String RECORDED_TRANSACTION =
            "stream/dP4TfbypYZoTkDLFAojCXQHmxyV6vQ3sgbHJtQhMHWpTAEpxGSTTAG63woEqxVvgq9QQLSFhRXpRwii2RkF6xnD.bin";

    private WireSamples() {}

    /** Updates of every kind, with every field, including negative and very large values. */
    static List<byte[]> synthetic(final Random random) {
        final List<byte[]> updates = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            updates.add(update(random)
                    .setTransaction(SubscribeUpdateTransaction.newBuilder()
                            .setSlot(random.nextLong() >>> random.nextInt(64))
                            .setTransaction(SyntheticTransactions.next(random)))
                    .build()
                    .toByteArray());
        }
        for (final SlotStatus status : SlotStatus.values()) {
            if (status != SlotStatus.UNRECOGNIZED) {
                updates.add(update(random)
                        .setSlot(SubscribeUpdateSlot.newBuilder()
                                .setSlot(random.nextInt(1 << 30))
                                .setParent(random.nextInt(1 << 30))
                                .setStatus(status)
                                .setDeadError("dead"))
                        .build()
                        .toByteArray());
            }
        }
        for (int i = 0; i < 5; i++) {
            updates.add(update(random)
                    .setBlockMeta(SubscribeUpdateBlockMeta.newBuilder()
                            .setSlot(random.nextInt(1 << 30))
                            .setBlockhash("hash")
                            .setBlockTime(UnixTimestamp.newBuilder().setTimestamp(i == 0 ? -1 : random.nextInt()))
                            .setBlockHeight(BlockHeight.newBuilder().setBlockHeight(random.nextInt()))
                            .setParentSlot(random.nextInt(1 << 30))
                            .setExecutedTransactionCount(1500))
                    .build()
                    .toByteArray());
        }
        updates.add(update(random)
                .setPing(SubscribeUpdatePing.getDefaultInstance())
                .build()
                .toByteArray());
        updates.add(update(random)
                .setPong(SubscribeUpdatePong.newBuilder().setId(-7))
                .build()
                .toByteArray());
        updates.add(update(random)
                .setEntry(SubscribeUpdateEntry.newBuilder().setSlot(5).setHash(ByteString.copyFromUtf8("hash")))
                .build()
                .toByteArray());
        updates.add(update(random)
                .setTransactionStatus(
                        SubscribeUpdateTransactionStatus.newBuilder().setSlot(5).setIndex(7))
                .build()
                .toByteArray());
        return updates;
    }

    /** The recorded transactions of the corpus as updates. */
    static List<byte[]> recordedTransactions() throws IOException {
        final List<byte[]> updates = new ArrayList<>();
        try (JsonRpcFiles files = JsonRpcFiles.open(List.of(Corpus.path("tx"), Corpus.path("blocks")))) {
            for (Block block = files.next(); block != null; block = files.next()) {
                final List<byte[]> all = BlockUpdates.plain().bytes(block);
                updates.addAll(all.subList(0, block.transactions().size()));
            }
        }
        updates.add(SubscribeUpdate.newBuilder()
                .addFilters("f")
                .setTransaction(
                        SubscribeUpdateTransaction.parseFrom(Files.readAllBytes(Corpus.path(RECORDED_TRANSACTION))))
                .build()
                .toByteArray());
        return updates;
    }

    /** The recorded stream of the corpus: 50 slots with entries, statuses and block metas. */
    static List<byte[]> recordedStream() throws IOException {
        final List<byte[]> updates = new ArrayList<>();
        try (DataInputStream input = new DataInputStream(
                new GZIPInputStream(Files.newInputStream(Corpus.path("stream/blocks50.bin.gz")), 1 << 16))) {
            while (true) {
                final byte[] header = input.readNBytes(4);
                if (header.length == 0) {
                    return updates;
                }
                final int length = ByteBuffer.wrap(header).getInt();
                final byte[] update = input.readNBytes(length);
                if (update.length != length) {
                    throw new IOException("recorded stream is cut short");
                }
                updates.add(update);
            }
        }
    }

    private static SubscribeUpdate.Builder update(final Random random) {
        return SubscribeUpdate.newBuilder()
                .addFilters("filter")
                .setCreatedAt(Timestamp.newBuilder()
                        .setSeconds(random.nextBoolean() ? random.nextInt() : random.nextLong())
                        .setNanos(random.nextInt()));
    }
}
