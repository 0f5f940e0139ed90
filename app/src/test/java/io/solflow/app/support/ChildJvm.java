package io.solflow.app.support;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** A class of the tests that runs as a process of its own, and what it prints. Closed by SIGKILL. */
public final class ChildJvm implements AutoCloseable {

    private final Process process;
    private final BufferedReader output;

    private ChildJvm(final Process process) {
        this.process = process;
        this.output = process.inputReader(StandardCharsets.UTF_8);
    }

    public static ChildJvm start(final Class<?> main, final String... args) throws IOException {
        final List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-opens",
                "java.base/jdk.internal.misc=ALL-UNNAMED",
                "-Xmx256m",
                // it lives for seconds: compiling at the last level would take more of the machine than its work
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
        command.addAll(List.of(args));
        return new ChildJvm(
                new ProcessBuilder(command).redirectErrorStream(true).start());
    }

    /** Reads what it prints up to a line that begins so; fails when it ends before. */
    public String awaitLine(final String beginning) throws IOException {
        final StringBuilder read = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
            read.append(line).append('\n');
        }
        throw new IllegalStateException("ended without '" + beginning + "': " + read);
    }

    /** The process, to be waited for. */
    public Process process() {
        return process;
    }

    /** Kills it and waits for its end. */
    @Override
    public void close() {
        process.destroyForcibly().onExit().join();
    }
}
