package io.solflow.persist;

/**
 * How writing goes, as one value for other threads.
 *
 * @param state the state.
 * @param reason why the state is not OK, empty when it is.
 */
public record PersistStatus(State state, String reason) {

    static final PersistStatus OK = new PersistStatus(State.OK, "");

    /** What the writer does. */
    public enum State {
        /** Writes, or has nothing to write. */
        OK,
        /** Keeps its batch and tries again; nothing is lost, the ring fills. */
        RETRYING,
        /** Has failed for good; what was not committed is not stored. */
        FAILED
    }
}
