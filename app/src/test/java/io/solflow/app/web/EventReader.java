package io.solflow.app.web;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** A client of the event stream that reads line by line, or never. */
public final class EventReader implements AutoCloseable {

    private static final int TIMEOUT_MS = 60_000;
    private static final int SMALL_BUFFER = 1 << 10;

    private final Socket socket;
    private final BufferedReader lines;

    /** Connects and asks. */
    public EventReader(final int port) throws IOException {
        socket = new Socket();
        // one that does not read soon has no room left
        socket.setReceiveBufferSize(SMALL_BUFFER);
        socket.setSoTimeout(TIMEOUT_MS);
        socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), TIMEOUT_MS);
        socket.getOutputStream()
                .write(("GET /api/stream HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n")
                        .getBytes(StandardCharsets.UTF_8));
        lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    }

    /** Reads up to a line that begins so; fails when the stream ends before. */
    public String await(final String beginning) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new IOException("the stream ended without '" + beginning + "'");
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
