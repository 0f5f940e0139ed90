package io.solflow.app;

import io.solflow.app.command.BackupCommand;
import io.solflow.app.command.CaptureCommand;
import io.solflow.app.command.DemoCommand;
import io.solflow.app.command.DoctorCommand;
import io.solflow.app.command.MigrateCommand;
import io.solflow.app.command.PruneCommand;
import io.solflow.app.command.QueryCommand;
import io.solflow.app.command.ReplayCommand;
import io.solflow.app.command.RunCommand;
import io.solflow.app.command.ServeCommand;
import io.solflow.app.command.TokenCommand;
import io.solflow.app.command.TopCommand;
import io.solflow.app.command.VerifyCommand;
import io.solflow.app.config.ExitCode;
import io.solflow.app.config.UsageException;
import io.solflow.app.config.VersionProvider;
import io.solflow.app.engine.WarmStart;
import io.solflow.app.market.BadParameterException;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The entry point: picks the command, turns failures into messages and exit codes. Without a command it runs live. */
@Command(
        name = "solflow",
        description = {
            "Solana trade-flow engine: reads a Yellowstone gRPC stream, extracts the trades of DEX programs, keeps exact"
                    + " rolling metrics per token, and writes both to SQLite.",
            ""
        },
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        synopsisSubcommandLabel = "[COMMAND]",
        footer = {
            "",
            "Exit codes: 0 ok, 1 failed check or run, 2 usage or configuration, 3 refused by the server.",
            "Without a command: run."
        })
public final class Main implements Callable<Integer> {

    private static final List<String> OWN_OPTIONS = List.of("-h", "--help", "-V", "--version");

    private static final Map<String, Supplier<Callable<Integer>>> COMMANDS = commands();

    private Main() {}

    /** Runs a command and exits with its code. */
    public static void main(final String[] args) {
        if (withDefaultCommand(args)[0].equals("run")) {
            WarmStart.begin();
        }
        System.exit(execute(args));
    }

    private static Map<String, Supplier<Callable<Integer>>> commands() {
        final Map<String, Supplier<Callable<Integer>>> commands = new LinkedHashMap<>();
        commands.put("run", RunCommand::new);
        commands.put("demo", DemoCommand::new);
        commands.put("replay", ReplayCommand::new);
        commands.put("capture", CaptureCommand::new);
        commands.put("serve", ServeCommand::new);
        commands.put("top", TopCommand::new);
        commands.put("token", TokenCommand::new);
        commands.put("query", QueryCommand::new);
        commands.put("verify", VerifyCommand::new);
        commands.put("migrate", MigrateCommand::new);
        commands.put("backup", BackupCommand::new);
        commands.put("prune", PruneCommand::new);
        commands.put("doctor", DoctorCommand::new);
        return commands;
    }

    /** Runs a command and returns its exit code. */
    public static int execute(final String... args) {
        final String[] words = withDefaultCommand(args);
        return commandLine(words[0]).execute(words);
    }

    /** The same, with what it has to say going elsewhere than to the console. */
    public static int execute(final PrintWriter out, final PrintWriter err, final String... args) {
        final String[] words = withDefaultCommand(args);
        return commandLine(words[0]).setOut(out).setErr(err).execute(words);
    }

    /** Only the command that is run, where it is one: reading the others' flags by reflection takes longer than all else. */
    public static CommandLine commandLine(final String word) {
        final CommandLine commandLine = new CommandLine(new Main());
        COMMANDS.forEach((name, command) -> {
            if (name.equals(word) || !COMMANDS.containsKey(word)) {
                commandLine.addSubcommand(name, command.get());
            }
        });
        commandLine.getSubcommands().values().forEach(sub -> sub.getCommandSpec()
                .mixinStandardHelpOptions(true)
                .versionProvider(new VersionProvider()));
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(USAGE)
                .setExecutionExceptionHandler(FAILURE);
    }

    private static String[] withDefaultCommand(final String[] args) {
        if (args.length > 0 && (!args[0].startsWith("-") || OWN_OPTIONS.contains(args[0]))) {
            return args;
        }
        final String[] withRun = new String[args.length + 1];
        withRun[0] = "run";
        System.arraycopy(args, 0, withRun, 1, args.length);
        return withRun;
    }

    /** Never reached: a missing command is {@code run}. */
    @Override
    public Integer call() {
        return execute("run");
    }

    private static final IParameterExceptionHandler USAGE = (failure, args) -> {
        final PrintWriter err = failure.getCommandLine().getErr();
        err.println("solflow: " + messageOf(failure));
        err.println("Try 'solflow "
                + (failure.getCommandLine().getParent() == null
                        ? ""
                        : failure.getCommandLine().getCommandName() + " ")
                + "--help'.");
        return ExitCode.USAGE;
    };

    private static final IExecutionExceptionHandler FAILURE = (failure, commandLine, parsed) -> {
        if (failure instanceof UsageException || failure instanceof BadParameterException) {
            commandLine.getErr().println("solflow: " + failure.getMessage());
            return ExitCode.USAGE;
        }
        commandLine.getErr().println("solflow: failed: " + messageOf(failure));
        LoggerFactory.getLogger(Main.class).debug("cause of the failure", failure);
        return ExitCode.FAILED;
    };

    private static String messageOf(final ParameterException failure) {
        final CommandLine commandLine = failure.getCommandLine();
        if (commandLine.getParent() == null && failure instanceof UnmatchedArgumentException unmatched) {
            return "command '" + unmatched.getUnmatched().get(0) + "' is not known, allowed: "
                    + String.join(", ", COMMANDS.keySet());
        }
        return failure.getMessage();
    }

    private static String messageOf(final Throwable failure) {
        return failure.getMessage() == null ? failure.toString() : failure.getMessage();
    }
}
