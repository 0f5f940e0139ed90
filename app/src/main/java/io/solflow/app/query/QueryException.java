package io.solflow.app.query;

/** A query that was refused, is wrong, or took too long: the message says why. */
public final class QueryException extends Exception {

    private static final long serialVersionUID = 1L;

    private final boolean stopped;

    QueryException(final String message) {
        this(message, false);
    }

    QueryException(final String message, final boolean stopped) {
        super(message);
        this.stopped = stopped;
    }

    /** True when it ran, and longer than allowed. */
    public boolean stopped() {
        return stopped;
    }
}
