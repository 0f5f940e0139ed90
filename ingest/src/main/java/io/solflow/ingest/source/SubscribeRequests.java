package io.solflow.ingest.source;

import io.solflow.ingest.proto.SubscribeRequest;
import io.solflow.ingest.proto.SubscribeRequestFilterBlocksMeta;
import io.solflow.ingest.proto.SubscribeRequestFilterSlots;
import io.solflow.ingest.proto.SubscribeRequestFilterTransactions;
import io.solflow.ingest.proto.SubscribeRequestPing;

/** The requests that the client sends. */
final class SubscribeRequests {

    private static final String FILTER = "solflow";

    private SubscribeRequests() {}

    /**
     * Transactions that name one of the programs, block metas and slots, on one stream. At processed all statuses of all
     * slots, because they tell which slots die; a filter by commitment would hold those of dead slots back.
     *
     * @param fromSlot where the server's replay begins, negative for live.
     */
    static SubscribeRequest subscription(final GeyserConfig config, final long fromSlot) {
        final SubscribeRequest.Builder request = SubscribeRequest.newBuilder()
                .putTransactions(
                        FILTER,
                        SubscribeRequestFilterTransactions.newBuilder()
                                .setVote(false)
                                .setFailed(false)
                                .addAllAccountInclude(config.programIds())
                                .build())
                .putBlocksMeta(FILTER, SubscribeRequestFilterBlocksMeta.getDefaultInstance())
                .putSlots(
                        FILTER,
                        SubscribeRequestFilterSlots.newBuilder()
                                .setFilterByCommitment(!config.slotsDie())
                                .setInterslotUpdates(config.slotsDie())
                                .build())
                .setCommitment(config.commitment().wire());
        if (fromSlot >= 0) {
            request.setFromSlot(fromSlot);
        }
        return request.build();
    }

    /** Answers a server's ping. Carries nothing else, so it leaves the subscription as it is. */
    static SubscribeRequest ping(final int id) {
        return SubscribeRequest.newBuilder()
                .setPing(SubscribeRequestPing.newBuilder().setId(id))
                .build();
    }
}
