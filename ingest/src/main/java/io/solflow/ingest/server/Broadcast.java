package io.solflow.ingest.server;

import io.grpc.Status;
import io.grpc.StatusException;
import io.solflow.ingest.feed.Fate;
import io.solflow.ingest.proto.CommitmentLevel;
import io.solflow.ingest.proto.SubscribeRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;

/**
 * The newest blocks and all subscriptions. The feed thread publishes; gRPC threads subscribe. One lock makes a block
 * reach a subscription either by replay or live, never half.
 *
 * <p>A block is confirmed when two more were processed, finalized when 31 were; one that is abandoned never. A block that
 * dies, or loses its slot to another bank, is sent and forgotten: it is in no replay.
 */
final class Broadcast {

    private static final int CONFIRMED_BEHIND = 2;
    private static final int FINALIZED_BEHIND = 31;

    private final GeyserServerConfig config;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final List<Subscription> subscriptions = new ArrayList<>();

    /** Oldest first; the last {@code FINALIZED_BEHIND + 1} at least, of which the newest {@code stored} have content. */
    private final List<PreparedBlock> blocks = new ArrayList<>();

    private int stored;
    private long storedBytes;
    private int settled;
    private boolean stopped;

    Broadcast(final GeyserServerConfig config) {
        this.config = config;
    }

    /** Sends a new block, and those that it makes confirmed and finalized. */
    void publish(final PreparedBlock block) {
        lock.lock();
        try {
            if (block.fate() == Fate.DIES) {
                subscriptions.forEach(subscription -> subscription.announceDeath(block));
                sendAll();
                return;
            }
            if (block.fate() == Fate.LOSES) {
                subscriptions.forEach(subscription -> subscription.announceRival(block));
                sendAll();
                return;
            }
            blocks.add(block);
            stored++;
            storedBytes += block.bytes();
            announce(block, CommitmentLevel.PROCESSED);
            announceBehind(0);
            evict();
            sendAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * After the last block, does what the next one would have done to those before.
     *
     * @return false when all are finalized.
     */
    boolean settle() {
        lock.lock();
        try {
            settled++;
            announceBehind(settled);
            sendAll();
            return settled < FINALIZED_BEHIND;
        } finally {
            lock.unlock();
        }
    }

    private void announceBehind(final int missing) {
        reach(blocks.size() - 1 - CONFIRMED_BEHIND + missing, CommitmentLevel.CONFIRMED);
        reach(blocks.size() - 1 - FINALIZED_BEHIND + missing, CommitmentLevel.FINALIZED);
    }

    private void reach(final int index, final CommitmentLevel level) {
        if (index >= 0 && index < blocks.size() && blocks.get(index).fate() == Fate.SETTLES) {
            blocks.get(index).reached(level);
            announce(blocks.get(index), level);
        }
    }

    private void announce(final PreparedBlock block, final CommitmentLevel level) {
        for (final Subscription subscription : subscriptions) {
            subscription.announce(block, level);
        }
    }

    /**
     * Drops content that neither the replay window nor a subscription that waits for a commitment needs. Without anybody
     * who waits for finalized blocks, those are three blocks; blocks without content take next to nothing.
     */
    private void evict() {
        final int needed = 1 + (anyWaitsForFinalized() ? FINALIZED_BEHIND : CONFIRMED_BEHIND);
        final int keep = Math.max(needed, config.replaySlots());
        while (stored > keep || (stored > needed && storedBytes > config.replayBytes())) {
            final PreparedBlock oldest = blocks.get(blocks.size() - stored);
            storedBytes -= oldest.bytes();
            stored--;
            oldest.dropContent();
        }
        while (blocks.size() > Math.max(FINALIZED_BEHIND + 1, stored)) {
            blocks.remove(0);
        }
    }

    private boolean anyWaitsForFinalized() {
        return subscriptions.stream().anyMatch(s -> s.filters().commitment() == CommitmentLevel.FINALIZED);
    }

    private void sendAll() {
        for (final Subscription subscription : subscriptions) {
            subscription.send();
        }
    }

    void add(final Subscription subscription) {
        lock.lock();
        try {
            subscriptions.add(subscription);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void remove(final Subscription subscription) {
        subscription.abandon();
        lock.lock();
        try {
            subscriptions.remove(subscription);
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Replaces a subscription's filters by those of a request, and replays from the slot it names. */
    void subscribe(final Subscription subscription, final SubscribeRequest request) throws StatusException {
        final SubscriptionFilters filters;
        try {
            filters = new SubscriptionFilters(request);
        } catch (final IllegalArgumentException e) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("failed to create filter: " + e.getMessage())
                    .withCause(e)
                    .asException();
        }
        lock.lock();
        try {
            if (request.hasFromSlot()) {
                checkFromSlot(request.getFromSlot());
            }
            subscription.filters(filters);
            if (request.hasFromSlot()) {
                replay(subscription, request.getFromSlot());
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        subscription.send();
        signalRoom();
    }

    private void checkFromSlot(final long fromSlot) throws StatusException {
        if (config.replaySlots() == 0) {
            throw Status.INTERNAL.withDescription("from_slot is not supported").asException();
        }
        final OptionalLong first = firstAvailable();
        if (first.isPresent() && Long.compareUnsigned(fromSlot, first.getAsLong()) < 0) {
            throw Status.OUT_OF_RANGE
                    .withDescription("broadcast from " + Long.toUnsignedString(fromSlot)
                            + " is not available, last available: " + first.getAsLong())
                    .asException();
        }
    }

    private void replay(final Subscription subscription, final long fromSlot) {
        final int commitment = subscription.filters().commitment().getNumber();
        for (final PreparedBlock block : blocks.subList(blocks.size() - replayable(), blocks.size())) {
            if (Long.compareUnsigned(block.slot(), fromSlot) >= 0
                    && block.reached().getNumber() >= commitment) {
                subscription.replay(block);
            }
        }
    }

    private int replayable() {
        return Math.min(stored, config.replaySlots());
    }

    /** The oldest slot that {@code from_slot} may name; empty when replay is off or nothing was played yet. */
    OptionalLong firstAvailable() {
        lock.lock();
        try {
            final int count = replayable();
            return count == 0
                    ? OptionalLong.empty()
                    : OptionalLong.of(blocks.get(blocks.size() - count).slot());
        } finally {
            lock.unlock();
        }
    }

    /** The newest block at a commitment, or null when there is none yet. */
    PreparedBlock newest(final CommitmentLevel commitment) {
        lock.lock();
        try {
            for (int i = blocks.size() - 1; i >= 0; i--) {
                if (blocks.get(i).reached().getNumber() >= commitment.getNumber()) {
                    return blocks.get(i);
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /** Ends all streams with a status. */
    void closeAll(final Status status) {
        lock.lock();
        try {
            subscriptions.forEach(subscription -> subscription.close(status));
        } finally {
            lock.unlock();
        }
    }

    /** Lets no one wait any longer. */
    void stop() {
        lock.lock();
        try {
            stopped = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Tells a waiting feed that a queue has become shorter. */
    void signalRoom() {
        if (config.delivery() == Delivery.LOSSLESS) {
            lock.lock();
            try {
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    /** When lossless, waits until somebody listens and every queue has room. */
    void awaitRoom() throws InterruptedException {
        await(() -> subscriptions.stream().anyMatch(Subscription::wantsUpdates)
                && subscriptions.stream().allMatch(s -> s.backlog() < config.queueLimit()));
    }

    /** When lossless, waits until every queue is empty. */
    void awaitDrained() throws InterruptedException {
        await(() -> subscriptions.stream().allMatch(s -> s.backlog() == 0));
    }

    private void await(final BooleanSupplier condition) throws InterruptedException {
        if (config.delivery() == Delivery.LIVE) {
            return;
        }
        lock.lockInterruptibly();
        try {
            while (!stopped && !condition.getAsBoolean()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
    }
}
