package io.solflow.ingest.source.stream;

import com.google.protobuf.CodedOutputStream;
import io.solflow.ingest.proto.SubscribeRequest;
import io.solflow.ingest.proto.SubscribeRequestFilterSlots;
import io.solflow.ingest.proto.SubscribeRequestFilterTransactions;
import io.solflow.ingest.proto.SubscribeRequestPing;
import io.solflow.ingest.source.connect.GeyserConfig;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;

/**
 * The requests that the client sends, as bytes of a {@code geyser.SubscribeRequest}. Of the generated classes only the
 * numbers of the fields are used: making one message with them loads three hundred classes.
 */
final class SubscribeRequests {

    private static final String FILTER = "solflow";

    // Of an entry of a map.
    private static final int KEY = 1;
    private static final int VALUE = 2;

    private SubscribeRequests() {}

    /**
     * Transactions that name one of the programs, block metas and slots, on one stream. At processed all statuses of all
     * slots, because they tell which slots die; a filter by commitment would hold those of dead slots back.
     *
     * @param fromSlot where the server's replay begins, negative for live.
     */
    static byte[] subscription(final GeyserConfig config, final long fromSlot) {
        return message(request -> {
            request.writeByteArray(SubscribeRequest.TRANSACTIONS_FIELD_NUMBER, filter(transactions -> {
                transactions.writeBool(SubscribeRequestFilterTransactions.VOTE_FIELD_NUMBER, false);
                transactions.writeBool(SubscribeRequestFilterTransactions.FAILED_FIELD_NUMBER, false);
                for (final String program : config.programIds()) {
                    transactions.writeString(SubscribeRequestFilterTransactions.ACCOUNT_INCLUDE_FIELD_NUMBER, program);
                }
            }));
            request.writeByteArray(SubscribeRequest.BLOCKS_META_FIELD_NUMBER, filter(blocksMeta -> {}));
            request.writeByteArray(SubscribeRequest.SLOTS_FIELD_NUMBER, filter(slots -> {
                slots.writeBool(SubscribeRequestFilterSlots.FILTER_BY_COMMITMENT_FIELD_NUMBER, !config.slotsDie());
                slots.writeBool(SubscribeRequestFilterSlots.INTERSLOT_UPDATES_FIELD_NUMBER, config.slotsDie());
            }));
            request.writeEnum(
                    SubscribeRequest.COMMITMENT_FIELD_NUMBER,
                    config.commitment().wire());
            if (fromSlot >= 0) {
                request.writeUInt64(SubscribeRequest.FROM_SLOT_FIELD_NUMBER, fromSlot);
            }
        });
    }

    /** Block metas alone: how far a server is. */
    static byte[] blockMetas(final GeyserConfig config, final long fromSlot) {
        return message(request -> {
            request.writeByteArray(SubscribeRequest.BLOCKS_META_FIELD_NUMBER, filter(blocksMeta -> {}));
            request.writeEnum(
                    SubscribeRequest.COMMITMENT_FIELD_NUMBER,
                    config.commitment().wire());
            request.writeUInt64(SubscribeRequest.FROM_SLOT_FIELD_NUMBER, fromSlot);
        });
    }

    /** Answers a server's ping. Carries nothing else, so it leaves the subscription as it is. */
    static byte[] ping(final int id) {
        return message(request -> request.writeByteArray(
                SubscribeRequest.PING_FIELD_NUMBER,
                message(ping -> ping.writeInt32(SubscribeRequestPing.ID_FIELD_NUMBER, id))));
    }

    /** An entry of a map of filters. */
    private static byte[] filter(final Fields fields) {
        return message(entry -> {
            entry.writeString(KEY, FILTER);
            entry.writeByteArray(VALUE, message(fields));
        });
    }

    private static byte[] message(final Fields fields) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final CodedOutputStream output = CodedOutputStream.newInstance(bytes);
        try {
            fields.writeTo(output);
            output.flush();
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Writes the fields of one message. */
    @FunctionalInterface
    private interface Fields {
        void writeTo(CodedOutputStream output) throws IOException;
    }
}
