package io.solflow.persist.write;

import io.solflow.persist.file.DiskSpace;
import io.solflow.persist.file.SqliteErrors;
import io.solflow.persist.status.PersistCounters;
import io.solflow.persist.status.PersistStatus;
import java.nio.file.Path;
import java.sql.SQLException;

/**
 * What has gone wrong with the store, and what must be refused because of it: everything after a failure for good, and
 * everything behind a batch that was rewound and then given up. Writer thread only, except {@link #status()}.
 */
final class StoreHealth {

    private static final long NOTHING = -1;

    private final Path database;
    private final PersistCounters counters;
    private long rewoundSequence = NOTHING;
    private Throwable failure;
    private volatile PersistStatus status = PersistStatus.OK;

    StoreHealth(final Path database, final PersistCounters counters) {
        this.database = database;
        this.counters = counters;
    }

    /** How writing goes; any thread. */
    PersistStatus status() {
        return status;
    }

    /** True when the store has failed for good. */
    boolean hasFailed() {
        return failure != null;
    }

    /** True when nothing that came is missing in the store or in the open transaction. */
    boolean hasNoHole() {
        return failure == null && rewoundSequence == NOTHING;
    }

    /**
     * Lets an event pass that is not behind a hole.
     *
     * @throws IllegalStateException for all others, with the first cause.
     */
    void refuseBehindHole(final long sequence) {
        if (failure != null) {
            throw new IllegalStateException("event " + sequence + " refused: the store has failed", failure);
        }
        if (rewoundSequence != NOTHING && sequence > rewoundSequence) {
            final IllegalStateException givenUp = new IllegalStateException("event " + sequence
                    + " refused: the batch of event " + rewoundSequence + " was given up and is not stored");
            failed(givenUp);
            throw givenUp;
        }
        rewoundSequence = NOTHING;
    }

    /** The batch of an event was rolled back and is to come again. */
    void rewound(final long sequence, final SQLException reason) {
        rewoundSequence = sequence;
        retrying(reason);
    }

    /** Trouble that passes: what was not stored is tried again. */
    void retrying(final SQLException reason) {
        counters.retries().increment();
        status = new PersistStatus(
                PersistStatus.State.RETRYING, SqliteErrors.problem(reason), DiskSpace.describe(database, reason));
    }

    /** A transaction is stored. */
    void stored() {
        if (status.state() != PersistStatus.State.OK) {
            status = PersistStatus.OK;
        }
    }

    /** The store has failed for good; returns the failure with what SQLite's code means. */
    SQLException failed(final SQLException cause) {
        final SQLException explained = SqliteErrors.explained(database, cause);
        failure = explained;
        status = new PersistStatus(PersistStatus.State.FAILED, SqliteErrors.problem(explained), explained.getMessage());
        return explained;
    }

    /** The stage has failed for good, and not because of SQLite. */
    void failed(final Throwable cause) {
        failure = cause;
        status = new PersistStatus(
                PersistStatus.State.FAILED,
                PersistStatus.Problem.ERROR,
                "database " + database + ": " + cause.getMessage());
    }
}
