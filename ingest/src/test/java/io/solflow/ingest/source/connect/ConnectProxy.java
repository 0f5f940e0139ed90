package io.solflow.ingest.source.connect;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;

/** An HTTP proxy on loopback that connects whatever it is asked for to one port, as a name of its own would. */
public final class ConnectProxy implements AutoCloseable {

    private final ServerSocket listener;
    private final int targetPort;
    private final String answer;
    private final List<String> heads = new CopyOnWriteArrayList<>();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private final AtomicLong bytesToClients = new AtomicLong();

    private ConnectProxy(final int targetPort, final String answer) throws IOException {
        this.targetPort = targetPort;
        this.answer = answer;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        daemon(this::accept);
    }

    public static ConnectProxy to(final int targetPort) throws IOException {
        return new ConnectProxy(targetPort, "200 Connection established");
    }

    public static ConnectProxy refusing(final String answer) throws IOException {
        return new ConnectProxy(0, answer);
    }

    public int port() {
        return listener.getLocalPort();
    }

    /** What clients sent before their tunnel was open. */
    public List<String> heads() {
        return heads;
    }

    /** What went from the server to clients. */
    public long bytesToClients() {
        return bytesToClients.get();
    }

    private void accept() {
        try {
            while (true) {
                final Socket client = listener.accept();
                sockets.add(client);
                daemon(() -> serve(client));
            }
        } catch (final IOException e) {
            return; // closed
        }
    }

    private void serve(final Socket client) {
        try {
            heads.add(head(client.getInputStream()));
            client.getOutputStream().write(("HTTP/1.1 " + answer + "\r\n\r\n").getBytes(StandardCharsets.US_ASCII));
            if (!answer.startsWith("200")) {
                client.close();
                return;
            }
            final Socket server = new Socket(InetAddress.getLoopbackAddress(), targetPort);
            sockets.add(server);
            daemon(() -> copy(server, client, bytesToClients));
            copy(client, server, new AtomicLong());
        } catch (final IOException e) {
            return; // one side is gone
        }
    }

    private static String head(final InputStream in) throws IOException {
        final StringBuilder head = new StringBuilder();
        while (head.indexOf("\r\n\r\n") < 0) {
            final int next = in.read();
            if (next < 0) {
                throw new IOException("client is gone");
            }
            head.append((char) next);
        }
        return head.toString();
    }

    private static void copy(final Socket from, final Socket to, final AtomicLong count) {
        final byte[] buffer = new byte[64 << 10];
        try (from;
                to) {
            final InputStream in = from.getInputStream();
            int length = in.read(buffer);
            while (length >= 0) {
                count.addAndGet(length);
                to.getOutputStream().write(buffer, 0, length);
                length = in.read(buffer);
            }
        } catch (final IOException e) {
            return; // one side is gone
        }
    }

    private static void daemon(final Runnable task) {
        final Thread thread = new Thread(task, "connect-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (final Socket socket : sockets) {
            socket.close();
        }
    }
}
