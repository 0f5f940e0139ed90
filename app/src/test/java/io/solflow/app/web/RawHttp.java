package io.solflow.app.web;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/** Requests of which every header is the test's own, over a socket. */
public final class RawHttp {

    private static final int TIMEOUT_MS = 60_000;

    /**
     * What came back.
     *
     * @param headers by name in lower case.
     */
    @SuppressWarnings("ArrayRecordComponent") // what a test reads
    public record Answer(int status, Map<String, String> headers, byte[] body) {

        /** The body as text. */
        public String text() {
            return new String(body, StandardCharsets.UTF_8);
        }

        String header(final String name) {
            return headers.getOrDefault(name.toLowerCase(Locale.ROOT), "");
        }
    }

    private RawHttp() {}

    /** GET of a path with no headers but the usual ones. */
    public static Answer get(final int port, final String path) throws IOException {
        return send(port, "GET", path, Map.of(), "");
    }

    static Answer get(final int port, final String path, final Map<String, String> headers) throws IOException {
        return send(port, "GET", path, headers, "");
    }

    /** Any request; a Host header of the test's replaces the usual one. */
    public static Answer send(
            final int port,
            final String method,
            final String path,
            final Map<String, String> headers,
            final String body)
            throws IOException {
        final StringBuilder text = new StringBuilder(method + " " + path + " HTTP/1.1\r\nConnection: close\r\n");
        if (!headers.containsKey("Host")) {
            text.append("Host: 127.0.0.1:").append(port).append("\r\n");
        }
        headers.forEach(
                (name, value) -> text.append(name).append(": ").append(value).append("\r\n"));
        final byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            text.append("Content-Length: ").append(bytes.length).append("\r\n");
        }
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
            socket.setSoTimeout(TIMEOUT_MS);
            socket.getOutputStream().write(text.append("\r\n").toString().getBytes(StandardCharsets.UTF_8));
            socket.getOutputStream().write(bytes);
            socket.getOutputStream().flush();
            return read(socket.getInputStream());
        }
    }

    private static Answer read(final InputStream in) throws IOException {
        final byte[] all = in.readAllBytes();
        final String text = new String(all, StandardCharsets.ISO_8859_1);
        final int end = text.indexOf("\r\n\r\n");
        final Map<String, String> headers = new LinkedHashMap<>();
        final String[] lines = text.substring(0, end).split("\r\n", -1);
        for (int i = 1; i < lines.length; i++) {
            final int colon = lines[i].indexOf(':');
            headers.put(
                    lines[i].substring(0, colon).toLowerCase(Locale.ROOT),
                    lines[i].substring(colon + 1).strip());
        }
        final byte[] body = Arrays.copyOfRange(all, end + 4, all.length);
        return new Answer(Integer.parseInt(lines[0].split(" ", 3)[1]), headers, body);
    }
}
