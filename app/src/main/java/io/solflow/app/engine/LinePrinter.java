package io.solflow.app.engine;

import java.io.PrintStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.OneToOneConcurrentArrayQueue;

/**
 * Prints lines on a thread of its own, so that an output that blocks, as a stopped terminal does, holds nobody up. Lines
 * wait in a bounded queue; what finds no room there is counted, and a line says so as soon as there is room again.
 */
final class LinePrinter implements AutoCloseable {

    private static final int QUEUED_LINES = 1 << 16;
    private static final long POLL_NS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long CLOSE_MS = 2_000;

    private final OneToOneConcurrentArrayQueue<String> queue;
    private final PrintStream out;
    private final Thread thread = new Thread(this::run, "solflow-print");
    private volatile boolean closed;
    // the caller's thread only
    private long leftOut;

    private LinePrinter(final PrintStream out, final int queuedLines) {
        this.out = out;
        queue = new OneToOneConcurrentArrayQueue<>(queuedLines);
    }

    /** A printer to {@code out}; lines come from one thread. */
    static LinePrinter start(final PrintStream out) {
        return start(out, QUEUED_LINES);
    }

    static LinePrinter start(final PrintStream out, final int queuedLines) {
        final LinePrinter printer = new LinePrinter(out, queuedLines);
        printer.thread.setDaemon(true);
        printer.thread.start();
        return printer;
    }

    /** Has a line printed soon; never waits. */
    void print(final String line) {
        if (leftOut > 0 && queue.offer(leftOutText())) {
            leftOut = 0;
        }
        if (leftOut > 0 || !queue.offer(line)) {
            leftOut++;
        }
    }

    /** Waits until all lines are printed, two seconds at most; the caller's thread. */
    @Override
    public void close() {
        if (leftOut > 0 && queue.offer(leftOutText())) {
            leftOut = 0;
        }
        closed = true;
        try {
            thread.join(CLOSE_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String leftOutText() {
        return "(" + leftOut + " lines left out: the output was too slow)";
    }

    private void run() {
        while (true) {
            final boolean last = closed;
            final String line = queue.poll();
            if (line != null) {
                out.println(line);
            } else if (last) {
                return;
            } else {
                LockSupport.parkNanos(POLL_NS);
            }
        }
    }
}
