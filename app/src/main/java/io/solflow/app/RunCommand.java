package io.solflow.app;

import io.solflow.ingest.source.GeyserServers;
import io.solflow.ingest.source.SourceEnd;
import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        description = "Follows a live Yellowstone stream into the database until it is stopped (the default command).")
final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private SourceOptions source;

    @Mixin
    private PipelineOptions pipeline;

    @Mixin
    private HttpOptions http;

    @Override
    public Integer call() throws InterruptedException {
        final Map<String, String> flags = source.flags();
        flags.putAll(http.flags());
        final Settings settings = pipeline.settings(flags);
        final GeyserServers servers = source.resolve(settings, List.copyOf(PipelineOptions.programs(settings)));
        final PipelineOptions.Resolved options = pipeline.resolve(settings);
        final Optional<HttpOptions.Resolved> page = HttpOptions.resolve(settings);
        final Optional<Webhook> webhook = Webhook.of(settings);
        final Optional<Age> retention = PipelineOptions.retention(settings);
        final StopSignals signals = StopSignals.install();
        final PrintStream out = System.out;
        final PrintStream err = System.err;
        try (Engine engine = Engine.open(options, servers.first().slotsDie(), out);
                SignalTeller teller = webhook.map(
                                address -> SignalTeller.start(engine.store().database(), address))
                        .orElse(null)) {
            LOG.info("{} into {}", servers, engine.store().database());
            if (teller != null) {
                LOG.info("signals are told to {}", teller);
            }
            final LiveRun run = new LiveRun(engine, servers, retention);
            final SourceEnd end = run.run(
                    signals, () -> false, err, LivePage.of(page, engine.store().database()));
            RunSummary.print(out, engine, run.router(), run.healthLog());
            return exitCode(end);
        }
    }

    /** Says how the source ended, and gives the exit code for it. */
    static int exitCode(final SourceEnd end) {
        final int code = exitCodeOf(end);
        if (code != ExitCode.OK) {
            System.err.println(
                    "solflow: " + (code == ExitCode.REFUSED ? "refused by the server: " : "") + end.message());
        }
        return code;
    }

    /** The exit code of a run whose source ended so. */
    static int exitCodeOf(final SourceEnd end) {
        return switch (end.kind()) {
            case STOPPED, SINK_CLOSED -> ExitCode.OK;
            case REFUSED -> ExitCode.REFUSED;
            case OTHER_CHAIN -> ExitCode.USAGE;
            case FAILED -> ExitCode.FAILED;
        };
    }
}
