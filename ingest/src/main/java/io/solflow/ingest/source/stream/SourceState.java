package io.solflow.ingest.source.stream;

/** What a {@link YellowstoneSource} is doing. */
public enum SourceState {
    /** Not started. */
    NEW,
    /** Opening a connection and its stream. */
    CONNECTING,
    /** Updates come. */
    STREAMING,
    /** Waits before it connects again. */
    WAITING,
    /** Ended; see {@link SourceEnd}. */
    ENDED
}
