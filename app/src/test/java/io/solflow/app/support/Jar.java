package io.solflow.app.support;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The finished jar as a child process, as users run it: {@code java -jar}, with the flags of {@code -Dsolflow.jar.flags}. The
 * build lets the JVM compile at the first level only and start with a class archive, since most children live for seconds:
 * loading classes and compiling at the last level would take more of the machine than all their work. Whatever the test is about, none may print a token.
 */
public final class Jar {

    private static final long TIMEOUT_SECONDS = 120;
    private static final List<String> NONE = List.of();
    private static final List<String> FLAGS = flags();

    /** A child process that has ended. */
    public record Result(int exitCode, String out, String err) {}

    private final Path folder;
    private final Process process;
    private final Path out;
    private final Path err;

    private Jar(
            final List<String> prefix,
            final Path java,
            final List<String> flags,
            final Path folder,
            final Map<String, String> environment,
            final String... args)
            throws IOException {
        this.folder = folder;
        out = Files.createTempFile(folder, "out", ".txt");
        err = Files.createTempFile(folder, "err", ".txt");
        final List<String> command = new ArrayList<>(prefix);
        command.add(java.toString());
        command.addAll(flags);
        command.add("-jar");
        command.add(System.getProperty("solflow.jar"));
        command.addAll(List.of(args));
        final ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("SOLFLOW_") && !name.equals("SOLFLOW_CORPUS"));
        builder.environment().remove("JAVA_TOOL_OPTIONS");
        // tests run side by side, and only one could have the default port
        builder.environment().put("SOLFLOW_HTTP", "off");
        builder.environment().putAll(environment);
        process = builder.start();
    }

    public static Jar start(final Path folder, final Map<String, String> environment, final String... args)
            throws IOException {
        return startBehind(NONE, folder, environment, args);
    }

    /** With words in front of the command that give it another world and are replaced by it, as {@code nsenter} is. */
    public static Jar startBehind(
            final List<String> prefix, final Path folder, final Map<String, String> environment, final String... args)
            throws IOException {
        return new Jar(prefix, ownJava(), FLAGS, folder, environment, args);
    }

    /** On another Java than the tests'. */
    public static Jar startWith(final Path java, final Path folder, final String... args) throws IOException {
        return new Jar(NONE, java, FLAGS, folder, Map.of(), args);
    }

    /** On a Java, and without flags, whatever the build says. */
    public static Jar startPlain(final Path java, final Path folder, final String... args) throws IOException {
        return new Jar(NONE, java, NONE, folder, Map.of(), args);
    }

    /** The tests' own. */
    public static Path ownJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    private static List<String> flags() {
        final String flags = System.getProperty("solflow.jar.flags", "").strip();
        return flags.isEmpty() ? NONE : List.of(flags.split(" +", -1));
    }

    public static Result run(final Path folder, final Map<String, String> environment, final String... args)
            throws IOException, InterruptedException {
        return start(folder, environment, args).await();
    }

    public static Result run(final Path folder, final String... args) throws IOException, InterruptedException {
        return run(folder, Map.of(), args);
    }

    /** Waits for the end. */
    public Result await() throws IOException, InterruptedException {
        if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            throw new IllegalStateException("still running after " + TIMEOUT_SECONDS + " s: " + out() + err());
        }
        final Result result = new Result(process.exitValue(), out(), err());
        assertThat(result.out() + result.err()).doesNotContain(TestToken.MARKER);
        return result;
    }

    /** What it has printed so far. */
    public String out() {
        return read(out);
    }

    public String err() {
        return read(err);
    }

    public Process process() {
        return process;
    }

    public Path folder() {
        return folder;
    }

    private static String read(final Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
