package io.solflow.bench.line;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Clients of the page's event stream, on a thread of their own that reads what all of them get, or stuck: reading nothing at all. */
final class EventClients implements AutoCloseable {

    /** So small that a client that does not read has no room left after the first event. */
    private static final int STUCK_BUFFER = 1 << 10;

    private static final int READ_BUFFER = 1 << 16;
    private static final byte[] TICK = "event: tick".getBytes(StandardCharsets.US_ASCII);

    private final List<SocketChannel> channels = new ArrayList<>();
    private final long[] ticks;
    private final int[] matched;
    private final Selector selector = Selector.open();
    private final Thread thread = new Thread(this::read, "bench-event-clients");
    private volatile boolean closed;
    private volatile IOException failure;

    private EventClients(final int port, final int count, final boolean reading) throws IOException {
        ticks = new long[count];
        matched = new int[count];
        final byte[] request = ("GET /api/stream HTTP/1.1\r\nHost: localhost:" + port + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        for (int client = 0; client < count; client++) {
            final SocketChannel channel = SocketChannel.open();
            channels.add(channel);
            if (!reading) {
                channel.setOption(StandardSocketOptions.SO_RCVBUF, STUCK_BUFFER);
            }
            channel.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
            final ByteBuffer bytes = ByteBuffer.wrap(request);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.configureBlocking(false);
            if (reading) {
                channel.register(selector, SelectionKey.OP_READ, client);
            }
        }
        thread.setDaemon(true);
        thread.start();
    }

    /** So many that read all that they get. */
    static EventClients reading(final int port, final int count) throws IOException {
        return new EventClients(port, count, true);
    }

    /** So many that ask and then never read. */
    static EventClients stuck(final int port, final int count) throws IOException {
        return new EventClients(port, count, false);
    }

    private void read() {
        final ByteBuffer buffer = ByteBuffer.allocateDirect(READ_BUFFER);
        try {
            while (!closed) {
                selector.select(key -> drain(key, buffer));
            }
        } catch (final IOException e) {
            failure = e;
        }
    }

    private void drain(final SelectionKey key, final ByteBuffer buffer) {
        try {
            int count;
            do {
                buffer.clear();
                count = ((SocketChannel) key.channel()).read(buffer);
                buffer.flip();
                countTicks((int) key.attachment(), buffer);
            } while (count > 0);
            if (count < 0) {
                throw new IOException("the product ended the event stream of client " + key.attachment());
            }
        } catch (final IOException e) {
            key.cancel();
            failure = e;
        }
    }

    /** The text may be cut anywhere between two reads; a mismatch can only begin it anew. */
    private void countTicks(final int client, final ByteBuffer bytes) {
        int at = matched[client];
        while (bytes.hasRemaining()) {
            final byte next = bytes.get();
            at = next == TICK[at] ? at + 1 : next == TICK[0] ? 1 : 0;
            if (at == TICK.length) {
                ticks[client]++;
                at = 0;
            }
        }
        matched[client] = at;
    }

    int size() {
        return channels.size();
    }

    /** Ends the reading ones, after which it tells how often the one was told that was told least often. */
    long leastTicks() throws IOException, InterruptedException {
        end();
        if (failure != null) {
            throw failure;
        }
        return Arrays.stream(ticks).min().orElse(0);
    }

    private void end() throws InterruptedException {
        closed = true;
        selector.wakeup();
        thread.join();
    }

    @Override
    public void close() throws IOException {
        try {
            end();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (final SocketChannel channel : channels) {
            channel.close();
        }
        selector.close();
    }
}
