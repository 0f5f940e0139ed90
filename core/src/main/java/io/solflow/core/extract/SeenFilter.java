package io.solflow.core.extract;

/** Remembers which transactions were seen, so that what a resumed stream sends again is dropped. */
@FunctionalInterface
public interface SeenFilter {

    /** Remembers a transaction by its chain position; false when it has been seen before. */
    boolean add(long slot, int txIndex);
}
