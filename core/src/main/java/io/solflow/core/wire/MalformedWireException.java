package io.solflow.core.wire;

/** Bytes that are no protobuf message; one instance, no stack trace, never leaves this package. */
final class MalformedWireException extends RuntimeException {

    @SuppressWarnings(
            "StaticAssignmentOfThrowable") // carries no stack trace or suppressed exceptions, so it can be shared
    static final MalformedWireException INSTANCE = new MalformedWireException();

    private static final long serialVersionUID = 1L;

    private MalformedWireException() {
        super("malformed protobuf", null, false, false);
    }
}
