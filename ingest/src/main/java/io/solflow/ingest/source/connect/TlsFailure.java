package io.solflow.ingest.source.connect;

import java.util.List;
import java.util.Locale;

/**
 * A handshake that failed, in plain words.
 *
 * @param text what happened, one line.
 * @param advice what to do.
 */
public record TlsFailure(String text, String advice) {

    /** The connection ended before anything was agreed on. */
    public static final TlsFailure HUNG_UP =
            new TlsFailure("the server hung up in the middle of the handshake", "check the port of GEYSER_URL");

    private static final String PROVIDER_ADVICE = "ask the provider";

    /** What libraries of TLS say, and what it means; the first that fits tells. */
    private static final List<Sign> SIGNS = List.of(
            new Sign("unsupported or unrecognized ssl message", notTls()),
            new Sign("not an ssl/tls record", notTls()),
            new Sign("wrong_version_number", notTls()),
            new Sign(
                    "protocol_version",
                    new TlsFailure("the server takes neither TLS 1.2 nor TLS 1.3", PROVIDER_ADVICE)),
            new Sign(
                    "handshake_failure",
                    new TlsFailure(
                            "the server takes none of the offered ciphers, or asks for a certificate of the client",
                            PROVIDER_ADVICE)),
            new Sign(
                    "unrecognized_name",
                    new TlsFailure("the server does not know this name", "check the host of GEYSER_URL")),
            new Sign(
                    "certificate_required",
                    new TlsFailure(
                            "the server asks for a certificate of the client, which SolFlow has none of",
                            PROVIDER_ADVICE)),
            new Sign("no_application_protocol", noHttp2()),
            new Sign("alpn", noHttp2()),
            new Sign("terminated the handshake", HUNG_UP),
            new Sign("connection closed while ssl/tls handshake", HUNG_UP));

    /** A piece of a message, in lower case with underscores for blanks between words of an alert. */
    private record Sign(String piece, TlsFailure meaning) {}

    /** What was thrown in the handshake, told by the certificate's judge where it was that. */
    public static TlsFailure of(final Throwable thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof TlsRefusal) {
                return new TlsFailure(cause.getMessage(), certificateAdvice(cause.getMessage()));
            }
        }
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            final String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
            final String alert = message.replace(' ', '_');
            for (final Sign sign : SIGNS) {
                if (message.contains(sign.piece()) || alert.contains(sign.piece())) {
                    return sign.meaning();
                }
            }
        }
        return new TlsFailure(deepest(thrown), "check the certificate, or http:// for a port without TLS");
    }

    private static TlsFailure notTls() {
        return new TlsFailure("the port answers without TLS", "use http:// in GEYSER_URL");
    }

    private static TlsFailure noHttp2() {
        return new TlsFailure(
                "the port has no HTTP/2", "this is no gRPC endpoint, or a proxy without HTTP/2; check GEYSER_URL");
    }

    private static String certificateAdvice(final String refusal) {
        if (refusal.contains("authority that is not known")) {
            return "give --tls-ca for an authority of its own, or check the certificate";
        }
        return refusal.contains("is not for") ? "check the host of GEYSER_URL" : PROVIDER_ADVICE;
    }

    private static String deepest(final Throwable thrown) {
        Throwable cause = thrown;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : cause.getMessage();
    }
}
