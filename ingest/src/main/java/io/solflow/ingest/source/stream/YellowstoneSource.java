package io.solflow.ingest.source.stream;

import io.grpc.Status;
import io.solflow.core.event.GapReason;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserServers;
import io.solflow.ingest.source.connect.HostLookup;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import java.net.InetAddress;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live source: keeps a subscription to a Yellowstone server up and hands its updates to a router. Reconnects with
 * backoff, to the next server where there are several, resumes behind the sink's checkpoint, reports what no server has any
 * longer as a gap.
 *
 * <p>One event loop thread, the same across reconnects, does everything: network, routing, publishing, timers. The
 * public methods may be called by any thread.
 */
public final class YellowstoneSource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(YellowstoneSource.class);

    private final UpdateRouter router;
    private final SourceLoop loop = new SourceLoop(cause -> finish(SourceEnd.failed(cause)));
    private final ServerList servers;
    private final ServerWatch serverWatch;
    private final ReconnectPolicy policy;
    private final NextStep nextStep;
    private final ResumePlan plan;
    private final MidSlotRepair repair;
    private final StallWatch stallWatch;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final SourceGauges gauges = new SourceGauges();
    private volatile boolean stopping;
    private volatile SourceEnd end;

    // event loop only
    private SubscribeStream stream;
    private ServerSlot moveTo;
    private boolean sinkClosed;

    /** A source of one server. */
    public YellowstoneSource(final GeyserConfig server, final UpdateRouter router) {
        this(GeyserServers.of(server), router);
    }

    /**
     * A source that is not started yet; {@link #stop} releases it.
     *
     * @throws IllegalArgumentException when a configured certificate cannot be used.
     */
    public YellowstoneSource(final GeyserServers geyserServers, final UpdateRouter router) {
        this.router = router;
        final GeyserConfig first = geyserServers.first();
        policy = first.reconnect();
        plan = new ResumePlan(
                router.sink(), policy.replayTries(), first.commitment() == Commitment.PROCESSED, this::onGap);
        repair = new MidSlotRepair(first, router, this::onGap);
        stallWatch = new StallWatch(first.tuning());
        try {
            servers = new ServerList(geyserServers, loop.eventLoop());
        } catch (final IllegalArgumentException e) {
            loop.shutdown();
            throw e;
        }
        serverWatch = new ServerWatch(geyserServers, servers, loop);
        nextStep = new NextStep(servers, plan, policy);
    }

    /**
     * Connects in the background. The pipeline has to run.
     *
     * @throws IllegalStateException when the source was started or stopped before.
     */
    public synchronized void start() {
        if (gauges.state() != SourceState.NEW || stopping) {
            throw new IllegalStateException("source started twice, or after its stop");
        }
        become(SourceState.CONNECTING, "starting");
        loop.execute(() -> {
            stallWatch.begin(System.nanoTime());
            loop.repeat(this::tick, stallWatch.tickMs());
            connect();
        });
    }

    /** Ends the source; returns at once, also when the ring is full. Idempotent. {@link #awaitEnd} tells when it is over. */
    public void stop() {
        stopping = true;
        loop.execute(() -> finish(SourceEnd.stopped()));
    }

    /** The same as {@link #stop}. */
    @Override
    public void close() {
        stop();
    }

    /** Waits for the end at most so long; empty when it has not come. */
    public Optional<SourceEnd> awaitEnd(final long timeoutMs) throws InterruptedException {
        return ended.await(timeoutMs, TimeUnit.MILLISECONDS) ? Optional.of(end) : Optional.empty();
    }

    /** Waits for the end. */
    public SourceEnd awaitEnd() throws InterruptedException {
        ended.await();
        return end;
    }

    /** How it ended; empty while it has not. */
    public Optional<SourceEnd> end() {
        return Optional.ofNullable(end);
    }

    /** A look at the source as it is now. */
    public SourceStatus status() {
        return gauges.status(router, servers);
    }

    private void become(final SourceState state, final String reason) {
        gauges.become(state, reason, LOG);
    }

    private boolean isOver() {
        return stopping || end != null;
    }

    private void connect() {
        if (isOver()) {
            return;
        }
        final ServerSlot server = servers.current();
        become(SourceState.CONNECTING, "connecting to " + server.config().way());
        HostLookup.begin(
                server.config(),
                loop,
                addresses -> open(server, addresses),
                unknown -> onUnreachable(server + ": " + unknown),
                failure -> finish(SourceEnd.failed(failure)));
    }

    private void open(final ServerSlot server, final InetAddress[] addresses) {
        if (isOver()) {
            return;
        }
        final long nowNs = System.nanoTime();
        server.choose(addresses);
        gauges.onStream(plan.begin());
        router.sink().onResume(nowNs);
        repair.onStream(gauges.fromSlot() != ResumePlan.LIVE, server.config());
        serverWatch.onStream(nowNs);
        stream = new SubscribeStream(server.open(), router, plan, new StreamListener(), server.config(), nowNs);
        stream.open(gauges.fromSlot());
    }

    private void tick() {
        final long nowNs = System.nanoTime();
        final String stall = stallWatch.check(stream, nowNs);
        if (stream == null) {
            return;
        }
        if (stream.updateSeen()) {
            gauges.onUpdate(stream.lastUpdateNs());
        }
        // before its first data a resumed stream cannot have brought what open slots wait for
        if (stream.firstDataNs() != SubscribeStream.NEVER && !router.sink().onTime(nowNs)) {
            finishBecauseOfSink();
            return;
        }
        if (stall != null) {
            onStall(stall);
        } else if (moveTo != null) {
            // no block ended in the meantime
            move();
        } else {
            repair.tick(() -> servers.current().open(), nowNs);
            moveTo = serverWatch.tick(
                    plan.fromSlot(),
                    nowNs,
                    System.currentTimeMillis(),
                    router.sink().waitedNs());
        }
    }

    /** Goes to another server that was found good, between two blocks where that is possible. */
    private void move() {
        if (moveTo == null || stream == null || isOver()) {
            return;
        }
        final String what = serverWatch.moveTo(moveTo, System.nanoTime());
        stream.close(what);
        stream = null;
        moveTo = null;
        become(SourceState.WAITING, what);
        connect();
    }

    private void onStall(final String what) {
        stream.close(what);
        final String text = servers.current() + ": " + what;
        if (stream.payloadSeen()) {
            follow(nextStep.afterPayload(text, isSettled()));
        } else if (stream.updateSeen()) {
            follow(nextStep.afterSilence(gauges.fromSlot(), text));
        } else {
            follow(nextStep.afterNothing(text));
        }
    }

    private void onStreamEnd(final StreamEnd streamEnd) {
        if (isOver()) {
            return;
        }
        final Status status = streamEnd.status();
        if (LargeMessage.isUpdate(status)) {
            router.oversized().increment();
        }
        repair.onMainEnd(streamEnd.answered(), System.nanoTime());
        final String what = servers.current().statusText().of(status, stream.updateSeen());
        follow(
                stream.payloadSeen()
                        ? nextStep.afterPayload(what, isSettled())
                        : nextStep.afterRefusal(gauges.fromSlot(), streamEnd, what));
    }

    private boolean isSettled() {
        return stream.isSettled(policy.settledMs());
    }

    private void onUnreachable(final String what) {
        if (!isOver()) {
            follow(nextStep.afterUnreachable(gauges.fromSlot(), what));
        }
    }

    private void follow(final NextStep.Step step) {
        stream = null;
        moveTo = null;
        serverWatch.close();
        if (step.end() != null) {
            finish(step.end());
        } else if (sinkClosed) {
            finishBecauseOfSink();
        } else {
            waitAndConnect(step.delayMs(), step.what());
        }
    }

    private void waitAndConnect(final long delayMs, final String what) {
        if (isOver()) {
            return;
        }
        final String to = servers.size() == 1 ? "again" : "to " + servers.current();
        become(SourceState.WAITING, what + "; connecting " + to + " in " + delayMs + " ms");
        loop.schedule(this::connect, delayMs);
    }

    private void onGap(final long from, final long to, final GapReason reason) {
        LOG.warn("slots {} to {} are missing: {}", from, to, reason.label());
        sinkClosed |= !router.sink().onGap(from, to, reason, System.nanoTime());
    }

    /** Whoever stops the source may close the sink first, so that a source that waits for a full ring comes to its end. */
    private void finishBecauseOfSink() {
        finish(stopping ? SourceEnd.stopped() : SourceEnd.sinkClosed());
    }

    private void finish(final SourceEnd newEnd) {
        if (end != null) {
            return;
        }
        end = newEnd;
        repair.close();
        serverWatch.close();
        if (stream != null) {
            stream.close("client stops");
            stream = null;
        }
        become(SourceState.ENDED, newEnd.message());
        ended.countDown();
        loop.shutdown();
    }

    private final class StreamListener implements SubscribeStream.Listener {
        @Override
        public boolean isOver() {
            return YellowstoneSource.this.isOver();
        }

        @Override
        public void onFirstUpdate() {
            become(
                    SourceState.STREAMING,
                    "updates from " + servers.current()
                            + (gauges.fromSlot() == ResumePlan.LIVE ? ", live" : " from slot " + gauges.fromSlot()));
        }

        @Override
        public void onFirstData() {
            servers.current().refusals().onWorked();
        }

        @Override
        public void onData(final UpdateEnvelope update) {
            repair.onUpdate(update);
            serverWatch.onUpdate(update);
            if (moveTo != null && update.kind() == UpdateEnvelope.Kind.BLOCK_META) {
                loop.execute(YellowstoneSource.this::move);
            }
        }

        @Override
        public void onStreamEnd(final StreamEnd streamEnd) {
            YellowstoneSource.this.onStreamEnd(streamEnd);
        }

        @Override
        public void onOtherChain(final String what) {
            if (stream != null) {
                stream.close(what);
            }
            follow(nextStep.leaveOut(servers.current() + ": " + what, SourceEnd::otherChain));
        }

        @Override
        public void onSinkClosed() {
            finishBecauseOfSink();
        }

        @Override
        public void onFailure(final Throwable cause) {
            finish(SourceEnd.failed(cause));
        }
    }
}
