package io.solflow.app.config;

import io.solflow.ingest.source.stream.SourceEnd;

/** The process's exit codes. */
public final class ExitCode {

    public static final int OK = 0;
    public static final int FAILED = 1;
    public static final int USAGE = 2;
    public static final int REFUSED = 3;

    private ExitCode() {}

    /** The exit code of a run whose source ended so. */
    public static int of(final SourceEnd end) {
        return switch (end.kind()) {
            case STOPPED, SINK_CLOSED -> OK;
            case REFUSED -> REFUSED;
            case OTHER_CHAIN -> USAGE;
            case FAILED -> FAILED;
        };
    }
}
