package io.solflow.ingest.source.probe;

import io.solflow.core.event.GapReason;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.stream.ResumePlan;
import io.solflow.ingest.source.stream.SourceEnd;
import io.solflow.ingest.source.stream.SourceStatus;
import io.solflow.ingest.source.stream.YellowstoneSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * Plays the begin of a live run against one server: a real source that asks what a run would ask, in front of a sink that
 * keeps nothing. Ends when it has come to the newest blocks, or its time is up. One thread.
 */
public final class Rehearsal {

    /** A run waits long between its tries; whoever waits for the answer does not. The tries are as many. */
    private static final long RETRY_MS = 200;

    private static final long SEED = 1;
    private static final long POLL_MS = 10;
    private static final long END_MS = 2_000;
    /** How long a replay is followed, from its first block on. */
    private static final long REPLAY_NS = TimeUnit.SECONDS.toNanos(2);
    /** A block of that age is one of the newest. */
    private static final long NEW_SECONDS = 20;

    /** Slots that a run would record as lost, both ends included. */
    public record Gap(long fromSlot, long toSlot, GapReason reason) {}

    /**
     * What came of it.
     *
     * @param askedFrom what the first stream was asked to begin with, negative for live.
     * @param begunFrom the same of the last stream.
     * @param updates how many updates came, pings included.
     * @param firstDataMs how long the first slot, block meta or transaction took, -1 when none came.
     * @param blockSlot newest slot of a block meta, -1 when none came.
     * @param blockTimeSeconds its block time, {@link UpdateEnvelope#NO_TIME} when none came or it has none.
     * @param receivedAtMs wall clock when it came, unix milliseconds.
     * @param gaps what a run would record as lost.
     * @param end how a run would end, empty where it would go on.
     * @param reason what it was doing when its time was up.
     */
    public record Outcome(
            long askedFrom,
            long begunFrom,
            long updates,
            long firstDataMs,
            long blockSlot,
            long blockTimeSeconds,
            long receivedAtMs,
            List<Gap> gaps,
            Optional<SourceEnd> end,
            String reason) {}

    private final UpdateRouter router;
    private final Sink sink;
    private final long askedFrom;
    private final YellowstoneSource source;

    private Rehearsal(final GeyserConfig config, final long checkpointSlot, final long checkpointSeconds) {
        sink = new Sink(checkpointSlot, checkpointSeconds);
        router = new UpdateRouter(sink);
        final ReconnectPolicy policy = config.reconnect();
        askedFrom = new ResumePlan(sink, policy.replayTries(), config.slotsDie(), (from, to, reason) -> {}).fromSlot();
        source = new YellowstoneSource(
                config.withReconnect(new ReconnectPolicy(
                        RETRY_MS, RETRY_MS, policy.settledMs(), RETRY_MS, policy.replayTries(), SEED)),
                router);
    }

    /**
     * Plays it.
     *
     * @param checkpointSlot where a run would resume, {@link UpdateSink#NO_CHECKPOINT} where it would begin live.
     * @param checkpointSeconds its block time or one just before, {@link UpdateEnvelope#NO_TIME} when unknown.
     * @throws IllegalArgumentException when the configured certificate cannot be used.
     */
    public static Outcome play(
            final GeyserConfig config, final long checkpointSlot, final long checkpointSeconds, final long budgetMs)
            throws InterruptedException {
        return new Rehearsal(config, checkpointSlot, checkpointSeconds).play(budgetMs);
    }

    private Outcome play(final long budgetMs) throws InterruptedException {
        final long startNs = System.nanoTime();
        source.start();
        Optional<SourceEnd> end = Optional.empty();
        while (end.isEmpty() && !sink.done && System.nanoTime() - startNs < TimeUnit.MILLISECONDS.toNanos(budgetMs)) {
            end = source.awaitEnd(POLL_MS);
        }
        final SourceStatus status = source.status();
        source.stop();
        source.awaitEnd(END_MS);
        final Sink seen = sink;
        return new Outcome(
                askedFrom,
                status.fromSlot(),
                router.updates(),
                seen.firstDataNs == 0 ? -1 : TimeUnit.NANOSECONDS.toMillis(seen.firstDataNs - startNs),
                seen.blockSlot,
                seen.blockTimeSeconds,
                seen.receivedAtMs,
                List.copyOf(seen.gaps),
                end.filter(how -> how.kind() != SourceEnd.Kind.SINK_CLOSED),
                status.reason());
    }

    /** Keeps nothing; its fields are read when the source has ended, all but the first. */
    private static final class Sink implements UpdateSink {
        private volatile boolean done;
        private final long checkpointSlot;
        private final long checkpointSeconds;
        private final List<Gap> gaps = new ArrayList<>();
        private long firstDataNs;
        private long firstBlockNs;
        private long blockSlot = -1;
        private long blockTimeSeconds = UpdateEnvelope.NO_TIME;
        private long receivedAtMs;

        Sink(final long checkpointSlot, final long checkpointSeconds) {
            this.checkpointSlot = checkpointSlot;
            this.checkpointSeconds = checkpointSeconds;
        }

        @Override
        public boolean onUpdate(
                final UpdateEnvelope update,
                final byte[] bytes,
                final int offset,
                final int length,
                final long receivedNs) {
            if (firstDataNs == 0) {
                firstDataNs = receivedNs;
            }
            if (update.kind() == UpdateEnvelope.Kind.BLOCK_META) {
                if (blockSlot < 0) {
                    firstBlockNs = receivedNs;
                }
                blockSlot = update.slot();
                blockTimeSeconds = update.blockTimeSeconds();
                receivedAtMs = System.currentTimeMillis();
                done = checkpointSlot < 0
                        || receivedAtMs / 1_000 - blockTimeSeconds < NEW_SECONDS
                        || receivedNs - firstBlockNs > REPLAY_NS;
            }
            return !done;
        }

        @Override
        public boolean onGap(final long fromSlot, final long toSlot, final GapReason reason, final long receivedNs) {
            gaps.add(new Gap(fromSlot, toSlot, reason));
            return true;
        }

        @Override
        public boolean onTime(final long nowNs) {
            return !done;
        }

        @Override
        public void onResume(final long nowNs) {
            // nothing waits
        }

        @Override
        public long checkpointSlot() {
            return checkpointSlot;
        }

        @Override
        public long checkpointSeconds() {
            return checkpointSeconds;
        }
    }
}
