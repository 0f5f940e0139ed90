package io.solflow.ingest.source.stream;

import io.grpc.Status;

/**
 * How a source ended.
 *
 * @param kind why.
 * @param status the server's gRPC status for {@link Kind#REFUSED}, else empty.
 * @param message for people: what happened and, where they can do something, what.
 * @param cause for {@link Kind#FAILED}, else null.
 */
public record SourceEnd(Kind kind, String status, String message, Throwable cause) {

    /** Why a source ended. */
    public enum Kind {
        /** It was told to. */
        STOPPED,
        /** The server refuses what was asked, and would again. */
        REFUSED,
        /** The server is on another chain than the one that is stored. */
        OTHER_CHAIN,
        /** The sink takes no more updates: the pipeline is stopping or has failed. */
        SINK_CLOSED,
        /** The source itself failed. */
        FAILED
    }

    /** True when the server does not let the token in. */
    public boolean isAccessRefused() {
        return kind == Kind.REFUSED
                && (status.equals(Status.Code.UNAUTHENTICATED.name())
                        || status.equals(Status.Code.PERMISSION_DENIED.name()));
    }

    static SourceEnd stopped() {
        return new SourceEnd(Kind.STOPPED, "", "stopped", null);
    }

    static SourceEnd sinkClosed() {
        return new SourceEnd(Kind.SINK_CLOSED, "", "the pipeline takes no more updates", null);
    }

    static SourceEnd refused(final String status, final String message) {
        return new SourceEnd(Kind.REFUSED, status, message, null);
    }

    static SourceEnd otherChain(final String message) {
        return new SourceEnd(Kind.OTHER_CHAIN, "", message, null);
    }

    static SourceEnd failed(final Throwable cause) {
        return new SourceEnd(Kind.FAILED, "", "source failed: " + cause, cause);
    }
}
