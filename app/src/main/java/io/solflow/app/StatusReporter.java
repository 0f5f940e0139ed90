package io.solflow.app;

import java.io.PrintStream;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
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
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        final Thread thread = new Thread(task, "solflow-status");
        thread.setDaemon(true);
        return thread;
    });
    private StatusLine.Look before;

    StatusReporter(final PrintStream out, final boolean terminal, final boolean colour, final Supplier<StatusLine.Look> look) {
        this.out = out;
        this.terminal = terminal;
        this.line = new StatusLine(colour);
        this.look = look;
    }

    void start() {
        before = look.get();
        final long seconds = terminal ? TERMINAL_SECONDS : FILE_SECONDS;
        timer.scheduleAtFixedRate(this::print, seconds, seconds, TimeUnit.SECONDS);
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
        timer.shutdownNow();
        try {
            timer.awaitTermination(1, TimeUnit.SECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (terminal) {
            out.print(ERASE_LINE);
            out.flush();
        }
    }
}
