package io.solflow.app.web;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Clients of the event stream. What is told is a state, not a history: each client has a thread that writes the newest
 * event as soon as it has written the one before, so there is nothing to queue, and a slow one only sees fewer. One that
 * does not read for a while is dropped: interrupting its thread closes its connection, the one way to end a blocked write.
 */
final class EventClients implements AutoCloseable {

    private static final long STILL_HERE_NS = TimeUnit.SECONDS.toNanos(15);
    /** An event older than this is not worth a hello. */
    private static final long FRESH_NS = TimeUnit.MILLISECONDS.toNanos(1_500);

    private static final long STACK_BYTES = 128 << 10;
    private static final byte[] HELLO = bytes("retry: 2000\n\n");
    private static final byte[] STILL_HERE = bytes(": still here\n\n");
    private static final byte[] STOP = bytes("event: stop\ndata: {}\n\n");

    private final long patienceNs;
    private final int most;
    private final ThreadPoolExecutor threads;
    private final Set<Client> clients = ConcurrentHashMap.newKeySet();
    private final AtomicInteger dropped = new AtomicInteger();
    private long version;
    private byte[] event;
    private long eventNs;
    private boolean stopped;

    /**
     * Without clients.
     *
     * @param most how many there may be.
     * @param patienceMs how long one write may take.
     */
    EventClients(final int most, final long patienceMs) {
        this.most = most;
        this.patienceNs = TimeUnit.MILLISECONDS.toNanos(patienceMs);
        threads = new ThreadPoolExecutor(0, most, 10, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            final Thread thread = new Thread(null, work, "solflow-http-events", STACK_BYTES);
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Takes a client over; its connection is closed when it is done.
     *
     * @throws Refusal when there are too many.
     */
    void add(final HttpExchange exchange) throws Refusal {
        final Client client = new Client(exchange);
        clients.add(client);
        try {
            threads.execute(client);
        } catch (final RejectedExecutionException e) {
            clients.remove(client);
            throw new Refusal(503, "there are " + most + " clients of the event stream, allowed: " + most);
        }
    }

    int count() {
        return clients.size();
    }

    /** How many were dropped because they did not read. */
    int dropped() {
        return dropped.get();
    }

    /** Tells everybody; waits for nobody. */
    synchronized void tell(final String name, final byte[] data) {
        version++;
        eventNs = System.nanoTime();
        event = bytes("event: " + name + "\ndata: " + new String(data, StandardCharsets.UTF_8) + "\n\n");
        notifyAll();
    }

    /** Drops those whose write takes too long. */
    void dropStuck(final long nowNs) {
        for (final Client client : clients) {
            if (client.isStuck(nowNs)) {
                client.drop();
            }
        }
    }

    /** What a new client has seen: all but the newest event, which it gets at once unless that is old. */
    private synchronized long seenByNew() {
        return version > 0 && System.nanoTime() - eventNs < FRESH_NS ? version - 1 : version;
    }

    /** Waits for an event newer than the one of this version; null when there is none for a while. */
    private synchronized Event next(final long seen) throws InterruptedException {
        final long deadlineNs = System.nanoTime() + STILL_HERE_NS;
        while (version == seen && !stopped) {
            final long leftMs = TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime());
            if (leftMs <= 0) {
                return new Event(seen, STILL_HERE, false);
            }
            wait(leftMs);
        }
        return stopped ? new Event(seen, STOP, true) : new Event(version, event, false);
    }

    /** Tells everybody that it is over; those that do not take it are dropped. */
    @Override
    public void close() {
        synchronized (this) {
            stopped = true;
            notifyAll();
        }
        threads.shutdown();
        try {
            if (!threads.awaitTermination(500, TimeUnit.MILLISECONDS)) {
                threads.shutdownNow();
            }
        } catch (final InterruptedException e) {
            threads.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    private static byte[] bytes(final String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @SuppressWarnings("ArrayRecordComponent") // bytes to be sent, never compared
    private record Event(long version, byte[] bytes, boolean last) {}

    /** One client and its thread. */
    private final class Client implements Runnable {
        private static final long NOT_WRITING = Long.MIN_VALUE;

        private final HttpExchange exchange;
        private volatile long writingSinceNs = NOT_WRITING;
        private volatile Thread thread;

        Client(final HttpExchange exchange) {
            this.exchange = exchange;
        }

        boolean isStuck(final long nowNs) {
            final long sinceNs = writingSinceNs;
            return sinceNs != NOT_WRITING && nowNs - sinceNs > patienceNs;
        }

        void drop() {
            final Thread writing = thread;
            if (writing != null) {
                writing.interrupt();
            }
        }

        @Override
        public void run() {
            thread = Thread.currentThread();
            try (OutputStream out = begin()) {
                write(out, HELLO);
                Event last = new Event(seenByNew(), HELLO, false);
                while (!last.last()) {
                    last = next(last.version());
                    write(out, last.bytes());
                }
            } catch (final IOException e) {
                // gone, or dropped: a browser comes again by itself
                if (writingSinceNs != NOT_WRITING && Thread.interrupted()) {
                    dropped.incrementAndGet();
                }
            } catch (final InterruptedException e) {
                // the pool ends
                Thread.currentThread().interrupt();
            } finally {
                writingSinceNs = NOT_WRITING;
                clients.remove(this);
                exchange.close();
            }
        }

        private OutputStream begin() throws IOException {
            writingSinceNs = System.nanoTime();
            exchange.sendResponseHeaders(200, 0);
            writingSinceNs = NOT_WRITING;
            return exchange.getResponseBody();
        }

        private void write(final OutputStream out, final byte[] bytes) throws IOException {
            writingSinceNs = System.nanoTime();
            out.write(bytes);
            out.flush();
            writingSinceNs = NOT_WRITING;
        }
    }
}
