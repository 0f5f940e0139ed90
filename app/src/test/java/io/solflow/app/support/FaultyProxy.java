package io.solflow.app.support;

import io.solflow.app.support.Fault.Harm;
import io.solflow.app.support.Fault.Side;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A TCP relay on loopback between a client and a server. Each connection gets the next of the faults; one that ends before
 * its fault came gives it to a later one. When all have come, connections are left alone.
 */
public final class FaultyProxy implements AutoCloseable {

    private static final int BUFFER_BYTES = 16 * 1024;

    private final int serverPort;
    private final ServerSocket listening;
    private final int faults;
    private final Queue<Fault> waiting;
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicInteger done = new AtomicInteger();
    private final Queue<Connection> open = new ConcurrentLinkedQueue<>();
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        final Thread thread = new Thread(task, "proxy");
        thread.setDaemon(true);
        return thread;
    });

    private FaultyProxy(final int serverPort, final List<Fault> faults) throws IOException {
        this.serverPort = serverPort;
        this.faults = faults.size();
        waiting = new ConcurrentLinkedQueue<>(faults);
        listening = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    }

    public static FaultyProxy start(final int serverPort, final List<Fault> faults) throws IOException {
        final FaultyProxy proxy = new FaultyProxy(serverPort, faults);
        proxy.threads.execute(proxy::accept);
        return proxy;
    }

    public int port() {
        return listening.getLocalPort();
    }

    /** Connections that clients have opened. */
    public int connections() {
        return connections.get();
    }

    /** Faults that have come to pass. */
    public int done() {
        return done.get();
    }

    public boolean allDone() {
        return done.get() == faults;
    }

    private void accept() {
        try {
            while (true) {
                final Socket client = listening.accept();
                connections.incrementAndGet();
                final Fault next = waiting.poll();
                new Connection(client, next == null ? Fault.NONE : next).start();
            }
        } catch (final IOException e) {
            if (!listening.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws IOException {
        listening.close();
        open.forEach(Connection::end);
        threads.shutdownNow();
    }

    private final class Connection {
        private final Socket client;
        private final Fault fault;
        private final Socket server = new Socket();
        private final AtomicBoolean harmed = new AtomicBoolean();
        private final AtomicBoolean ended = new AtomicBoolean();
        private volatile boolean silent;

        Connection(final Socket client, final Fault fault) {
            this.client = client;
            this.fault = fault;
        }

        void start() {
            open.add(this);
            try {
                server.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), serverPort));
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
            } catch (final IOException e) {
                end();
                return;
            }
            threads.execute(() -> relay(Side.SERVER, server, client));
            threads.execute(() -> relay(Side.CLIENT, client, server));
        }

        private void relay(final Side side, final Socket from, final Socket to) {
            final byte[] buffer = new byte[BUFFER_BYTES];
            try {
                final InputStream in = from.getInputStream();
                final Passage passage = new Passage(side, to.getOutputStream());
                for (int count = in.read(buffer); count > 0; count = in.read(buffer)) {
                    if (!passage.pass(buffer, count)) {
                        return;
                    }
                }
            } catch (final IOException e) {
                // an end is gone; so is the other then
            }
            end();
        }

        /** One direction of the connection. One thread. */
        private final class Passage {
            private final Side side;
            private final OutputStream out;
            private final FrameEnds frames = new FrameEnds();
            private long passed;

            Passage(final Side side, final OutputStream out) {
                this.side = side;
                this.out = out;
            }

            /** Passes bytes on, and does the harm where it is due; false when there is nothing more to do. */
            boolean pass(final byte[] bytes, final int count) throws IOException {
                int sent = 0;
                while (true) {
                    if (isDue() && !harm()) {
                        return false;
                    }
                    if (sent == count || silent) {
                        return true;
                    }
                    final int step = step(bytes, sent, count - sent);
                    out.write(bytes, sent, step);
                    sent += step;
                    passed += step;
                }
            }

            private boolean isDue() {
                return side == fault.side()
                        && !harmed.get()
                        && passed >= fault.afterBytes()
                        && (fault.harm() != Harm.FRAME || frames.atEnd());
            }

            private int step(final byte[] bytes, final int offset, final int length) {
                if (side != fault.side() || harmed.get()) {
                    return length;
                }
                return fault.harm() == Harm.FRAME
                        ? frames.take(bytes, offset, length)
                        : (int) Math.min(length, fault.afterBytes() - passed);
            }
        }

        /** Does the harm, once; false when this relay has nothing more to do. */
        private boolean harm() throws IOException {
            if (!harmed.compareAndSet(false, true)) {
                return true;
            }
            done.incrementAndGet();
            switch (fault.harm()) {
                case CLOSE, RESET -> {
                    end();
                    return false;
                }
                case HALF_CLOSE -> {
                    client.shutdownOutput();
                    return false;
                }
                case SILENCE -> silent = true;
                case FRAME ->
                    client.getOutputStream()
                            .write(fault.frame().array(), 0, fault.frame().limit());
            }
            return true;
        }

        void end() {
            if (!ended.compareAndSet(false, true)) {
                return;
            }
            open.remove(this);
            close(client, harmed.get() && fault.harm() == Harm.RESET);
            // without lingering, for a closed connection would hold its port for a minute
            close(server, true);
            if (!harmed.get() && fault.afterBytes() < Long.MAX_VALUE) {
                waiting.add(fault);
            }
        }

        private static void close(final Socket socket, final boolean reset) {
            try (socket) {
                socket.setSoLinger(reset, 0);
            } catch (final IOException e) {
                // closed already
            }
        }
    }
}
