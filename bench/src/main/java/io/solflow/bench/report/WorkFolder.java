package io.solflow.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * A new folder for a suite's files, which may be gigabytes. It goes when it is closed, and when the process is ended by a
 * signal before: then the launched processes, which write into it, are ended first.
 */
public final class WorkFolder implements AutoCloseable {

    private final Path path;
    private final Thread removal = new Thread(this::removeAtExit, "bench-remove-folder");

    /** Makes it among the system's temporary files. */
    public WorkFolder() throws IOException {
        path = Files.createTempDirectory("solflow-bench-");
        Runtime.getRuntime().addShutdownHook(removal);
    }

    /** Where it is. */
    public Path path() {
        return path;
    }

    private void removeAtExit() {
        LaunchedProcesses.end();
        try {
            delete();
        } catch (final IOException | UncheckedIOException e) {
            System.err.println(path + " could not be removed: " + e.getMessage());
        }
    }

    private void delete() throws IOException {
        try (Stream<Path> paths = Files.walk(path)) {
            for (final Path file : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public void close() throws IOException {
        Runtime.getRuntime().removeShutdownHook(removal);
        delete();
    }
}
