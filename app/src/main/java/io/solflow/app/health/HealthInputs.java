package io.solflow.app.health;

import io.solflow.ingest.source.stream.SourceEnd;
import io.solflow.ingest.source.stream.SourceStatus;
import io.solflow.persist.status.PersistStatus;
import java.util.Optional;

/**
 * One look at the counters and gauges that tell how a run is.
 *
 * @param atNs monotonic time of the look.
 * @param nowSeconds wall clock of the look, unix seconds.
 * @param failure why the pipeline has failed, empty while it has not.
 * @param store how writing goes.
 * @param source how the live source is, empty where updates come from files.
 * @param sourceEnd how the source has ended, empty while it has not.
 * @param backlog ring entries waiting.
 * @param ringSize ring entries in all.
 * @param walBytes size of the write-ahead log.
 * @param walLimitBytes size from which it is too large.
 * @param freeBytes left on the database's disk, negative when unknown.
 * @param gaps holes recorded since the start.
 * @param retention why old rows are not removed, empty while they are or need not be.
 * @param tallies counts since the start whose growth tells something.
 */
public record HealthInputs(
        long atNs,
        long nowSeconds,
        String failure,
        PersistStatus store,
        Optional<SourceStatus> source,
        Optional<SourceEnd> sourceEnd,
        long backlog,
        int ringSize,
        long walBytes,
        long walLimitBytes,
        long freeBytes,
        long gaps,
        String retention,
        HealthTallies tallies) {

    private static final int FULL_PERCENT = 90;

    boolean ringFull() {
        return 100 * backlog >= FULL_PERCENT * (long) ringSize;
    }
}
