package io.solflow.bench.source;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import io.solflow.bench.report.Figure;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What the runs of one client gave, a sample a run. */
final class RunFigures {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getPlatformMXBean(ThreadMXBean.class);
    private static final double NS_PER_SECOND = 1e9;
    private static final double NS_PER_MICROSECOND = 1e3;

    private final String name;
    private final List<Double> perSecond = new ArrayList<>();
    private final List<Double> cpuMicros = new ArrayList<>();
    private final List<Double> bytes = new ArrayList<>();
    private final List<Double> serverCores = new ArrayList<>();

    RunFigures(final String name) {
        this.name = name;
    }

    /** Runs a client once; keeps its figures unless it was for warming up. */
    void run(final Client client, final ServerProcess server, final long messages, final boolean keep)
            throws Exception {
        final long serverCpuNs = server.cpuNs();
        final long cpuNs = SYSTEM.getProcessCpuTime();
        final Map<Long, Long> allocated = allocatedByThread();
        final long elapsedNs;
        final long cpuSpentNs;
        final long allocatedBytes;
        try {
            client.start();
            elapsedNs = client.awaitAll();
            cpuSpentNs = SYSTEM.getProcessCpuTime() - cpuNs;
            allocatedBytes = allocatedSince(allocated); // before the client's threads are gone
        } finally {
            client.release();
        }
        if (keep) {
            perSecond.add(messages * NS_PER_SECOND / elapsedNs);
            cpuMicros.add(cpuSpentNs / NS_PER_MICROSECOND / messages);
            bytes.add((double) allocatedBytes / messages);
            serverCores.add((double) (server.cpuNs() - serverCpuNs) / elapsedNs);
        }
    }

    private static Map<Long, Long> allocatedByThread() {
        final Map<Long, Long> byThread = new HashMap<>();
        for (final long thread : THREADS.getAllThreadIds()) {
            byThread.put(thread, THREADS.getThreadAllocatedBytes(thread));
        }
        return byThread;
    }

    /** By the threads of then that still live, and by those that are new. */
    private static long allocatedSince(final Map<Long, Long> earlier) {
        long sum = 0;
        for (final Map.Entry<Long, Long> now : allocatedByThread().entrySet()) {
            sum += Math.max(0, now.getValue()) - earlier.getOrDefault(now.getKey(), 0L);
        }
        return sum;
    }

    Figure perSecond() {
        return new Figure(name, "messages/s", perSecond);
    }

    Figure cpuMicros() {
        return new Figure(name, "µs CPU/message", cpuMicros);
    }

    Figure allocatedBytes() {
        return new Figure(name, "B/message", bytes);
    }

    Figure serverCores() {
        return new Figure(name, "cores of the server", serverCores);
    }
}
