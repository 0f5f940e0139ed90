package io.solflow.ingest.source.connect;

import java.io.Serial;
import java.security.cert.CertPathBuilderException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;
import java.util.List;

/** A server's certificate is not trusted; the message says why in plain words. */
final class TlsRefusal extends CertificateException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int MAX_NAMES = 5;
    private static final int MAX_NAME_CHARS = 100;

    TlsRefusal(final String message, final CertificateException cause) {
        super(message, cause);
    }

    /** What is wrong with the certificate: the cause that Java found, with the facts of the certificate. */
    static String explain(final X509Certificate[] chain, final String host, final Throwable cause) {
        for (Throwable reason = cause; reason != null; reason = reason.getCause()) {
            if (reason instanceof CertificateExpiredException || reason instanceof CertificateNotYetValidException) {
                return validity(chain);
            }
            if (reason instanceof CertPathBuilderException) {
                final X509Certificate last = chain[chain.length - 1];
                return "the certificate of " + name(chain[0]) + " comes from "
                        + shown(last.getIssuerX500Principal().getName()) + ", an authority that is not known here";
            }
            final String message = reason.getMessage() == null ? "" : reason.getMessage();
            if (message.startsWith("No subject alternative") || message.startsWith("No name matching")) {
                final List<String> names = CertificateNames.of(chain[0]);
                return "the certificate is not for '" + host + "' but for "
                        + (names.isEmpty() ? name(chain[0]) : listed(names));
            }
        }
        return "the certificate of " + name(chain[0]) + " is not accepted: " + cause.getMessage();
    }

    private static String validity(final X509Certificate[] chain) {
        for (final X509Certificate certificate : chain) {
            try {
                certificate.checkValidity();
            } catch (final CertificateExpiredException e) {
                return "the certificate of " + name(certificate) + " has expired, on "
                        + certificate.getNotAfter().toInstant();
            } catch (final CertificateNotYetValidException e) {
                return "the certificate of " + name(certificate) + " is valid only from "
                        + certificate.getNotBefore().toInstant() + " on, or this machine's clock is wrong";
            }
        }
        return "a certificate of the server is not valid now";
    }

    private static String name(final X509Certificate certificate) {
        return shown(certificate.getSubjectX500Principal().getName());
    }

    /** In quotes, in one line of bounded length: the server chose the text. */
    private static String shown(final String text) {
        final String line = text.replaceAll("\\p{Cntrl}", " ");
        return "'" + (line.length() > MAX_NAME_CHARS ? line.substring(0, MAX_NAME_CHARS) + "..." : line) + "'";
    }

    private static String listed(final List<String> names) {
        return shown(String.join(", ", names.subList(0, Math.min(MAX_NAMES, names.size()))))
                + (names.size() > MAX_NAMES ? " and " + (names.size() - MAX_NAMES) + " more" : "");
    }
}
