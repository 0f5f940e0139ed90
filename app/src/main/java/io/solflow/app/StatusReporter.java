package io.solflow.app;

import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** Prints the status line: every second over itself on a terminal, every ten seconds as a line elsewhere. */
final class StatusReporter implements AutoCloseable {

    private static final long TERMINAL_SECONDS = 1;
    private static final long FILE_SECONDS = 10;
    private static final String ERASE_LINE = "\r\u001b[2K";

    private final PrintStream out;
    private final boolean terminal;
    private final StatusLine line;
    private final Supplier<StatusLine.Look> look;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "solflow-status");
    private StatusLine.Look before;

    StatusReporter(
            final PrintStream out, final boolean terminal, final boolean colour, final Supplier<StatusLine.Look> look) {
        this.out = out;
        this.terminal = terminal;
        this.line = new StatusLine(colour);
        this.look = look;
    }

    void start() {
        before = look.get();
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try {
            while (!stop.await(terminal ? TERMINAL_SECONDS : FILE_SECONDS, TimeUnit.SECONDS)) {
                print();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print() {
        final StatusLine.Look now = look.get();
        final String text = line.format(before, now);
        before = now;
        if (terminal) {
            out.print(ERASE_LINE + text);
            out.flush();
        } else {
            out.println(text);
        }
    }

    /** Stops; leaves a terminal's cursor at the start of a new line. */
    @Override
    public void close() {
        stop.countDown();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(1));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (terminal) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }
}
