package io.solflow.bench.line;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What a run of the line showed in its counted part.
 *
 * @param seconds it took, from the first planned time to the last trade's visibility.
 * @param trades that became visible.
 * @param latency ns from planned to visible, each trade once; without a plan from sent to visible.
 * @param lateness ns from planned to sent.
 * @param commits of the product.
 * @param walBytes written to the log.
 * @param allocatedBytes in the product's heap, by all of its threads, starting and ending ones left out.
 * @param productCpuSeconds user and system time of the product.
 * @param threads of it by thread name.
 * @param harnessCpuSeconds of this JVM: the server and the watching connection.
 * @param stealSeconds of both cores, given to other machines.
 * @param otherCpuSeconds used by whoever else was on this machine.
 * @param peakResidentBytes of the product.
 * @param senderWaitSeconds that the server waited for the product.
 * @param backlog planned trades that are not visible, over time; empty without a plan.
 */
record LineResult(
        double seconds,
        long trades,
        Histogram latency,
        Histogram lateness,
        long commits,
        long walBytes,
        long allocatedBytes,
        double productCpuSeconds,
        Map<String, Double> threads,
        double harnessCpuSeconds,
        double stealSeconds,
        double otherCpuSeconds,
        long peakResidentBytes,
        double senderWaitSeconds,
        Trend backlog) {

    private static final double NS_PER_MS = 1e6;

    double tradesPerSecond() {
        return trades / seconds;
    }

    double tradesPerCommit() {
        return commits == 0 ? 0 : (double) trades / commits;
    }

    double walBytesPerTrade() {
        return trades == 0 ? 0 : (double) walBytes / trades;
    }

    double allocatedBytesPerTrade() {
        return trades == 0 ? 0 : (double) allocatedBytes / trades;
    }

    /** Of one core. */
    double productCpuPercent() {
        return 100 * productCpuSeconds / seconds;
    }

    /** Of one core. */
    double harnessCpuPercent() {
        return 100 * harnessCpuSeconds / seconds;
    }

    /** Of the machine's time. */
    double stealPercent() {
        return 100 * stealSeconds / seconds / Runtime.getRuntime().availableProcessors();
    }

    /** Of one core. */
    double otherCpuPercent() {
        return 100 * otherCpuSeconds / seconds;
    }

    double latencyMs(final double percentile) {
        return latency.getValueAtPercentile(percentile) / NS_PER_MS;
    }

    double latenessMs(final double percentile) {
        return lateness.getValueAtPercentile(percentile) / NS_PER_MS;
    }
}
