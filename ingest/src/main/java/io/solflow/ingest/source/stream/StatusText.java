package io.solflow.ingest.source.stream;

import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.handler.proxy.ProxyConnectException;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.TlsFailure;
import java.net.ConnectException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;

/** Says in a person's words why a stream ended and what to change. Never holds the token. */
public final class StatusText {

    /** What gRPC adds of its own pipeline. */
    private static final Pattern INNARDS = Pattern.compile("\\s*Channel Pipeline: \\[.*");

    private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}");
    private static final Pattern PROXY_STATUS = Pattern.compile("status: (\\d{3}[^,)]{0,40})");
    private static final int MAX_DESCRIPTION = 300;
    private static final String NO_GRPC = "this is not a gRPC endpoint; perhaps it is JSON-RPC; check GEYSER_URL";

    private static final String BEFORE_THE_SERVER = ": the load balancer answers, the server behind it does not";

    private final GeyserConfig config;

    public StatusText(final GeyserConfig config) {
        this.config = config;
    }

    /**
     * The text for a stream's end.
     *
     * @param spoken whether the server had sent anything on it.
     */
    String of(final Status status, final boolean spoken) {
        final String advice = advice(status, spoken);
        final String description = description(status);
        return config.endpoint() + ": " + status.getCode() + (description.isEmpty() ? "" : " '" + description + "'")
                + (advice.isEmpty() ? "" : "; " + advice);
    }

    /** What to change, empty where nothing is known to help. */
    public String advice(final Status status, final boolean spoken) {
        final String description = description(status);
        final long tooLarge = LargeMessage.length(status);
        if (tooLarge != LargeMessage.NONE) {
            return tooLargeAdvice(tooLarge);
        }
        final int http = StreamEnd.httpStatus(status);
        if (http != StreamEnd.NO_HTTP_STATUS || description.contains("invalid content-type")) {
            return httpAdvice(http);
        }
        return switch (status.getCode()) {
            case UNAUTHENTICATED -> "the server does not accept the token; check X_TOKEN";
            case PERMISSION_DENIED -> "the token does not give access to this; check X_TOKEN and the plan behind it";
            case INVALID_ARGUMENT ->
                "the server does not allow this subscription; check SOLFLOW_PROGRAMS and"
                        + " SOLFLOW_COMMITMENT against its limits";
            case UNIMPLEMENTED, NOT_FOUND -> "there is no Yellowstone service here; check GEYSER_URL";
            case OK -> "the server ended the stream";
            case FAILED_PRECONDITION -> "the server cannot serve this subscription";
            case UNAVAILABLE, INTERNAL -> connectionAdvice(status, spoken);
            default -> "";
        };
    }

    private static String httpAdvice(final int status) {
        return switch (status) {
            case 401 -> "HTTP 401 Unauthorized: the server does not accept the token; check X_TOKEN";
            case 403 ->
                "HTTP 403 Forbidden: the token does not give access to this; check X_TOKEN and the plan behind it";
            case 404 ->
                "HTTP 404 Not Found: there is no Yellowstone service here at the moment; check GEYSER_URL if it stays";
            case 429 -> "HTTP 429 Too Many Requests: the provider's rate limit was hit";
            case 500 -> "HTTP 500 Internal Server Error" + BEFORE_THE_SERVER;
            case 502 -> "HTTP 502 Bad Gateway" + BEFORE_THE_SERVER;
            case 503 -> "HTTP 503 Service Unavailable" + BEFORE_THE_SERVER;
            case 504 -> "HTTP 504 Gateway Timeout" + BEFORE_THE_SERVER;
            default -> NO_GRPC;
        };
    }

    private static String tooLargeAdvice(final long length) {
        if (LargeMessage.isText(length)) {
            return "the length is the text '" + LargeMessage.text(length)
                    + "': this is not a gRPC endpoint but one that answers in text, such as JSON-RPC; check GEYSER_URL";
        }
        return "an update is larger than SolFlow takes; ask the provider what it sends";
    }

    /** The status that the proxy gave, from Netty's text. */
    private static String proxyAnswer(final String message) {
        final Matcher status = PROXY_STATUS.matcher(message);
        return status.find() ? " (" + status.group(1) + ")" : "";
    }

    private String connectionAdvice(final Status status, final boolean spoken) {
        for (Throwable cause = status.getCause(); cause != null; cause = cause.getCause()) {
            final String message = cause.getMessage() == null ? "" : cause.getMessage();
            if (message.contains("First received frame was not SETTINGS")) {
                // Netty shows the first bytes: 15 03 is a TLS alert
                return message.contains(": 1503") ? "the port expects TLS; use https://" : NO_GRPC;
            }
            if (cause instanceof ProxyConnectException) {
                return "the proxy " + config.proxy() + " does not connect" + proxyAnswer(message)
                        + "; check HTTPS_PROXY, or name the host in NO_PROXY";
            }
            if (cause instanceof ConnectException) {
                if (config.proxy() != null) {
                    return "nobody listens at the proxy " + config.proxy() + "; check HTTPS_PROXY";
                }
                return "nobody listens there (" + message + "); check host and port of GEYSER_URL";
            }
            if (cause instanceof SSLException) {
                final TlsFailure failure = TlsFailure.of(cause);
                return "TLS failed: " + failure.text() + "; " + failure.advice();
            }
        }
        if (description(status).contains("TLS negotiation")) {
            return "TLS failed: " + TlsFailure.HUNG_UP.text() + "; " + TlsFailure.HUNG_UP.advice();
        }
        // a status that the server sent has no cause
        final boolean broken = status.getCause() != null || description(status).contains("Network closed");
        return broken && !spoken && !config.endpoint().tls() ? "if the port expects TLS, use https://" : "";
    }

    /** What the server said, without the token, in one line of bounded length. */
    public String description(final Status status) {
        final String given = status.getDescription() == null ? "" : status.getDescription();
        final String shown = config.token().isEmpty() ? given : given.replace(config.token(), "***");
        final String line =
                CONTROL.matcher(INNARDS.matcher(shown).replaceAll("")).replaceAll(" ");
        return line.length() > MAX_DESCRIPTION ? line.substring(0, MAX_DESCRIPTION) + "..." : line;
    }
}
