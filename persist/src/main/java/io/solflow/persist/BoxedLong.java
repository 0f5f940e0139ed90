package io.solflow.persist;

/**
 * The object of a number that often comes many times in a row. JDBC keeps every bound value as an object until its batch
 * is sent: {@code setObject} takes one that is there, {@code setLong} and {@code setInt} make a new one each time, even for 0
 * and 1. One thread.
 */
final class BoxedLong {

    private Long last = 0L;

    /** The number's object, the same as for the call before when the number is the same. */
    Long of(final long value) {
        if (last != value) {
            last = value;
        }
        return last;
    }
}
