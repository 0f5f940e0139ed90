package io.solflow.app;

import static org.awaitility.Awaitility.await;

import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.program.DexProgram;
import io.solflow.ingest.source.AssemblerConfig;
import io.solflow.ingest.source.GeyserConfig;
import io.solflow.ingest.source.GeyserServers;
import io.solflow.ingest.source.SlotAssembler;
import io.solflow.ingest.source.SourceEnd;
import io.solflow.ingest.source.SourceStatus;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.YellowstoneSource;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.awaitility.core.ConditionFactory;

/** A live stream through source and engine into a database, put together as {@link LiveRun} does. */
final class GrpcRun implements AutoCloseable {

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

    static GrpcRun start(final Path database, final GeyserConfig config) {
        return start(database, GeyserServers.of(config));
    }

    static GrpcRun start(final Path database, final GeyserServers servers) {
        final GrpcRun run = new GrpcRun(database, servers);
        run.source.start();
        run.engine.start();
        return run;
    }

    static List<String> allPrograms() {
        return Arrays.stream(DexProgram.values())
                .map(program -> program.programId().toString())
                .toList();
    }

    /** Waits until everything up to a slot is committed. */
    void awaitCommitted(final long slot) {
        awaitUntil(() -> committedSlot() >= slot);
    }

    /** Waits for something while source and pipeline run. */
    void awaitUntil(final Callable<Boolean> condition) {
        awaiting(PATIENCE).until(condition);
    }

    /** Waiting that ends when the run does. */
    ConditionFactory awaiting(final Duration patience) {
        return await().atMost(patience)
                .failFast(
                        "source or pipeline ended",
                        () -> engine.pipeline().failure() != null
                                || source.awaitEnd(0).isPresent());
    }

    long committedSlot() {
        return engine.store().counters().checkpointSlot().get();
    }

    ExtractCounters extractCounters() {
        return engine.extractCounters();
    }

    long tradesTakenBack() {
        return engine.store().counters().tradesTakenBack().get();
    }

    SourceEnd awaitSourceEnd() throws InterruptedException {
        return source.awaitEnd(PATIENCE_MS).orElseThrow();
    }

    SourceStatus status() {
        return source.status();
    }

    /** An orderly stop: what was received is committed. Tells how the source ended. */
    SourceEnd stop() throws InterruptedException {
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
