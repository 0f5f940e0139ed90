package io.solflow.bench.sqlite;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;

/** Time, processor time and allocation of the calling thread since {@link #start}. */
final class Meter {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private final long startNs = System.nanoTime();
    private final long startCpuNs = THREADS.getCurrentThreadCpuTime();
    private final long startBytes = THREADS.getCurrentThreadAllocatedBytes();

    private Meter() {}

    static Meter start() {
        return new Meter();
    }

    /** What it took until now; the size of the file is filled in by {@link #withDatabaseBytes}. */
    LoopResult stop(final String loop, final long trades, final long upserts, final Path database) throws IOException {
        final long tookNs = System.nanoTime() - startNs;
        final long cpuNs = THREADS.getCurrentThreadCpuTime() - startCpuNs;
        final long bytes = THREADS.getCurrentThreadAllocatedBytes() - startBytes;
        return new LoopResult(
                loop, trades, tookNs / 1e9, cpuNs / 1e9, upserts, Files.size(Path.of(database + "-wal")), 0, bytes);
    }

    static LoopResult withDatabaseBytes(final LoopResult result, final Path database) throws IOException {
        return new LoopResult(
                result.loop(),
                result.trades(),
                result.seconds(),
                result.cpuSeconds(),
                result.upserts(),
                result.walBytes(),
                Files.size(database),
                result.allocatedBytes());
    }
}
