package io.solflow.ingest.source;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;

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

    static TlsHandshake with(final GeyserConfig config, final InetAddress address, final int timeoutMs)
            throws IOException, GeneralSecurityException {
        final GeyserEndpoint endpoint = config.endpoint();
        final SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, trust(config.caCertificate()).getTrustManagers(), null);
        try (Socket plain = new Socket()) {
            plain.connect(new InetSocketAddress(address, endpoint.port()), timeoutMs);
            plain.setSoTimeout(timeoutMs);
            try (SSLSocket socket = (SSLSocket)
                    context.getSocketFactory().createSocket(plain, endpoint.host(), endpoint.port(), true)) {
                final SSLParameters parameters = socket.getSSLParameters();
                parameters.setEndpointIdentificationAlgorithm("HTTPS");
                parameters.setApplicationProtocols(new String[] {HTTP2});
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
    }

    private static TrustManagerFactory trust(final Path caCertificate) throws IOException, GeneralSecurityException {
        final TrustManagerFactory factory = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        if (caCertificate == null) {
            factory.init((KeyStore) null);
            return factory;
        }
        final KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(caCertificate)) {
            int number = 0;
            for (final Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + number++, certificate);
            }
        }
        factory.init(store);
        return factory;
    }
}
