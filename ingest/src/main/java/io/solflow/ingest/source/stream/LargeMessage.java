package io.solflow.ingest.source.stream;

import io.grpc.Status;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The end of a stream over a message larger than this side takes, as gRPC words it. */
final class LargeMessage {

    /** {@link #length} where the stream ended over something else. */
    static final long NONE = -1;

    private static final Pattern TOO_LARGE = Pattern.compile("message exceeds maximum size (\\d{1,18}): (\\d{1,18})");

    private LargeMessage() {}

    /** The length that the message's header gives, {@link #NONE} when the stream ended over something else. */
    static long length(final Status status) {
        final Matcher tooLarge = TOO_LARGE.matcher(status.getDescription() == null ? "" : status.getDescription());
        return tooLarge.find() ? Long.parseLong(tooLarge.group(2)) : NONE;
    }

    /** True when the stream ended over an update that is too large, not over text that is no gRPC. */
    static boolean isUpdate(final Status status) {
        final long length = length(status);
        return length != NONE && !isText(length);
    }

    /** True when the four bytes of a length are text, which an HTTP server has sent in place of a message. */
    static boolean isText(final long length) {
        for (int shift = 24; shift >= 0; shift -= 8) {
            final long c = length >> shift & 0xFF;
            if ((c < 0x20 || c > 0x7E) && c != '\n' && c != '\r') {
                return false;
            }
        }
        return true;
    }

    /** The four bytes of a length as text. */
    static String text(final long length) {
        final StringBuilder text = new StringBuilder(4);
        for (int shift = 24; shift >= 0; shift -= 8) {
            final char c = (char) (length >> shift & 0xFF);
            text.append(c < 0x20 ? ' ' : c);
        }
        return text.toString();
    }
}
