package io.solflow.bench.line;

import io.solflow.ingest.proto.SlotStatus;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;

/**
 * Sends slots as a Yellowstone server does, each update at its planned time or at once. When it is late the plan stands: the
 * time lost counts as latency. One thread.
 */
final class Sender {

    private static final int CONFIRMED_BEHIND = 2;
    private static final int FINALIZED_BEHIND = 31;
    private static final double NS_PER_SECOND = 1e9;
    private static final double SLOT_SECONDS = 0.4;

    private final LineServer server;
    private final Timeline timeline;
    private final Arrival arrival;
    private final Deque<WireSlot> unsettled = new ArrayDeque<>();
    private final Histogram lateness = new Histogram(3);
    private double tradesPerSecond;
    private double chainTradesPerSecond;
    private long startNs;
    private long firstSlot;
    private long plannedTrades;
    private boolean paced;

    Sender(final LineServer server, final Timeline timeline, final Arrival arrival) {
        this.server = server;
        this.timeline = timeline;
        this.arrival = arrival;
    }

    /** From now on as fast as the subscriber reads. */
    void unpaced() {
        paced = false;
    }

    /**
     * From now on by plan.
     *
     * @param startNs when the next slot is due.
     * @param rate trades a second.
     * @param chainRate trades a second of chain time, by which a slot of chain time is made longer or shorter.
     */
    void paced(final long startNs, final double rate, final double chainRate) {
        paced = true;
        this.startNs = startNs;
        tradesPerSecond = rate;
        chainTradesPerSecond = chainRate;
        plannedTrades = 0;
        firstSlot = 0;
    }

    /** Sends a slot. */
    void send(final WireSlot slot) {
        if (arrival == Arrival.EVEN) {
            sendEvenly(slot);
        } else {
            sendWhole(slot);
        }
    }

    private void sendWhole(final WireSlot slot) {
        if (firstSlot == 0) {
            firstSlot = slot.slot();
        }
        final long dueNs = paced
                ? startNs
                        + (long) ((slot.slot() - firstSlot)
                                * (SLOT_SECONDS * NS_PER_SECOND)
                                * chainTradesPerSecond
                                / tradesPerSecond)
                : 0;
        await(dueNs);
        for (int i = 0; i < slot.size(); i++) {
            sendTransaction(slot, i, dueNs);
        }
        server.send(slot.bytes(), slot.offset(slot.size()), slot.length(slot.size()));
        server.send(status(slot, SlotStatus.SLOT_CONFIRMED));
    }

    private void sendEvenly(final WireSlot slot) {
        server.send(status(slot, SlotStatus.SLOT_FIRST_SHRED_RECEIVED));
        server.send(status(slot, SlotStatus.SLOT_CREATED_BANK));
        for (int i = 0; i < slot.size(); i++) {
            final long dueNs = paced ? startNs + (long) (plannedTrades * NS_PER_SECOND / tradesPerSecond) : 0;
            await(dueNs);
            sendTransaction(slot, i, dueNs);
            plannedTrades += slot.tradeCount(i);
        }
        server.send(slot.bytes(), slot.offset(slot.size()), slot.length(slot.size()));
        server.send(status(slot, SlotStatus.SLOT_COMPLETED));
        server.send(status(slot, SlotStatus.SLOT_PROCESSED));
        settle(slot);
    }

    private void settle(final WireSlot newest) {
        unsettled.addLast(newest);
        int behind = unsettled.size();
        for (final WireSlot slot : unsettled) {
            behind--;
            if (behind == CONFIRMED_BEHIND) {
                server.send(status(slot, SlotStatus.SLOT_CONFIRMED));
            }
        }
        if (unsettled.size() > FINALIZED_BEHIND) {
            server.send(status(unsettled.removeFirst(), SlotStatus.SLOT_FINALIZED));
        }
    }

    private static byte[] status(final WireSlot slot, final SlotStatus status) {
        return WireSlot.status(slot.slot(), slot.parentSlot(), status, slot.createdAt());
    }

    private void sendTransaction(final WireSlot slot, final int transaction, final long plannedNs) {
        if (slot.tradeCount(transaction) > 0) {
            timeline.add(
                    slot.lastTradeId(transaction), paced ? plannedNs : System.nanoTime(), slot.tradeCount(transaction));
        }
        server.send(slot.bytes(), slot.offset(transaction), slot.length(transaction));
    }

    private void await(final long dueNs) {
        if (!paced) {
            return;
        }
        long leftNs = dueNs - System.nanoTime();
        while (leftNs > 0) {
            LockSupport.parkNanos(leftNs);
            leftNs = dueNs - System.nanoTime();
        }
        lateness.recordValue(-leftNs);
    }

    /** How long after its planned time sending began, in ns: the harness's own part of a latency, or a subscriber that is slow. */
    Histogram lateness() {
        return lateness;
    }
}
