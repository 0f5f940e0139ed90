package io.solflow.app;

import io.solflow.ingest.capture.RecordedUpdates;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.feed.JsonRpcFiles;
import io.solflow.ingest.feed.JsonRpcSummary;
import io.solflow.ingest.source.AssemblerConfig;
import io.solflow.ingest.source.SlotAssembler;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        description = "Plays recorded data through the same pipeline: captures, or Solana JSON-RPC responses"
                + " (getTransaction or getBlock) as .json, .ndjson or .jsonl, also .gz and .zst, or folders of them. JSON"
                + " is played in chain order. The same input gives the same tables.")
final class ReplayCommand implements Callable<Integer> {

    /** How long the stages may take for what is in the ring when the input ends. */
    private static final long DRAIN_MS = TimeUnit.MINUTES.toMillis(10);

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
    private List<Path> paths;

    @Mixin
    private PipelineOptions pipeline;

    @Override
    public Integer call() throws IOException {
        final PipelineOptions.Resolved options = pipeline.resolve(pipeline.settings(Map.of()));
        final List<Path> json = new ArrayList<>();
        final List<Path> captures = new ArrayList<>();
        for (final Path path : paths) {
            InputFiles.requireInput(path);
            (JsonRpcFiles.accepts(path) ? json : captures).add(path);
        }
        final StopSignals signals = StopSignals.install();
        final PrintStream out = System.out;
        final PrintStream err = System.err;
        try (Engine engine = Engine.open(options, out)) {
            engine.start();
            final SlotAssembler assembler =
                    new SlotAssembler(AssemblerConfig.replay(), engine.publisher(), UpdateSink.NO_CHECKPOINT);
            final UpdateRouter router = new UpdateRouter(assembler);
            final EngineLook look = new EngineLook(engine, router, Optional.empty(), Optional.empty());
            try (StatusReporter status = new StatusReporter(err, Terminal.present(), Terminal.colour(), look::take)) {
                status.start();
                for (final Path capture : captures) {
                    playCapture(capture, router, signals);
                }
                playJson(json, router, signals);
                assembler.flush(System.nanoTime());
            }
            engine.finish(DRAIN_MS);
            RunSummary.print(out, engine, router, look.log());
            return signals.requested() ? ExitCode.FAILED : ExitCode.OK;
        }
    }

    private static void playCapture(final Path path, final UpdateRouter router, final StopSignals signals)
            throws IOException {
        try (RecordedUpdates updates = InputFiles.openCapture(path)) {
            boolean open = true;
            while (open && !signals.requested() && updates.next()) {
                open = router.onUpdate(updates.bytes(), updates.offset(), updates.length(), System.nanoTime());
            }
            if (updates.truncatedAt() != RecordedUpdates.WHOLE) {
                System.err.println("note: " + path + " ends in the middle of an update at byte " + updates.truncatedAt()
                        + ", as a capture does that was killed; everything before it was played");
            }
        }
    }

    private static void playJson(final List<Path> paths, final UpdateRouter router, final StopSignals signals)
            throws IOException {
        if (paths.isEmpty()) {
            return;
        }
        try (JsonRpcFiles files = InputFiles.openJson(paths)) {
            final BlockUpdates updates = BlockUpdates.plain();
            boolean open = true;
            for (Block block = files.next(); block != null && open && !signals.requested(); block = files.next()) {
                for (final byte[] update : updates.bytes(block)) {
                    open = open && router.onUpdate(update, 0, update.length, System.nanoTime());
                }
            }
            report(files.summary());
        }
    }

    private static void report(final JsonRpcSummary summary) {
        summary.skippedMessages().forEach(message -> System.err.println("skipped: " + message));
        if (summary.skipped() > summary.skippedMessages().size()) {
            System.err.println("skipped: " + summary.skipped() + " items in all");
        }
        summary.notes().forEach(note -> System.err.println("note: " + note));
    }
}
