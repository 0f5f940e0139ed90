package io.solflow.app.support;

import static org.awaitility.Awaitility.await;

import io.solflow.app.engine.Engine;
import io.solflow.app.live.LiveRun;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.program.DexProgram;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserServers;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.ingest.source.stream.SourceEnd;
import io.solflow.ingest.source.stream.SourceStatus;
import io.solflow.ingest.source.stream.YellowstoneSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionFactory;

/** A live stream through source and engine into a database, put together as {@link LiveRun} does. */
public final class GrpcRun implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long PATIENCE_MS = PATIENCE.toMillis();

    private final Engine engine;
    private final YellowstoneSource source;

    private GrpcRun(final Path database, final GeyserServers servers) {
        final GeyserConfig config = servers.first();
        engine = Engine.open(PipelineRun.options(database), config.slotsDie(), null);
        final SlotAssembler assembler = new SlotAssembler(
                AssemblerConfig.live(config.commitment()),
                engine.publisher(),
                engine.resumeAfterSlot(),
                engine.checkpoint().watermarkSeconds());
        source = new YellowstoneSource(servers, new UpdateRouter(assembler));
    }

    public static GrpcRun start(final Path database, final GeyserConfig config) {
        return start(database, GeyserServers.of(config));
    }

    public static GrpcRun start(final Path database, final GeyserServers servers) {
        final GrpcRun run = new GrpcRun(database, servers);
        run.source.start();
        run.engine.start();
        return run;
    }

    public static List<String> allPrograms() {
        return Arrays.stream(DexProgram.values())
                .map(program -> program.programId().toString())
                .toList();
    }

    /** Waits until everything up to a slot is committed. */
    public void awaitCommitted(final long slot) {
        awaitUntil(() -> committedSlot() >= slot);
    }

    /** Waits for something while source and pipeline run. */
    public void awaitUntil(final Callable<Boolean> condition) {
        awaiting(PATIENCE).until(condition);
    }

    /** Waiting that ends when the run does. */
    public ConditionFactory awaiting(final Duration patience) {
        return await().atMost(patience)
                .failFast(
                        "source or pipeline ended",
                        () -> engine.pipeline().failure() != null
                                || source.awaitEnd(0).isPresent());
    }

    public long committedSlot() {
        return engine.store().counters().checkpointSlot().get();
    }

    public ExtractCounters extractCounters() {
        return engine.extractCounters();
    }

    public long tradesTakenBack() {
        return engine.store().counters().tradesTakenBack().get();
    }

    public SourceEnd awaitSourceEnd() throws InterruptedException {
        return source.awaitEnd(PATIENCE_MS).orElseThrow();
    }

    public SourceStatus status() {
        return source.status();
    }

    /** An orderly stop: what was received is committed. Tells how the source ended. */
    public SourceEnd stop() throws InterruptedException {
        source.stop();
        final SourceEnd end = awaitSourceEnd();
        engine.finish();
        return end;
    }

    /** Without an earlier {@link #stop}, what is in the ring is lost, as in a crash. */
    @Override
    public void close() {
        source.stop();
        try {
            if (source.awaitEnd(PATIENCE_MS).isEmpty()) {
                throw new IllegalStateException("the source did not end: " + source.status());
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            engine.close();
        }
    }
}
