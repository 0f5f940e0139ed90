package io.solflow.app.live;

import io.solflow.app.terminal.Terminal;
import java.io.PrintStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * Looks every second, and prints the status line: over itself each time on a terminal, every ten seconds as a line
 * elsewhere.
 */
public final class StatusReporter implements AutoCloseable {

    private static final long LOOK_SECONDS = 1;
    private static final int TERMINAL_LOOKS = 1;
    private static final int FILE_LOOKS = 10;
    /** Without wrapping, a line longer than the terminal is wide is cut instead of spilling into lines left behind. */
    private static final String NO_WRAP = "\u001b[?7l";

    private static final String WRAP = "\u001b[?7h";

    private final PrintStream out;
    private final boolean terminal;
    private final StatusLine line;
    private final Supplier<StatusLine.Look> look;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "solflow-status");
    private StatusLine.Look before;

    public StatusReporter(
            final PrintStream out, final boolean terminal, final boolean colour, final Supplier<StatusLine.Look> look) {
        this.out = out;
        this.terminal = terminal;
        this.line = new StatusLine(colour);
        this.look = look;
    }

    public void start() {
        before = look.get();
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        final int looksPerLine = terminal ? TERMINAL_LOOKS : FILE_LOOKS;
        try {
            for (int looks = 1; !stop.await(LOOK_SECONDS, TimeUnit.SECONDS); looks++) {
                final StatusLine.Look now = look.get();
                if (looks % looksPerLine == 0) {
                    print(now);
                }
            }
            // what happened in the last second belongs to the run too
            before = look.get();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void print(final StatusLine.Look now) {
        final String text = line.format(before, now);
        before = now;
        if (terminal) {
            out.print(Terminal.ERASE_LINE + NO_WRAP + text + WRAP);
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
            out.print(Terminal.ERASE_LINE);
            out.flush();
        }
    }
}
