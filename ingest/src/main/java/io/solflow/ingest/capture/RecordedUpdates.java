package io.solflow.ingest.capture;

import java.io.IOException;

/** Raw updates from a file, in the order in which they came. Used by one thread. */
public interface RecordedUpdates extends AutoCloseable {

    /** {@link #receivedMs()} of a file that does not say. */
    long NO_TIME = Long.MIN_VALUE;

    /** {@link #truncatedAt()} of a file that ends as it should. */
    long WHOLE = -1;

    /**
     * Moves to the next update; false at the end.
     *
     * @throws IOException when the file is damaged or cannot be read; the message names file and offset. A file that
     *     was cut short, as a killed capture is, just ends: see {@link #truncatedAt()}.
     */
    boolean next() throws IOException;

    /** Holds the update's bytes until the next call of {@link #next}. */
    byte[] bytes();

    /** Where in {@link #bytes()} the update starts. */
    int offset();

    /** How many bytes the update has. */
    int length();

    /** When the update came, unix milliseconds; {@link #NO_TIME} where the file does not say. */
    long receivedMs();

    /** Where the part of the file starts that lacks its end, {@link #WHOLE} when none does; known at the end. */
    long truncatedAt();

    @Override
    void close() throws IOException;
}
