package io.solflow.bench.report;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How busy the machine is: load average of the last minute (negative when unknown), and the ticks of all cores since
 * boot, with those that the hypervisor took away ("steal"; 0 where there is no /proc/stat).
 */
record LoadSample(double average, long ticks, long stealTicks) {

    private static final Path STAT = Path.of("/proc/stat");
    private static final int STEAL = 7;
    private static final int COUNTED = 8; // guest time is contained in user time

    /** Now. */
    static LoadSample now() {
        final double average = ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage();
        if (!Files.isReadable(STAT)) {
            return new LoadSample(average, 0, 0);
        }
        try (Stream<String> lines = Files.lines(STAT)) {
            final List<Long> ticks = Stream.of(lines.findFirst().orElseThrow().split(" +", -1))
                    .skip(1)
                    .limit(COUNTED)
                    .map(Long::valueOf)
                    .toList();
            return new LoadSample(
                    average, ticks.stream().mapToLong(Long::longValue).sum(), ticks.get(STEAL));
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Percent of all cores' time that was stolen since an earlier sample. */
    double stealPercentSince(final LoadSample earlier) {
        final long passed = ticks - earlier.ticks;
        return passed == 0 ? 0 : 100.0 * (stealTicks - earlier.stealTicks) / passed;
    }
}
