package io.solflow.ingest.source.probe;

import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.ServerTrust;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.List;
import javax.net.ssl.SNIServerName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.StandardConstants;
import javax.net.ssl.TrustManager;

/**
 * What a TLS handshake agreed on.
 *
 * @param protocol version of TLS.
 * @param http2 whether the server takes HTTP/2, which gRPC needs.
 * @param issuedTo subject of the server's certificate.
 * @param notAfter when the certificate ends.
 */
public record TlsHandshake(String protocol, boolean http2, String issuedTo, Instant notAfter) {

    private static final String HTTP2 = "h2";

    /** Shakes hands over a connection that is open, and closes it. */
    static TlsHandshake over(final Socket connection, final GeyserConfig config)
            throws IOException, GeneralSecurityException {
        final GeyserEndpoint endpoint = config.endpoint();
        final SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {ServerTrust.of(endpoint, config.caCertificate())}, null);
        try (SSLSocket socket = (SSLSocket)
                context.getSocketFactory().createSocket(connection, endpoint.host(), endpoint.port(), true)) {
            final SSLParameters parameters = socket.getSSLParameters();
            parameters.setEndpointIdentificationAlgorithm("HTTPS");
            parameters.setApplicationProtocols(new String[] {HTTP2});
            if (endpoint.host().indexOf('_') >= 0) {
                // of itself Java sends no name with an underscore
                parameters.setServerNames(List.of(new PlainServerName(endpoint.host())));
            }
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            final X509Certificate certificate =
                    (X509Certificate) socket.getSession().getPeerCertificates()[0];
            return new TlsHandshake(
                    socket.getSession().getProtocol(),
                    HTTP2.equals(socket.getApplicationProtocol()),
                    certificate.getSubjectX500Principal().getName(),
                    certificate.getNotAfter().toInstant());
        }
    }

    /** A name as it is given: Java's own takes no underscore. */
    private static final class PlainServerName extends SNIServerName {
        PlainServerName(final String host) {
            super(StandardConstants.SNI_HOST_NAME, host.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
