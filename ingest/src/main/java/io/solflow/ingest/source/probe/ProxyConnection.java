package io.solflow.ingest.source.probe;

import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.HttpProxy;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Opens a TCP connection to a server, through its proxy where it has one: what a channel does, step by step. */
final class ProxyConnection {

    private static final int MAX_ANSWER_BYTES = 8 << 10;

    private ProxyConnection() {}

    /**
     * A connection whose far end is the server.
     *
     * @param address of the server, or of the proxy where there is one.
     * @throws IOException when there is none; from the proxy, with its answer.
     */
    static Socket open(final GeyserConfig config, final InetAddress address, final int timeoutMs) throws IOException {
        final HttpProxy proxy = config.proxy();
        final Socket socket = new Socket();
        try {
            socket.setSoTimeout(timeoutMs);
            socket.connect(
                    new InetSocketAddress(
                            address, proxy == null ? config.endpoint().port() : proxy.port()),
                    timeoutMs);
            if (proxy != null) {
                connect(socket, config.endpoint().authority(), proxy);
            }
            return socket;
        } catch (final IOException e) {
            socket.close();
            throw e;
        }
    }

    private static void connect(final Socket socket, final String authority, final HttpProxy proxy) throws IOException {
        final String credentials = proxy.user().isEmpty()
                ? ""
                : "Proxy-Authorization: Basic "
                        + Base64.getEncoder()
                                .encodeToString(
                                        (proxy.user() + ":" + proxy.password()).getBytes(StandardCharsets.UTF_8))
                        + "\r\n";
        socket.getOutputStream()
                .write(("CONNECT " + authority + " HTTP/1.1\r\nHost: " + authority + "\r\n" + credentials + "\r\n")
                        .getBytes(StandardCharsets.US_ASCII));
        final String answer = head(socket.getInputStream());
        final String line = answer.split("\r?\n", 2)[0].replaceAll("\\p{Cntrl}", " ");
        if (!line.matches("HTTP/1\\.[01] 2\\d\\d.*")) {
            throw new IOException(line.startsWith("HTTP/") ? "it answers '" + line + "'" : "its answer is no HTTP");
        }
    }

    /** Everything up to the empty line, byte by byte: what follows is the server's. */
    private static String head(final InputStream in) throws IOException {
        final StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0 && head.length() < MAX_ANSWER_BYTES) {
            final int next = in.read();
            if (next < 0) {
                break;
            }
            head.append((char) next);
        }
        return head.toString();
    }
}
