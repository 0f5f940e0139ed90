package io.solflow.ingest.source.stream;

import io.grpc.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a stream ended, and who said so.
 *
 * @param status of the call.
 * @param answered true when the server itself ended the call: with a gRPC status of its own, or by resetting the call on a
 *     connection that stays. False where no connection was had, where it broke, and where something in front of the server
 *     answered in HTTP: that says nothing about what was asked.
 */
record StreamEnd(Status status, boolean answered) {

    /** What a server's answer is about. */
    enum Kind {
        /** The token. */
        TOKEN,
        /** What the subscription asks for. */
        REQUEST,
        /** That there is no such service or thing at this address. */
        PLACE,
        /** Nothing that stays. */
        PASSING
    }

    /** {@link #httpStatus} where no HTTP status was told. */
    static final int NO_HTTP_STATUS = 0;

    private static final Pattern HTTP_STATUS = Pattern.compile("HTTP status code (\\d{3})");

    /** The end with this status; {@code spoken} tells whether the server sent a status of its own. */
    static StreamEnd of(final Status status, final boolean spoken) {
        // this side's own end over an update that is too large is an answer too: the next replay brings it again
        return new StreamEnd(
                status,
                spoken || description(status).contains("RST_STREAM closed stream") || LargeMessage.isUpdate(status));
    }

    /** What it is about. */
    Kind kind() {
        return switch (status.getCode()) {
            case UNAUTHENTICATED, PERMISSION_DENIED -> Kind.TOKEN;
            case INVALID_ARGUMENT, FAILED_PRECONDITION -> Kind.REQUEST;
            case UNIMPLEMENTED, NOT_FOUND -> Kind.PLACE;
            default -> Kind.PASSING;
        };
    }

    /** The HTTP status that came in place of a gRPC answer, {@link #NO_HTTP_STATUS} when none did. */
    static int httpStatus(final Status status) {
        final Matcher matcher = HTTP_STATUS.matcher(description(status));
        return matcher.find() ? Integer.parseInt(matcher.group(1)) : NO_HTTP_STATUS;
    }

    private static String description(final Status status) {
        return status.getDescription() == null ? "" : status.getDescription();
    }
}
