package io.solflow.ingest.server;

import io.solflow.ingest.proto.CommitmentLevel;
import io.solflow.ingest.proto.SubscribeRequest;
import io.solflow.ingest.proto.SubscribeRequestFilterSlots;
import io.solflow.ingest.proto.SubscribeRequestFilterTransactions;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What one subscription wants: the filters of its newest request. Answers with the encoded names of the filters that an
 * update matches, or null when it matches none.
 */
final class SubscriptionFilters {

    private static final int MAX_FILTERS = 64;
    private static final int MAX_NAME_BYTES = 128;

    private final CommitmentLevel commitment;
    private final Names<TransactionFilter> transactions;
    private final Names<TransactionFilter> transactionStatuses;
    private final Names<SubscribeRequestFilterSlots> slots;
    private final byte[] blockMetaNames;

    /** The filters of one kind with their names; a set of them is a bit mask. */
    private static final class Names<F> {
        private final List<String> names = new ArrayList<>();
        private final List<F> filters = new ArrayList<>();
        private final Map<Long, byte[]> encoded = new HashMap<>();

        void add(final String name, final F filter) {
            names.add(name);
            filters.add(filter);
        }

        byte[] encode(final long mask) {
            return mask == 0 ? null : encoded.computeIfAbsent(mask, this::encodeNames);
        }

        private byte[] encodeNames(final long mask) {
            final List<String> chosen = new ArrayList<>();
            for (int i = 0; i < names.size(); i++) {
                if ((mask & (1L << i)) != 0) {
                    chosen.add(names.get(i));
                }
            }
            return OutboundUpdate.namesField(chosen);
        }
    }

    /** No filter at all: nothing but pings. */
    SubscriptionFilters() {
        this(SubscribeRequest.getDefaultInstance());
    }

    /**
     * The filters of a request.
     *
     * @throws IllegalArgumentException with what is wrong with them.
     */
    SubscriptionFilters(final SubscribeRequest request) {
        commitment = request.getCommitment();
        if (commitment == CommitmentLevel.UNRECOGNIZED) {
            throw new IllegalArgumentException("failed to create CommitmentLevel from " + request.getCommitmentValue());
        }
        SupportedRequest.check(request);
        transactions = transactionFilters(request.getTransactionsMap());
        transactionStatuses = transactionFilters(request.getTransactionsStatusMap());
        checkNames(request.getSlotsMap());
        slots = new Names<>();
        request.getSlotsMap().forEach(slots::add);
        checkNames(request.getBlocksMetaMap());
        blockMetaNames = request.getBlocksMetaCount() == 0
                ? null
                : OutboundUpdate.namesField(request.getBlocksMetaMap().keySet());
    }

    private static Names<TransactionFilter> transactionFilters(
            final Map<String, SubscribeRequestFilterTransactions> requests) {
        checkNames(requests);
        final Names<TransactionFilter> filters = new Names<>();
        requests.forEach((name, filter) -> filters.add(name, new TransactionFilter(filter)));
        return filters;
    }

    private static void checkNames(final Map<String, ?> filters) {
        if (filters.size() > MAX_FILTERS) {
            throw new IllegalArgumentException(
                    "Max amount of filters/data_slices reached, only " + MAX_FILTERS + " allowed");
        }
        for (final String name : filters.keySet()) {
            final int length = name.getBytes(StandardCharsets.UTF_8).length;
            if (length > MAX_NAME_BYTES) {
                throw new IllegalArgumentException(
                        "oversized filter name (max allowed size " + MAX_NAME_BYTES + "), found " + length);
            }
        }
    }

    CommitmentLevel commitment() {
        return commitment;
    }

    /** True when any update can match. */
    boolean wantsUpdates() {
        return !transactions.names.isEmpty()
                || !transactionStatuses.names.isEmpty()
                || !slots.names.isEmpty()
                || blockMetaNames != null;
    }

    byte[] ofTransaction(final PreparedTransaction transaction) {
        return match(transactions, transaction);
    }

    byte[] ofTransactionStatus(final PreparedTransaction transaction) {
        return match(transactionStatuses, transaction);
    }

    private static byte[] match(final Names<TransactionFilter> filters, final PreparedTransaction transaction) {
        long mask = 0;
        for (int i = 0; i < filters.filters.size(); i++) {
            if (filters.filters.get(i).matches(transaction)) {
                mask |= 1L << i;
            }
        }
        return filters.encode(mask);
    }

    byte[] ofBlockMeta() {
        return blockMetaNames;
    }

    /** Filters that want the status of a slot that reached a commitment: all levels unless told to keep to their own. */
    byte[] ofSlot(final CommitmentLevel level) {
        long mask = 0;
        for (int i = 0; i < slots.filters.size(); i++) {
            if (level == commitment || !slots.filters.get(i).getFilterByCommitment()) {
                mask |= 1L << i;
            }
        }
        return slots.encode(mask);
    }

    /** Filters that want the stages before a slot is processed, and its death; none that keep to a commitment. */
    byte[] ofInterslot() {
        long mask = 0;
        for (int i = 0; i < slots.filters.size(); i++) {
            final SubscribeRequestFilterSlots filter = slots.filters.get(i);
            if (filter.getInterslotUpdates() && !filter.getFilterByCommitment()) {
                mask |= 1L << i;
            }
        }
        return slots.encode(mask);
    }
}
