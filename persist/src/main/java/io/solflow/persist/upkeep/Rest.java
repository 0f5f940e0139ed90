package io.solflow.persist.upkeep;

/** Waits between two steps of a work that may be told to end. */
@FunctionalInterface
public interface Rest {

    /** Returns after so many milliseconds, or earlier when the work is to end; true when it is. */
    boolean rest(long ms);
}
