package io.solflow.app.support;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program of the machine, run to its end in a folder; both outputs in one. */
public record Tool(int exitCode, String output) {

    private static final long TIMEOUT_SECONDS = 1_200;
    private static final int CANNOT_START = 127;

    /** True when the command ends with 0 here. */
    public static boolean works(final String... command) throws InterruptedException {
        try {
            return run(Path.of(""), List.of(command)).exitCode() == 0;
        } catch (final IOException e) {
            return false;
        }
    }

    public static Tool run(final Path folder, final String... command) throws IOException, InterruptedException {
        return run(folder, List.of(command));
    }

    public static Tool run(final Path folder, final List<String> command) throws IOException, InterruptedException {
        return run(folder, Map.of(), command);
    }

    /** With some more environment; a program that is not there ends with 127, as in a shell. */
    public static Tool run(final Path folder, final Map<String, String> environment, final List<String> command)
            throws IOException, InterruptedException {
        final Path output = Files.createTempFile("tool", ".txt");
        try {
            final ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toAbsolutePath().toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            builder.environment().remove("JAVA_TOOL_OPTIONS");
            builder.environment().putAll(environment);
            final Process process;
            try {
                process = builder.start();
            } catch (final IOException e) {
                return new Tool(CANNOT_START, e.toString());
            }
            if (!process.waitFor(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after " + TIMEOUT_SECONDS + " s: " + command);
            }
            return new Tool(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
        } finally {
            Files.delete(output);
        }
    }
}
