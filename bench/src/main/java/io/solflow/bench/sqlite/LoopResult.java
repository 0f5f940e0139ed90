package io.solflow.bench.sqlite;

/**
 * What one run of a loop over a trace took.
 *
 * @param loop its name.
 * @param trades written.
 * @param seconds from the first begin to the last commit.
 * @param cpuSeconds of the writing thread and whatever copies the log beside it; of C the whole process.
 * @param upserts metrics rows written; each a mint once a transaction.
 * @param logBytes written to the write-ahead log, whether or not it was begun anew meanwhile.
 * @param databaseBytes size of the file afterwards.
 * @param allocatedBytes by the writing thread, 0 outside Java.
 */
record LoopResult(
        String loop,
        long trades,
        double seconds,
        double cpuSeconds,
        long upserts,
        long logBytes,
        long databaseBytes,
        long allocatedBytes) {

    double tradesPerSecond() {
        return trades / seconds;
    }

    double cpuMicrosPerTrade() {
        return cpuSeconds * 1e6 / trades;
    }

    double logBytesPerTrade() {
        return (double) logBytes / trades;
    }

    double allocatedBytesPerTrade() {
        return (double) allocatedBytes / trades;
    }
}
