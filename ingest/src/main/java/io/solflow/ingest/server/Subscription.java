package io.solflow.ingest.server;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.solflow.ingest.proto.CommitmentLevel;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.proto.SubscribeRequest;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One client's stream: its filters, and the updates that wait until the transport is ready for them. Filters are read
 * and written under the {@link Broadcast}'s lock; queue and call under this object's own, which is taken second.
 */
final class Subscription {

    /** Pings and pongs that may wait for a client that does not read. */
    static final int MAX_WAITING_CONTROLS = 1024;

    private final ServerCall<SubscribeRequest, OutboundUpdate> call;
    private final int queueLimit;
    private final Delivery delivery;
    private final Queue<OutboundUpdate> queue = new ArrayDeque<>();
    private SubscriptionFilters filters = new SubscriptionFilters();
    private int exempt;
    private int controls;
    private volatile boolean closed;
    private volatile int backlog;

    Subscription(
            final ServerCall<SubscribeRequest, OutboundUpdate> call, final int queueLimit, final Delivery delivery) {
        this.call = call;
        this.queueLimit = queueLimit;
        this.delivery = delivery;
    }

    SubscriptionFilters filters() {
        return filters;
    }

    void filters(final SubscriptionFilters newest) {
        filters = newest;
    }

    /** True while the stream is open and any update can match its filters. */
    boolean wantsUpdates() {
        return !closed && filters.wantsUpdates();
    }

    /** Updates that wait. */
    int backlog() {
        return backlog;
    }

    /**
     * Queues what is due when a block reaches a commitment: its content first, its meta, then the slot's status. Nothing
     * for a block whose content was dropped before somebody waited for it: the stream begins with a later one.
     */
    void announce(final PreparedBlock block, final CommitmentLevel level) {
        if (level == filters.commitment() && !block.hasContent()) {
            return;
        }
        if (level == CommitmentLevel.PROCESSED) {
            add(filters.ofInterslot(), block.status(SlotStatus.SLOT_FIRST_SHRED_RECEIVED));
            add(filters.ofInterslot(), block.status(SlotStatus.SLOT_CREATED_BANK));
        }
        if (level == filters.commitment()) {
            addContent(block);
        }
        if (level == CommitmentLevel.PROCESSED) {
            add(filters.ofInterslot(), block.status(SlotStatus.SLOT_COMPLETED));
        }
        addStatus(block, level);
    }

    /** Queues what comes of a block that dies: its transactions to those who do not wait for more, the stages to all. */
    void announceDeath(final PreparedBlock block) {
        add(filters.ofInterslot(), block.status(SlotStatus.SLOT_FIRST_SHRED_RECEIVED));
        add(filters.ofInterslot(), block.status(SlotStatus.SLOT_CREATED_BANK));
        if (filters.commitment() == CommitmentLevel.PROCESSED) {
            addTransactions(block);
        }
        add(filters.ofInterslot(), block.status(SlotStatus.SLOT_DEAD));
    }

    /** Queues what comes of a bank whose slot another one will win: its transactions to those who do not wait for more. */
    void announceRival(final PreparedBlock block) {
        add(filters.ofInterslot(), block.status(SlotStatus.SLOT_CREATED_BANK));
        if (filters.commitment() == CommitmentLevel.PROCESSED) {
            addTransactions(block);
        }
    }

    /** Queues a stored block again: content, meta, and the statuses it has had; not counted against the limit. */
    synchronized void replay(final PreparedBlock block) {
        addContent(block);
        for (int level = 0; level <= block.reached().getNumber(); level++) {
            addStatus(block, CommitmentLevel.forNumber(level));
        }
        exempt = queue.size();
    }

    private void addContent(final PreparedBlock block) {
        addTransactions(block);
        add(filters.ofBlockMeta(), block.meta());
    }

    private void addTransactions(final PreparedBlock block) {
        for (final PreparedTransaction transaction : block.transactions()) {
            add(filters.ofTransaction(transaction), transaction.body());
            final byte[] statusNames = filters.ofTransactionStatus(transaction);
            if (statusNames != null) {
                add(statusNames, transaction.statusBody());
            }
        }
    }

    private void addStatus(final PreparedBlock block, final CommitmentLevel level) {
        add(filters.ofSlot(level), block.status(statusOf(level)));
    }

    private static SlotStatus statusOf(final CommitmentLevel level) {
        return switch (level) {
            case PROCESSED -> SlotStatus.SLOT_PROCESSED;
            case CONFIRMED -> SlotStatus.SLOT_CONFIRMED;
            case FINALIZED -> SlotStatus.SLOT_FINALIZED;
            case UNRECOGNIZED -> throw new IllegalArgumentException("commitment " + level);
        };
    }

    private synchronized void add(final byte[] names, final byte[] body) {
        if (names == null || closed) {
            return;
        }
        if (delivery == Delivery.LIVE && queue.size() - exempt >= queueLimit) {
            close(Status.INTERNAL.withDescription("lagged to send an update"));
            return;
        }
        queue.add(new OutboundUpdate(names, body));
        backlog = queue.size();
    }

    /**
     * Queues a ping or pong, whatever the limit of updates, and sends what can be sent. A client that pings on and on and
     * reads nothing is cut off.
     *
     * <p>One section, in which the backlog is set after the sending: nobody tells a feed that waits for an empty queue
     * about a ping that was sent at once, so the feed must not see it waiting.
     */
    synchronized void addControl(final byte[] body) {
        if (closed) {
            return;
        }
        if (++controls > MAX_WAITING_CONTROLS) {
            close(Status.RESOURCE_EXHAUSTED.withDescription("too many pings"));
            return;
        }
        queue.add(new OutboundUpdate(OutboundUpdate.NO_FILTERS, body));
        exempt = Math.min(exempt + 1, queue.size());
        send();
    }

    /** Sends as long as the transport is ready. */
    synchronized void send() {
        while (!closed && !queue.isEmpty() && call.isReady()) {
            call.sendMessage(queue.remove());
            exempt = Math.max(0, exempt - 1);
        }
        controls = Math.min(controls, queue.size());
        backlog = queue.size();
    }

    /** Ends the stream with a status; what still waits is dropped. */
    synchronized void close(final Status status) {
        if (!closed) {
            abandon();
            call.close(status, new Metadata());
        }
    }

    /** The client has gone. */
    synchronized void abandon() {
        closed = true;
        queue.clear();
        backlog = 0;
    }
}
