package io.solflow.core.extract;

/** Remembers which transactions were seen, so that what a resumed stream sends again is dropped. */
@FunctionalInterface
public interface SeenFilter {

    /**
     * Remembers a transaction by its chain position, both parts not negative.
     *
     * @param timestampSeconds the latest time of its trades.
     * @return false when it has been seen before.
     */
    boolean add(long slot, int txIndex, long timestampSeconds);

    /** Forgets the transactions of a slot that has died, so that they are new when it is made again; does nothing here. */
    default void forget(final long slot) {}

    /** A trade of this time was passed on: the windows have moved to it; does nothing here. */
    default void advanceTo(final long seconds) {}
}
