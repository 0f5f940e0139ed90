package io.solflow.bench.source;

import io.solflow.bench.report.JvmArguments;
import io.solflow.bench.wire.UpdateSet;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A running {@link ReplayServer}. */
final class ServerProcess implements AutoCloseable {

    private static final long END_TIMEOUT_SECONDS = 10;

    private final Process process;
    private final int grpcPort;
    private final int tcpPort;

    private ServerProcess(final Process process, final int grpcPort, final int tcpPort) {
        this.process = process;
        this.grpcPort = grpcPort;
        this.tcpPort = tcpPort;
    }

    /** Starts a server on the same class path and JVM, and waits until it listens. */
    static ServerProcess start(final UpdateSet set, final int slots) throws IOException {
        final List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.add("-Xmx2g");
        command.addAll(JvmArguments.OF_FORKS);
        command.addAll(List.of(
                "-cp",
                absolute(System.getProperty("java.class.path")),
                ReplayServer.class.getName(),
                set.name(),
                Integer.toString(slots)));
        final Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        final BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
        final String line = out.readLine();
        if (line == null || !line.startsWith("ports ")) {
            process.destroy();
            throw new IOException("the replay server did not start, it said: " + line);
        }
        final String[] words = line.split(" ", -1);
        return new ServerProcess(process, Integer.parseInt(words[1]), Integer.parseInt(words[2]));
    }

    private static String absolute(final String classPath) {
        final List<String> entries = new ArrayList<>();
        for (final String entry : classPath.split(File.pathSeparator, -1)) {
            entries.add(Path.of(entry).toAbsolutePath().toString());
        }
        return String.join(File.pathSeparator, entries);
    }

    int grpcPort() {
        return grpcPort;
    }

    int tcpPort() {
        return tcpPort;
    }

    /** CPU time that the server has used so far. */
    long cpuNs() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    @Override
    public void close() throws IOException {
        process.getOutputStream().close();
        process.onExit()
                .completeOnTimeout(process, END_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .join()
                .destroyForcibly(); // does nothing to one that has ended
    }
}
