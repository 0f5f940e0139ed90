package io.solflow.app.command;

import io.solflow.app.config.Age;
import io.solflow.app.config.ExitCode;
import io.solflow.app.config.HttpSettings;
import io.solflow.app.config.PipelineOptions;
import io.solflow.app.config.Setting;
import io.solflow.app.config.SettingOptions;
import io.solflow.app.config.Settings;
import io.solflow.app.config.SourceOptions;
import io.solflow.app.engine.Engine;
import io.solflow.app.live.LivePage;
import io.solflow.app.live.LiveRun;
import io.solflow.app.live.RunSummary;
import io.solflow.app.live.StopSignals;
import io.solflow.app.webhook.SignalTeller;
import io.solflow.app.webhook.Webhook;
import io.solflow.ingest.source.connect.GeyserServers;
import io.solflow.ingest.source.stream.SourceEnd;
import java.io.PrintStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
        name = "run",
        description = "Follows a live Yellowstone stream into the database until it is stopped (the default command).")
public final class RunCommand implements Callable<Integer> {

    private static final Logger LOG = LoggerFactory.getLogger(RunCommand.class);

    @Mixin
    private final SettingOptions flags =
            SettingOptions.of(Setting.Group.SERVER, Setting.Group.DATABASE, Setting.Group.PIPELINE, Setting.Group.PAGE);

    @Mixin
    private SourceOptions source;

    @Mixin
    private PipelineOptions pipeline;

    @Override
    public Integer call() throws InterruptedException {
        final Settings settings = flags.readAndLog();
        final GeyserServers servers = source.resolve(settings, List.copyOf(PipelineOptions.programs(settings)));
        final PipelineOptions.Resolved options = pipeline.resolve(settings);
        final Optional<HttpSettings.Resolved> page = HttpSettings.resolve(settings);
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
                LOG.info("sending signals to {}", teller);
            }
            final LiveRun run = new LiveRun(engine, servers, retention);
            final SourceEnd end = run.run(
                    signals, () -> false, err, LivePage.of(page, engine.store().database()));
            RunSummary.print(out, engine, run.router(), run.healthLog());
            return exitCode(end);
        }
    }

    /** Says how the source ended, and gives the exit code for it. */
    public static int exitCode(final SourceEnd end) {
        final int code = ExitCode.of(end);
        if (code != ExitCode.OK) {
            System.err.println(
                    "solflow: " + (code == ExitCode.REFUSED ? "refused by the server: " : "") + end.message());
        }
        return code;
    }
}
