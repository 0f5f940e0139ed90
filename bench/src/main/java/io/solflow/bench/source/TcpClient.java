package io.solflow.bench.source;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;

/** The limit: the same messages as plain frames, counted. */
final class TcpClient implements Client {

    private final int port;
    private final Arrivals arrivals;
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(1 << 16);
    private SocketChannel channel;
    private int bodyLeft;

    TcpClient(final int port, final Arrivals arrivals) {
        this.port = port;
        this.arrivals = arrivals;
    }

    @Override
    public void start() throws IOException {
        channel = SocketChannel.open(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        final Thread reader = new Thread(this::read, "bench-tcp-client");
        reader.setDaemon(true);
        reader.start();
    }

    private void read() {
        try {
            while (channel.read(buffer) >= 0) {
                buffer.flip();
                countFrames();
                buffer.compact();
            }
        } catch (final IOException e) {
            System.err.println("plain connection ended: " + e.getMessage());
        }
    }

    private void countFrames() {
        while (true) {
            final int passed = Math.min(bodyLeft, buffer.remaining());
            buffer.position(buffer.position() + passed);
            bodyLeft -= passed;
            if (bodyLeft > 0 || buffer.remaining() < Integer.BYTES) {
                return;
            }
            bodyLeft = buffer.getInt();
            arrivals.add(bodyLeft);
        }
    }

    @Override
    public long awaitAll() throws InterruptedException {
        return arrivals.await();
    }

    @Override
    public void release() throws IOException {
        channel.close();
    }
}
