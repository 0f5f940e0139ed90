package io.solflow.ingest.source.slots;

import com.google.protobuf.ByteString;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateBlockMeta;
import io.solflow.ingest.proto.SubscribeUpdatePing;
import io.solflow.ingest.proto.SubscribeUpdateSlot;
import io.solflow.ingest.proto.SubscribeUpdateTransaction;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.Timestamp;
import io.solflow.ingest.proto.UnixTimestamp;
import java.nio.ByteBuffer;

/** Updates as a server sends them. */
public final class Updates {

    private Updates() {}

    public static byte[] transaction(final long slot, final long index) {
        return transaction(slot, index, new byte[64]);
    }

    public static byte[] transaction(final long slot, final long index, final byte[] signature) {
        return transaction(slot, index, signature, false).toByteArray();
    }

    /** The signature is made from a number. */
    public static byte[] signed(final long slot, final long index, final int signature) {
        return transaction(slot, index, signature(signature));
    }

    static byte[] ofBank(final long slot, final long index, final int signature, final long bank) {
        final SubscribeUpdate update = transaction(slot, index, signature(signature), false);
        return update.toBuilder()
                .setTransaction(update.getTransaction().toBuilder().setBankId(bank))
                .build()
                .toByteArray();
    }

    private static byte[] signature(final int number) {
        return signature(number, number);
    }

    /** One that begins and ends with these. */
    static byte[] signature(final int first, final int last) {
        return ByteBuffer.allocate(64).putInt(0, first).putInt(60, last).array();
    }

    /** What a signature ends with. */
    static int signatureOf(final byte[] update, final UpdateEnvelope envelope) {
        return ByteBuffer.wrap(update).getInt(envelope.signatureOffset() + 60);
    }

    static byte[] metaOfBank(final long slot, final long blockTimeSeconds, final long bank) {
        final SubscribeUpdate meta = timeless(slot, slot - 1);
        return meta.toBuilder()
                .setBlockMeta(meta.getBlockMeta().toBuilder()
                        .setBlockTime(UnixTimestamp.newBuilder().setTimestamp(blockTimeSeconds))
                        .setBankId(bank))
                .build()
                .toByteArray();
    }

    static byte[] deathOfBank(final long slot, final long bank) {
        return SubscribeUpdate.newBuilder()
                .setSlot(SubscribeUpdateSlot.newBuilder()
                        .setSlot(slot)
                        .setStatus(SlotStatus.SLOT_DEAD)
                        .setBankId(bank))
                .build()
                .toByteArray();
    }

    static byte[] vote(final long slot, final long index) {
        return transaction(slot, index, new byte[64], true).toByteArray();
    }

    static byte[] createdAt(final long slot, final long index, final long createdAtSeconds) {
        return transaction(slot, index, new byte[64], false).toBuilder()
                .setCreatedAt(Timestamp.newBuilder().setSeconds(createdAtSeconds))
                .build()
                .toByteArray();
    }

    private static SubscribeUpdate transaction(
            final long slot, final long index, final byte[] signature, final boolean vote) {
        return SubscribeUpdate.newBuilder()
                .addFilters("solflow")
                .setTransaction(SubscribeUpdateTransaction.newBuilder()
                        .setSlot(slot)
                        .setTransaction(SubscribeUpdateTransactionInfo.newBuilder()
                                .setSignature(ByteString.copyFrom(signature))
                                .setIsVote(vote)
                                .setIndex(index)))
                .build();
    }

    public static byte[] meta(final long slot, final long blockTimeSeconds) {
        return meta(slot, blockTimeSeconds, slot - 1);
    }

    public static byte[] meta(final long slot, final long blockTimeSeconds, final long parentSlot) {
        return timeless(slot, parentSlot).toBuilder()
                .setBlockMeta(timeless(slot, parentSlot).getBlockMeta().toBuilder()
                        .setBlockTime(UnixTimestamp.newBuilder().setTimestamp(blockTimeSeconds)))
                .build()
                .toByteArray();
    }

    static byte[] metaWithoutTime(final long slot) {
        return metaWithoutTime(slot, slot - 1);
    }

    static byte[] metaWithoutTime(final long slot, final long parentSlot) {
        return timeless(slot, parentSlot).toByteArray();
    }

    private static SubscribeUpdate timeless(final long slot, final long parentSlot) {
        return SubscribeUpdate.newBuilder()
                .setBlockMeta(
                        SubscribeUpdateBlockMeta.newBuilder().setSlot(slot).setParentSlot(parentSlot))
                .build();
    }

    public static byte[] status(final long slot, final SlotStatus status) {
        return SubscribeUpdate.newBuilder()
                .setSlot(SubscribeUpdateSlot.newBuilder().setSlot(slot).setStatus(status))
                .build()
                .toByteArray();
    }

    public static byte[] status(final long slot, final long parentSlot, final SlotStatus status) {
        return SubscribeUpdate.newBuilder()
                .setSlot(SubscribeUpdateSlot.newBuilder()
                        .setSlot(slot)
                        .setParent(parentSlot)
                        .setStatus(status))
                .build()
                .toByteArray();
    }

    public static byte[] ping() {
        return SubscribeUpdate.newBuilder()
                .setPing(SubscribeUpdatePing.getDefaultInstance())
                .build()
                .toByteArray();
    }
}
