package io.solflow.ingest.source.connect;

/**
 * A proxy that is asked to CONNECT.
 *
 * @param host name or address of the proxy.
 * @param port 1 to 65535.
 * @param user sent to the proxy, empty for none. Shown nowhere.
 * @param password sent with the user. Shown nowhere.
 */
public record HttpProxy(String host, int port, String user, String password) {

    private static final int MAX_PORT = 65_535;

    /** Checks the values. */
    public HttpProxy {
        if (host == null || host.isBlank() || port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException(
                    "proxy '" + host + "' port " + port + ", allowed: a host, and a port from 1 to " + MAX_PORT);
        }
    }

    /** Host and port only. */
    @Override
    public String toString() {
        return host + ":" + port;
    }
}
