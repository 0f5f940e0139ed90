package io.solflow.ingest.source;

import io.grpc.Status;
import io.solflow.core.counter.Counter;
import io.solflow.core.event.GapReason;
import io.solflow.core.wire.UpdateEnvelope;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The live source: keeps a subscription to a Yellowstone server up and hands its updates to a router. Reconnects with
 * backoff, resumes behind the sink's checkpoint, reports what a server no longer has as a gap.
 *
 * <p>One event loop thread, the same across reconnects, does everything: network, routing, publishing, timers. The
 * public methods may be called by any thread.
 */
public final class YellowstoneSource implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(YellowstoneSource.class);

    private final GeyserConfig config;
    private final UpdateRouter router;
    private final SourceLoop loop = new SourceLoop(cause -> finish(SourceEnd.failed(cause)));
    private final GeyserChannels channels;
    private final StatusText statusText;
    private final ReconnectBackoff backoff;
    private final ResumePlan plan;
    private final Refusals refusals = new Refusals();
    private final MidSlotRepair repair;
    private final StallWatch stallWatch;
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Counter streams = new Counter();
    private final Counter lastUpdateNs = new Counter();
    private final Counter fromSlot = new Counter();
    private volatile Phase phase = new Phase(SourceState.NEW, "not started");
    private volatile boolean stopping;
    private volatile SourceEnd end;

    // event loop only
    private SubscribeStream stream;
    private InetAddress address;
    private int attempts;
    private boolean sinkClosed;

    private record Phase(SourceState state, String reason) {}

    /**
     * A source that is not started yet; {@link #stop} releases it.
     *
     * @throws IllegalArgumentException when the configured certificate cannot be used.
     */
    public YellowstoneSource(final GeyserConfig config, final UpdateRouter router) {
        this.config = config;
        this.router = router;
        statusText = new StatusText(config);
        backoff = new ReconnectBackoff(config.reconnect());
        plan = new ResumePlan(
                router.sink(),
                config.reconnect().replayTries(),
                config.commitment() == Commitment.PROCESSED,
                this::onGap);
        repair = new MidSlotRepair(config, router, this::onGap);
        stallWatch = new StallWatch(config.tuning());
        fromSlot.set(ResumePlan.LIVE);
        try {
            channels = new GeyserChannels(config, loop.eventLoop());
        } catch (final IllegalArgumentException e) {
            loop.shutdown();
            throw e;
        }
    }

    /**
     * Connects in the background. The pipeline has to run.
     *
     * @throws IllegalStateException when the source was started or stopped before.
     */
    public synchronized void start() {
        if (phase.state() != SourceState.NEW || stopping) {
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
        final Phase now = phase;
        return new SourceStatus(
                now.state(),
                now.reason(),
                router.lastSlot().get(),
                router.lastBlockTimeSeconds().get(),
                lastUpdateNs.get(),
                Math.max(0, streams.get() - 1),
                fromSlot.get());
    }

    /** The one place where the state changes. */
    private void become(final SourceState state, final String reason) {
        phase = new Phase(state, reason);
        switch (state) {
            case WAITING -> LOG.warn("{}", reason);
            default -> LOG.info("{}: {}", state, reason);
        }
    }

    private boolean isOver() {
        return stopping || end != null;
    }

    private void connect() {
        if (isOver()) {
            return;
        }
        become(SourceState.CONNECTING, "connecting to " + config.endpoint());
        final Thread resolver = new Thread(this::resolve, "solflow-resolve");
        resolver.setDaemon(true);
        resolver.start();
    }

    /** Off the event loop, because name servers may take their time. */
    private void resolve() {
        try {
            final InetAddress[] addresses =
                    InetAddress.getAllByName(config.endpoint().host());
            loop.execute(() -> open(addresses));
        } catch (final UnknownHostException e) {
            loop.execute(() -> waitAndConnect(
                    backoff.nextMs(),
                    "unknown host '" + config.endpoint().host() + "'; check GEYSER_URL and the name server"));
        } catch (final RuntimeException e) {
            loop.execute(() -> finish(SourceEnd.failed(e)));
        }
    }

    private void open(final InetAddress[] addresses) {
        if (isOver()) {
            return;
        }
        final long nowNs = System.nanoTime();
        // the next address of the host each time, so that one dead address does not keep us out
        address = addresses[attempts++ % addresses.length];
        fromSlot.set(plan.begin());
        router.sink().onResume(nowNs);
        repair.onStream(fromSlot.get() != ResumePlan.LIVE);
        streams.increment();
        stream = new SubscribeStream(channels.open(address), router, plan, new StreamListener(), config, nowNs);
        stream.open(fromSlot.get());
    }

    private void tick() {
        final long nowNs = System.nanoTime();
        final String stall = stallWatch.check(stream, nowNs);
        if (stream == null) {
            return;
        }
        if (stream.updateSeen()) {
            lastUpdateNs.set(stream.lastUpdateNs());
        }
        // before its first data a resumed stream cannot have brought what open slots wait for
        if (stream.firstDataNs() != SubscribeStream.NEVER && !router.sink().onTime(nowNs)) {
            finishBecauseOfSink();
            return;
        }
        if (stall != null) {
            onStall(stall);
        } else {
            repair.tick(() -> channels.open(address), nowNs);
        }
    }

    private void onStall(final String what) {
        final boolean silent = !stream.payloadSeen() && stream.updateSeen();
        final ResumePlan.Verdict verdict = silent ? plan.onSilent(fromSlot.get()) : ResumePlan.Verdict.UNRELATED;
        stream.close(what);
        reconnect(verdict, config.endpoint() + ": " + what);
    }

    private void onStreamEnd(final StreamEnd streamEnd) {
        if (isOver()) {
            return;
        }
        final Status status = streamEnd.status();
        if (StatusText.isOversized(status)) {
            router.oversized().increment();
        }
        repair.onMainEnd(streamEnd.answered(), System.nanoTime());
        final String what = statusText.of(status, stream.updateSeen());
        if (stream.payloadSeen()) {
            reconnect(ResumePlan.Verdict.UNRELATED, what);
            return;
        }
        final boolean resumed = fromSlot.get() != ResumePlan.LIVE;
        if (refusals.isFinal(streamEnd, resumed)) {
            finish(SourceEnd.refused(status.getCode().name(), what));
            return;
        }
        final ResumePlan.Verdict verdict = plan.onFailedBeforeFirstSlot(fromSlot.get(), streamEnd, refusals.worked());
        final boolean refused = verdict == ResumePlan.Verdict.UNRELATED && streamEnd.kind() != StreamEnd.Kind.PASSING;
        reconnect(refused ? ResumePlan.Verdict.TRY_AGAIN_SLOWLY : verdict, what);
    }

    private void reconnect(final ResumePlan.Verdict verdict, final String what) {
        final ReconnectPolicy policy = config.reconnect();
        final long dataNs = stream.firstDataNs();
        if (dataNs != SubscribeStream.NEVER
                && stream.lastDataNs() - dataNs >= TimeUnit.MILLISECONDS.toNanos(policy.settledMs())) {
            backoff.reset();
        }
        stream = null;
        if (sinkClosed) {
            finishBecauseOfSink();
            return;
        }
        waitAndConnect(
                switch (verdict) {
                    case UNRELATED -> backoff.nextMs();
                    case CHANGED -> policy.initialMs();
                    case TRY_AGAIN_SLOWLY -> Math.max(policy.replayRetryMs(), backoff.nextMs());
                },
                what);
    }

    private void waitAndConnect(final long delayMs, final String what) {
        if (isOver()) {
            return;
        }
        become(SourceState.WAITING, what + "; connecting again in " + delayMs + " ms");
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
                    "updates from " + config.endpoint()
                            + (fromSlot.get() == ResumePlan.LIVE ? ", live" : " from slot " + fromSlot.get()));
        }

        @Override
        public void onFirstData() {
            refusals.onWorked();
        }

        @Override
        public void onData(final UpdateEnvelope update) {
            repair.onUpdate(update);
        }

        @Override
        public void onStreamEnd(final StreamEnd streamEnd) {
            YellowstoneSource.this.onStreamEnd(streamEnd);
        }

        @Override
        public void onOtherChain(final String what) {
            finish(SourceEnd.otherChain(config.endpoint() + ": " + what));
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
