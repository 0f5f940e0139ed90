package io.solflow.app.web;

import java.util.List;

/**
 * A look at a running pipeline: counters and gauges, which may be a moment apart. Counts are since the start.
 *
 * @param atNs monotonic time of the look.
 * @param health how it is.
 * @param updates updates taken from the source, malformed ones left out.
 * @param malformedUpdates updates that could not be read.
 * @param tradesStored trades committed.
 * @param slot newest slot, 0 before the first.
 * @param checkpointSlot slot of the stored checkpoint, negative before the first.
 * @param lagSeconds wall clock minus newest block time, negative when unknown.
 * @param ring the ring.
 * @param commits the commits.
 * @param walBytes size of the write-ahead log.
 * @param databaseBytes size of the file and its log.
 * @param freeBytes left on the disk, negative when unknown.
 * @param gaps holes recorded since the start.
 * @param gapsStored holes in the database.
 * @param reconnects streams opened after the first.
 * @param endpoint the server in use, scheme, host and port; empty where updates come from files.
 * @param lateTrades trades too late for an exact bot flag.
 * @param signals signals stored.
 * @param pruned what was removed because of its age.
 * @param programs instructions by program.
 * @param unnamed instructions that have no name here.
 */
public record PipelineLook(
        long atNs,
        HealthLook health,
        long updates,
        long malformedUpdates,
        long tradesStored,
        long slot,
        long checkpointSlot,
        long lagSeconds,
        Ring ring,
        Commits commits,
        long walBytes,
        long databaseBytes,
        long freeBytes,
        long gaps,
        long gapsStored,
        long reconnects,
        String endpoint,
        long lateTrades,
        long signals,
        Pruned pruned,
        List<Program> programs,
        List<Unnamed> unnamed) {

    /**
     * The ring.
     *
     * @param used entries waiting.
     * @param size entries in all.
     * @param fullWaits how often the source waited for room.
     * @param fullWaitNs how long in all.
     */
    public record Ring(long used, int size, long fullWaits, long fullWaitNs) {}

    /**
     * Commits to the database.
     *
     * @param lastNs how long the last one took.
     * @param maxNs how long the slowest one took.
     * @param sumNs how long all took.
     * @param retries batches kept and written again.
     * @param metricUpserts rows of metrics written.
     * @param durations how many took how long.
     */
    public record Commits(
            long count, long lastNs, long maxNs, long sumNs, long retries, long metricUpserts, Durations durations) {}

    /**
     * Rows removed because of their age, since the start and by this process.
     *
     * @param metricsRows of tokens without trades.
     * @param holdMaxNs how long the slowest step held the write lock.
     * @param beforeSeconds chain time before which no trade was left when last all was removed, 0 before the first time.
     */
    public record Pruned(
            long trades,
            long signals,
            long metricsRows,
            long mints,
            long wallets,
            long holdMaxNs,
            long beforeSeconds) {}

    /**
     * Swaps of a program, and instructions that were none, by how they ended.
     *
     * @param trades by named instructions.
     * @param byEvent trades that only their event told.
     */
    public record Program(
            String label, long trades, long byEvent, long ignored, long skipped, long unknown, long malformed) {

        /** All that became a trade. */
        long allTrades() {
            return trades + byEvent;
        }
    }

    /**
     * An instruction that has no name here: it was unknown, or only its event told a swap.
     *
     * @param program label of the program, empty for {@link #OTHERS}.
     * @param discriminator 16 hex digits, or {@link #OTHERS}.
     */
    public record Unnamed(String program, String discriminator, long count) {

        /** Stands for all that are too many to be told apart. */
        public static final String OTHERS = "others";
    }
}
