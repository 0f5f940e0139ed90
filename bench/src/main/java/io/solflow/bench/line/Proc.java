package io.solflow.bench.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What Linux tells of the machine and a process. Times are in seconds of one core. */
final class Proc {

    /** Of the kernel's user interface, whatever its own tick is. */
    private static final double TICKS_PER_SECOND = 100;

    private static final int STEAL_FIELD = 8;
    private static final int UTIME_FIELD = 11;
    private static final int STIME_FIELD = 12;
    private static final long BYTES_PER_KIB = 1024;

    private Proc() {}

    /** User and system time that a process has used, its ended threads included. */
    static double cpuSeconds(final long pid) throws IOException {
        return cpuSeconds(Path.of("/proc", Long.toString(pid), "stat"));
    }

    private static double cpuSeconds(final Path stat) throws IOException {
        final String line = Files.readString(stat);
        final String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ", -1);
        return (Long.parseLong(fields[UTIME_FIELD]) + Long.parseLong(fields[STIME_FIELD])) / TICKS_PER_SECOND;
    }

    /** The same by name of the living threads; numbers in a name are left out, so that a pool's threads count together. */
    static Map<String, Double> cpuSecondsByThread(final long pid) throws IOException {
        final Map<String, Double> byName = new TreeMap<>();
        final List<Path> tasks = new ArrayList<>();
        try (var folder = Files.newDirectoryStream(Path.of("/proc", Long.toString(pid), "task"))) {
            folder.forEach(tasks::add);
        }
        for (final Path task : tasks) {
            final String name = Files.readString(task.resolve("comm")).strip().replaceAll("[-#]?[0-9]+$", "");
            byName.merge(name, cpuSeconds(task.resolve("stat")), Double::sum);
        }
        return byName;
    }

    /** Largest resident size that the process has had. */
    static long peakResidentBytes(final long pid) throws IOException {
        return statusBytes(pid, "VmHWM:");
    }

    /** Resident size now. */
    static long residentBytes(final long pid) throws IOException {
        return statusBytes(pid, "VmRSS:");
    }

    private static long statusBytes(final long pid, final String field) throws IOException {
        return Files.readAllLines(Path.of("/proc", Long.toString(pid), "status")).stream()
                .filter(line -> line.startsWith(field))
                .mapToLong(line -> Long.parseLong(line.replaceAll("[^0-9]", "")) * BYTES_PER_KIB)
                .findFirst()
                .orElseThrow(() -> new IOException("/proc/" + pid + "/status has no " + field));
    }

    /** Time of all cores that the host gave to other machines. */
    static double stealSeconds() throws IOException {
        final String[] fields = cpuLine();
        return Long.parseLong(fields[STEAL_FIELD]) / TICKS_PER_SECOND;
    }

    /** Time of all cores that somebody on this machine has used, whoever it was. */
    static double busySeconds() throws IOException {
        final String[] fields = cpuLine();
        // user, nice, system, irq, softirq
        return Arrays.stream(new int[] {1, 2, 3, 6, 7})
                        .mapToLong(i -> Long.parseLong(fields[i]))
                        .sum()
                / TICKS_PER_SECOND;
    }

    private static String[] cpuLine() throws IOException {
        return Files.readAllLines(Path.of("/proc/stat")).get(0).split(" +", -1);
    }
}
