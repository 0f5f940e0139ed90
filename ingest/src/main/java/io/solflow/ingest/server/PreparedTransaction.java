package io.solflow.ingest.server;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateTransaction;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.SubscribeUpdateTransactionStatus;
import io.solflow.ingest.proto.Timestamp;
import java.util.ArrayList;
import java.util.List;

/** A transaction encoded once for all clients, with what filters ask about it. */
final class PreparedTransaction {

    private final byte[] body;
    private final boolean vote;
    private final boolean failed;
    private final ByteString signature;
    private final ByteString[] keys;

    PreparedTransaction(
            final SubscribeUpdateTransactionInfo info, final long slot, final long bankId, final Timestamp createdAt) {
        body = SubscribeUpdate.newBuilder()
                .setTransaction(SubscribeUpdateTransaction.newBuilder()
                        .setTransaction(info)
                        .setSlot(slot)
                        .setBankId(bankId))
                .setCreatedAt(createdAt)
                .build()
                .toByteArray();
        vote = info.getIsVote();
        failed = info.getMeta().hasErr();
        signature = info.getSignature();
        final List<ByteString> all =
                new ArrayList<>(info.getTransaction().getMessage().getAccountKeysList());
        all.addAll(info.getMeta().getLoadedWritableAddressesList());
        all.addAll(info.getMeta().getLoadedReadonlyAddressesList());
        keys = all.toArray(new ByteString[0]);
    }

    byte[] body() {
        return body;
    }

    boolean vote() {
        return vote;
    }

    boolean failed() {
        return failed;
    }

    ByteString signature() {
        return signature;
    }

    /** Static keys, then loaded ones. */
    ByteString[] keys() {
        return keys;
    }

    /** The update of kind {@code transaction_status}; encoded anew each time, few ask for it. */
    byte[] statusBody() {
        try {
            final SubscribeUpdate update = SubscribeUpdate.parseFrom(body);
            final SubscribeUpdateTransactionInfo info = update.getTransaction().getTransaction();
            final SubscribeUpdateTransactionStatus.Builder status = SubscribeUpdateTransactionStatus.newBuilder()
                    .setSlot(update.getTransaction().getSlot())
                    .setSignature(signature)
                    .setIsVote(vote)
                    .setIndex(info.getIndex());
            if (failed) {
                status.setErr(info.getMeta().getErr());
            }
            return SubscribeUpdate.newBuilder()
                    .setTransactionStatus(status)
                    .setCreatedAt(update.getCreatedAt())
                    .build()
                    .toByteArray();
        } catch (final InvalidProtocolBufferException e) {
            throw new IllegalStateException("an update that was just encoded must parse", e);
        }
    }
}
