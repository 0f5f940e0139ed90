package io.solflow.ingest.source.connect;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;

/**
 * Judges a server's certificate as Java does, and says in plain words what is wrong with one that is not trusted. Names
 * with an underscore, which Java takes for no host names, are compared here.
 */
public final class ServerTrust extends X509ExtendedTrustManager {

    private final X509ExtendedTrustManager judge;
    private final String host;

    private ServerTrust(final X509ExtendedTrustManager judge, final String host) {
        this.judge = judge;
        this.host = host;
    }

    /**
     * For one server.
     *
     * @param caCertificate PEM file of the authorities to trust instead of the system's, null for the system's.
     * @throws IllegalArgumentException when the file cannot be used.
     */
    public static ServerTrust of(final GeyserEndpoint endpoint, final Path caCertificate) {
        try {
            final TrustManagerFactory factory =
                    TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            factory.init(caCertificate == null ? null : authorities(caCertificate));
            for (final TrustManager manager : factory.getTrustManagers()) {
                if (manager instanceof X509ExtendedTrustManager judge) {
                    return new ServerTrust(judge, endpoint.host());
                }
            }
            throw new GeneralSecurityException("Java has no judge of certificates");
        } catch (final IOException | GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    (caCertificate == null ? "the system's certificates" : "CA certificate " + caCertificate)
                            + " cannot be used: " + e.getMessage() + "; allowed: a PEM file with certificates",
                    e);
        }
    }

    private static KeyStore authorities(final Path caCertificate) throws IOException, GeneralSecurityException {
        final KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
        store.load(null, null);
        try (InputStream in = Files.newInputStream(caCertificate)) {
            for (final Certificate certificate :
                    CertificateFactory.getInstance("X.509").generateCertificates(in)) {
                store.setCertificateEntry("ca" + store.size(), certificate);
            }
        }
        if (store.size() == 0) {
            throw new CertificateException("it holds no certificate");
        }
        return store;
    }

    @Override
    public void checkServerTrusted(final X509Certificate[] chain, final String authType, final SSLEngine engine)
            throws CertificateException {
        try {
            if (isUnderscored()) {
                judge.checkServerTrusted(chain, authType);
                requireName(chain);
            } else {
                judge.checkServerTrusted(chain, authType, engine);
            }
        } catch (final CertificateException e) {
            throw explained(chain, e);
        }
    }

    @Override
    public void checkServerTrusted(final X509Certificate[] chain, final String authType, final Socket socket)
            throws CertificateException {
        try {
            if (isUnderscored()) {
                judge.checkServerTrusted(chain, authType);
                requireName(chain);
            } else {
                judge.checkServerTrusted(chain, authType, socket);
            }
        } catch (final CertificateException e) {
            throw explained(chain, e);
        }
    }

    /** Never asked by a client of today: who calls it has not said which server it is. */
    @Override
    public void checkServerTrusted(final X509Certificate[] chain, final String authType) throws CertificateException {
        throw new CertificateException("not checked: the server's name is not known");
    }

    private boolean isUnderscored() {
        return host.indexOf('_') >= 0;
    }

    private void requireName(final X509Certificate[] chain) throws CertificateException {
        if (!CertificateNames.matches(CertificateNames.of(chain[0]), host)) {
            throw new CertificateException("No name matching " + host + " found");
        }
    }

    private CertificateException explained(final X509Certificate[] chain, final CertificateException cause) {
        return chain == null || chain.length == 0
                ? cause
                : new TlsRefusal(TlsRefusal.explain(chain, host, cause), cause);
    }

    @Override
    public void checkClientTrusted(final X509Certificate[] chain, final String authType) throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(final X509Certificate[] chain, final String authType, final Socket socket)
            throws CertificateException {
        throw noServer();
    }

    @Override
    public void checkClientTrusted(final X509Certificate[] chain, final String authType, final SSLEngine engine)
            throws CertificateException {
        throw noServer();
    }

    private static CertificateException noServer() {
        return new CertificateException("this side is a client");
    }

    @Override
    public X509Certificate[] getAcceptedIssuers() {
        return Arrays.copyOf(judge.getAcceptedIssuers(), judge.getAcceptedIssuers().length);
    }
}
