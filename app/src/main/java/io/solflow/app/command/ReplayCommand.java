package io.solflow.app.command;

import io.solflow.app.config.ExitCode;
import io.solflow.app.config.PipelineOptions;
import io.solflow.app.config.Setting;
import io.solflow.app.config.SettingOptions;
import io.solflow.app.config.TemporaryFolder;
import io.solflow.app.engine.Engine;
import io.solflow.app.live.EngineLook;
import io.solflow.app.live.RunSummary;
import io.solflow.app.live.StatusReporter;
import io.solflow.app.live.StopSignals;
import io.solflow.app.terminal.Terminal;
import io.solflow.ingest.feed.JsonRpcFiles;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.SlotAssembler;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

@Command(
        name = "replay",
        description =
                "Plays recorded data through the same pipeline: captures, or Solana JSON (responses to getTransaction,"
                        + " getBlock and getTransactionsForAddress, notifications of transactions and blocks) as .json, .ndjson or"
                        + " .jsonl, also .gz and .zst, or folders of them. JSON is played in chain order. The same input gives the"
                        + " same tables. Fails when nothing of it could be read.")
public final class ReplayCommand implements Callable<Integer> {

    /** How long the stages may take for what is in the ring when the input ends. */
    private static final long DRAIN_MS = TimeUnit.MINUTES.toMillis(10);

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and folders.")
    private List<Path> paths;

    @Mixin
    private final SettingOptions flags = SettingOptions.of(Setting.Group.DATABASE, Setting.Group.PIPELINE);

    @Mixin
    private PipelineOptions pipeline;

    @Override
    public Integer call() throws IOException {
        final PipelineOptions.Resolved options = pipeline.resolve(flags.readAndLog());
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
            final ReplayInput input = new ReplayInput(router, signals, err);
            try (StatusReporter status = new StatusReporter(err, Terminal.present(), Terminal.colour(), look::take)) {
                status.start();
                for (final Path capture : captures) {
                    input.playCapture(capture);
                }
                if (!json.isEmpty()) {
                    input.playJson(json, TemporaryFolder.beside(engine.store().database()));
                }
                assembler.flush(System.nanoTime());
            }
            engine.finish(DRAIN_MS);
            input.printSummary(out, engine.extractCounters().duplicates().get());
            RunSummary.print(out, engine, router, look.log());
            if (input.nothingRead()) {
                err.println("solflow: nothing to play was found in the input; see what was skipped");
                return ExitCode.FAILED;
            }
            return signals.requested() ? ExitCode.FAILED : ExitCode.OK;
        }
    }
}
