package io.solflow.ingest.source.probe;

import io.grpc.Status;
import java.io.Serial;

/** A step of a {@link ServerProbe} failed: the message says what happened, never with the token in it. */
public final class ProbeException extends Exception {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String advice;
    private final Status.Code code;

    ProbeException(final String message, final String advice) {
        this(message, advice, null, null);
    }

    /** With the status that the server gave, null where it gave none. */
    ProbeException(final String message, final String advice, final Status.Code code, final Throwable cause) {
        super(message, cause);
        this.advice = advice;
        this.code = code;
    }

    /** What to do about it, empty where nothing is known to help. */
    public String advice() {
        return advice;
    }

    /** True when the server lives but does not offer what was asked. */
    public boolean unimplemented() {
        return code == Status.Code.UNIMPLEMENTED;
    }

    /** True when the server itself said no, so that it may say yes to something else. */
    public boolean answered() {
        return code != null && code != Status.Code.UNAVAILABLE && code != Status.Code.UNKNOWN && getCause() == null;
    }

    /** True when the server does not let the token in. */
    public boolean isAccessRefused() {
        return code == Status.Code.UNAUTHENTICATED || code == Status.Code.PERMISSION_DENIED;
    }
}
