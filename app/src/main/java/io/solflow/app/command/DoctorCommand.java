package io.solflow.app.command;

import io.solflow.app.config.Age;
import io.solflow.app.config.ExitCode;
import io.solflow.app.config.PipelineOptions;
import io.solflow.app.config.Setting;
import io.solflow.app.config.SettingOptions;
import io.solflow.app.config.Settings;
import io.solflow.app.config.SourceOptions;
import io.solflow.app.config.UsageException;
import io.solflow.app.doctor.Check;
import io.solflow.app.doctor.ConfigurationChecks;
import io.solflow.app.doctor.DatabaseChecks;
import io.solflow.app.doctor.EnvironmentChecks;
import io.solflow.app.doctor.RunForecast;
import io.solflow.app.doctor.ServerChecks;
import io.solflow.core.program.DexProgram;
import io.solflow.ingest.source.connect.GeyserConfig;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
        name = "doctor",
        description =
                "Checks everything that a run needs: this machine, the configuration, the database and its disk, the"
                        + " server, the token, the clock. Takes the flags of run, writes nothing, may run beside SolFlow, and"
                        + " ends within 15 s. Exit code 1 when a check failed.")
public final class DoctorCommand implements Callable<Integer> {

    private static final long STEPPED_MS = 500;

    @Spec
    private CommandSpec spec;

    @Mixin
    private final SettingOptions flags =
            SettingOptions.of(Setting.Group.SERVER, Setting.Group.DATABASE, Setting.Group.PIPELINE, Setting.Group.PAGE);

    @Mixin
    private SourceOptions source;

    @Mixin
    @SuppressWarnings("UnusedVariable") // takes run's --print-trades too
    private PipelineOptions pipeline;

    private final Map<Check.Result, Integer> counts = new EnumMap<>(Check.Result.class);
    private PrintWriter out;

    @Override
    public Integer call() {
        out = spec.commandLine().getOut();
        final Settings settings = flags.readAndLog();
        final long startNs = System.nanoTime();
        final long startMs = System.currentTimeMillis();
        print("environment", EnvironmentChecks.run());
        print("configuration", ConfigurationChecks.run(settings, source));
        if (count(Check.Result.FAILED) > 0) {
            total();
            out.println("fix the configuration first; nothing else was checked");
            return ExitCode.USAGE;
        }
        final DatabaseChecks.Facts facts = database(settings, startMs / 1000);
        server(settings, facts);
        print("time", List.of(steadiness(startNs, startMs)));
        total();
        return count(Check.Result.FAILED) > 0 ? ExitCode.FAILED : ExitCode.OK;
    }

    private DatabaseChecks.Facts database(final Settings settings, final long nowSeconds) {
        if (settings.text(Setting.DB_PATH).isEmpty()) {
            print("database", List.of(Check.skipped("all", "no " + Setting.DB_PATH.variable())));
            return DatabaseChecks.Facts.NONE;
        }
        final Path path = PipelineOptions.database(settings);
        final DatabaseChecks checks = new DatabaseChecks(path, nowSeconds, retention(settings));
        print("database " + path, checks.run());
        return checks.facts();
    }

    private static Optional<Age> retention(final Settings settings) {
        try {
            return PipelineOptions.retention(settings);
        } catch (final UsageException e) {
            return Optional.empty(); // told with the configuration
        }
    }

    private void server(final Settings settings, final DatabaseChecks.Facts facts) {
        if (settings.text(Setting.GEYSER_URL).isEmpty()) {
            print("server", List.of(Check.skipped("all", "no " + Setting.GEYSER_URL.variable())));
            return;
        }
        final List<DexProgram> programs = List.copyOf(PipelineOptions.programs(settings));
        final List<GeyserConfig> servers = source.resolve(settings, programs).servers();
        final List<ServerChecks> checks =
                servers.stream().map(config -> new ServerChecks(config, facts)).toList();
        final List<List<Check>> found =
                ServerChecks.runAll(checks, settings.text(Setting.LOG).isPresent());
        final boolean anyWorks = found.stream().anyMatch(DoctorCommand::isFreeOfFailures);
        for (int i = 0; i < servers.size(); i++) {
            final String place = servers.size() == 1 ? "" : " (" + (i + 1) + " of " + servers.size() + ")";
            // a run leaves out what does not work while something else does
            print(
                    "server " + servers.get(i).endpoint() + place,
                    anyWorks ? found.get(i).stream().map(Check::atWorstAWarning).toList() : found.get(i));
        }
        if (servers.size() > 1 && facts.writer().isEmpty()) {
            print(
                    "run",
                    List.of(RunForecast.of(
                            servers.stream()
                                    .map(config -> config.endpoint().toString())
                                    .toList(),
                            checks.stream().map(ServerChecks::outcome).toList())));
        }
    }

    private static boolean isFreeOfFailures(final List<Check> checks) {
        return checks.stream().noneMatch(check -> check.result() == Check.Result.FAILED);
    }

    /** Whether the wall clock ran as the monotonic one did meanwhile. */
    private static Check steadiness(final long startNs, final long startMs) {
        final long monotonicMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs);
        final long steppedMs = System.currentTimeMillis() - startMs - monotonicMs;
        return Check.warnUnless(
                Math.abs(steppedMs) < STEPPED_MS,
                "steady",
                Math.abs(steppedMs) < STEPPED_MS
                        ? "wall clock and monotonic clock agree"
                        : "the wall clock jumped by " + steppedMs + " ms during the check",
                "check this machine's time service");
    }

    private void print(final String heading, final List<Check> checks) {
        out.println(heading);
        for (final Check check : checks) {
            counts.merge(check.result(), 1, Integer::sum);
            out.printf(Locale.ROOT, "  %-4s  %-23s  %s%n", check.result().word(), check.subject(), check.found());
            if (!check.advice().isEmpty() && check.result() != Check.Result.OK) {
                out.printf(Locale.ROOT, "  %-4s  %-23s  to do: %s%n", "", "", check.advice());
            }
        }
        out.flush();
    }

    private void total() {
        out.printf(
                Locale.ROOT,
                "%d ok, %d warnings, %d failed, %d skipped%n",
                count(Check.Result.OK),
                count(Check.Result.WARNING),
                count(Check.Result.FAILED),
                count(Check.Result.SKIPPED));
    }

    private int count(final Check.Result result) {
        return counts.getOrDefault(result, 0);
    }
}
