package io.solflow.persist.status;

/**
 * How writing goes, as one value for other threads.
 *
 * @param state the state.
 * @param problem what kind of trouble it is, NONE when the state is OK.
 * @param reason why the state is not OK, empty when it is.
 */
public record PersistStatus(State state, Problem problem, String reason) {

    /** Nothing is wrong. */
    public static final PersistStatus OK = new PersistStatus(State.OK, Problem.NONE, "");

    /** What the writer does. */
    public enum State {
        /** Writes, or has nothing to write. */
        OK,
        /** Keeps its batch and tries again; nothing is lost, the ring fills. */
        RETRYING,
        /** Has failed for good; what was not committed is not stored. */
        FAILED
    }

    /** What stands in the way: each asks something else of whoever runs the machine. */
    public enum Problem {
        /** Nothing. */
        NONE,
        /** Another connection holds the lock. */
        LOCKED,
        /** The disk, or the size allowed to the database, is used up. */
        FULL,
        /** Anything else: an input or output error, a damaged file, a failure in the program. */
        ERROR
    }
}
