package io.solflow.ingest.source.stream;

import io.grpc.ManagedChannel;
import io.solflow.core.event.GapReason;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.connect.GeyserConfig;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Has the slots fetched that a resumed stream brought in part only, see {@link MidSlotPlan}. Tries a few times; slots that do
 * not come are told as a hole, and so are all where the server ends the live subscription for the second one. Does nothing
 * where slots are sent whole. Lives on the source's event loop.
 */
final class MidSlotRepair {

    /** Fetches of the same slots before they are given up. */
    static final int MAX_TRIES = 3;

    private static final long TIMEOUT_NS = TimeUnit.SECONDS.toNanos(10);

    /** A live subscription that is ended so soon after a second one came is ended for it. */
    private static final long ENDED_FOR_NS = TimeUnit.SECONDS.toNanos(2);

    private static final int ENDS_THAT_TELL = 2;

    private static final Logger LOG = LoggerFactory.getLogger(MidSlotRepair.class);

    private final UpdateRouter router;
    private final ResumePlan.GapListener gaps;
    private final MidSlotPlan plan = new MidSlotPlan();
    private GeyserConfig config;
    private MidSlotFetch fetch;
    private MidSlotFetch lastFetch;
    private MidSlotFetch suspect;
    private boolean endAnswered;
    private int endedForFetch;
    private int tries;
    private long triedNs;

    MidSlotRepair(final GeyserConfig config, final UpdateRouter router, final ResumePlan.GapListener gaps) {
        this.config = config;
        this.router = router;
        this.gaps = gaps;
    }

    /** The live subscription has ended; {@code answered} when the server ended it, false when its connection broke. */
    void onMainEnd(final boolean answered, final long nowNs) {
        final boolean forFetch = lastFetch != null
                && (lastFetch.state() == MidSlotFetch.State.OPEN || nowNs - lastFetch.openedNs() < ENDED_FOR_NS);
        suspect = forFetch ? lastFetch : null;
        endAnswered = answered;
    }

    /** The live subscription begins anew, perhaps at another server. */
    void onStream(final boolean resumed, final GeyserConfig newConfig) {
        // a server that goes down ends both
        if (suspect != null && suspect.state() != MidSlotFetch.State.FAILED && !isOneStreamOnly()) {
            // a connection may break at that moment by chance, once
            endedForFetch += endAnswered ? ENDS_THAT_TELL : 1;
            if (isOneStreamOnly()) {
                LOG.warn(
                        "{} ends a stream when another one opens; slots that a stream brings in part are gaps from now on",
                        config.endpoint());
            }
        }
        if (fetch != null && fetch.state() == MidSlotFetch.State.DONE) {
            plan.settled();
        }
        suspect = null;
        close();
        if (!newConfig.endpoint().equals(config.endpoint())) {
            endedForFetch = 0;
        }
        config = newConfig;
        tries = 0;
        plan.onStream(resumed && config.slotsDie());
    }

    /** Takes a slot, block meta or transaction of the live subscription. */
    void onUpdate(final UpdateEnvelope update) {
        if (config.slotsDie()) {
            plan.onUpdate(update.kind(), update.slot());
        }
    }

    /** Looks whether there is something to begin or to end; a channel to the server is made where one is needed. */
    void tick(final Supplier<ManagedChannel> channels, final long nowNs) {
        if (fetch != null && fetch.state() == MidSlotFetch.State.OPEN && nowNs - fetch.openedNs() > TIMEOUT_NS) {
            fetch.close();
        }
        if (fetch != null && fetch.state() != MidSlotFetch.State.OPEN) {
            onFetched(fetch.state() == MidSlotFetch.State.DONE);
        }
        if (plan.isDue() && isOneStreamOnly()) {
            giveUp();
        }
        if (fetch == null && plan.isDue() && (tries == 0 || nowNs - triedNs > retryNs())) {
            tries++;
            triedNs = nowNs;
            fetch = new MidSlotFetch(channels.get(), router, config, plan.fromSlot(), plan.wholeSlot(), nowNs);
            fetch.open();
            lastFetch = fetch;
        }
    }

    private boolean isOneStreamOnly() {
        return endedForFetch >= ENDS_THAT_TELL;
    }

    private long retryNs() {
        return TimeUnit.MILLISECONDS.toNanos(config.reconnect().replayRetryMs());
    }

    private void onFetched(final boolean done) {
        fetch = null;
        if (done) {
            plan.settled();
        } else if (tries >= MAX_TRIES) {
            giveUp();
        }
    }

    private void giveUp() {
        gaps.onGap(plan.fromSlot(), plan.wholeSlot() - 1, GapReason.REPLAY_UNAVAILABLE);
        plan.settled();
    }

    /** Ends a fetch that is under way; it is begun again when its slots are still due. */
    void close() {
        if (fetch != null) {
            fetch.close();
            fetch = null;
        }
    }
}
