package io.solflow.ingest.source.connect;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** The names that a certificate is for. */
final class CertificateNames {

    private static final int DNS_NAME = 2;
    private static final int ADDRESS = 7;

    private CertificateNames() {}

    /** DNS names and addresses, none where the certificate tells none or cannot be read. */
    static List<String> of(final X509Certificate certificate) {
        final List<String> names = new ArrayList<>();
        try {
            final Collection<List<?>> alternatives = certificate.getSubjectAlternativeNames();
            if (alternatives != null) {
                for (final List<?> alternative : alternatives) {
                    final Object kind = alternative.get(0);
                    if (kind.equals(DNS_NAME) || kind.equals(ADDRESS)) {
                        names.add(String.valueOf(alternative.get(1)));
                    }
                }
            }
        } catch (final CertificateParsingException e) {
            return List.of();
        }
        return names;
    }

    /** Whether one of the names is the host's; a {@code *} stands for the first label. */
    static boolean matches(final List<String> names, final String host) {
        final int dot = host.indexOf('.');
        return names.stream()
                .anyMatch(name -> name.equalsIgnoreCase(host)
                        || (name.startsWith("*.")
                                && dot > 0
                                && name.substring(1).equalsIgnoreCase(host.substring(dot))));
    }
}
