package io.solflow.bench.sqlite;

import com.sun.management.ThreadMXBean;
import io.solflow.bench.line.WalIndex;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Time, allocation, log and processor time since {@link #start}: processor time of the calling thread and of the threads that
 * the product starts beside it. Closed after the database, see {@link WalIndex}.
 */
final class Meter implements AutoCloseable {

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final String PRODUCT_THREADS = "solflow-";

    private WalIndex log;
    private long startNs;
    private long startCpuNs;
    private long startBytes;

    /** The database is open. */
    void start(final Path database) throws IOException {
        log = new WalIndex(database);
        startCpuNs = cpuNs();
        startBytes = THREADS.getCurrentThreadAllocatedBytes();
        startNs = System.nanoTime();
    }

    /** Something was committed: notes how the log has grown, before it is begun anew. */
    void committed() {
        log.changed();
    }

    /** What it took until now; the size of the file is filled in by {@link #withDatabaseBytes}. */
    LoopResult stop(final String loop, final long trades, final long upserts) {
        final long tookNs = System.nanoTime() - startNs;
        final long bytes = THREADS.getCurrentThreadAllocatedBytes() - startBytes;
        final long usedCpuNs = cpuNs() - startCpuNs;
        log.changed();
        return new LoopResult(loop, trades, tookNs / 1e9, usedCpuNs / 1e9, upserts, log.bytes(), 0, bytes);
    }

    private static long cpuNs() {
        long sum = THREADS.getCurrentThreadCpuTime();
        for (final ThreadInfo thread : THREADS.getThreadInfo(THREADS.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().startsWith(PRODUCT_THREADS)) {
                sum += Math.max(0, THREADS.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return sum;
    }

    static LoopResult withDatabaseBytes(final LoopResult result, final Path database) throws IOException {
        return new LoopResult(
                result.loop(),
                result.trades(),
                result.seconds(),
                result.cpuSeconds(),
                result.upserts(),
                result.logBytes(),
                Files.size(database),
                result.allocatedBytes());
    }

    @Override
    public void close() throws IOException {
        if (log != null) {
            log.close();
        }
    }
}
