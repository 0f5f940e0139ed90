package io.solflow.ingest.source;

import java.io.Serial;

/** A step of a {@link ServerProbe} failed: the message says what happened, never with the token in it. */
public final class ProbeException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String advice;
    private final boolean unimplemented;

    ProbeException(final String message, final String advice) {
        this(message, advice, false, null);
    }

    ProbeException(final String message, final String advice, final boolean unimplemented, final Throwable cause) {
        super(message, cause);
        this.advice = advice;
        this.unimplemented = unimplemented;
    }

    /** What to do about it, empty where nothing is known to help. */
    public String advice() {
        return advice;
    }

    /** True when the server lives but does not offer what was asked. */
    public boolean unimplemented() {
        return unimplemented;
    }
}
