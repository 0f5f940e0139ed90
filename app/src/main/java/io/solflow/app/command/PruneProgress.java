package io.solflow.app.command;

import io.solflow.app.terminal.Terminal;
import io.solflow.persist.status.PruneCounters;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Tells how far a prune is: over itself each second on a terminal, as a line every ten seconds elsewhere. */
final class PruneProgress implements AutoCloseable {

    private static final long TERMINAL_MS = 1_000;
    private static final long FILE_MS = 10_000;

    private final PruneCounters counters;
    private final boolean terminal = Terminal.present();
    private final CountDownLatch closing = new CountDownLatch(1);
    private final Thread thread = new Thread(this::run, "solflow-prune-progress");
    private volatile boolean addresses;

    PruneProgress(final PruneCounters counters) {
        this.counters = counters;
    }

    void start() {
        thread.setDaemon(true);
        thread.start();
    }

    /** From now on addresses are looked for. */
    void addresses() {
        addresses = true;
    }

    private void run() {
        try {
            while (!closing.await(terminal ? TERMINAL_MS : FILE_MS, TimeUnit.MILLISECONDS)) {
                System.err.print(
                        (terminal ? Terminal.ERASE_LINE : "") + text() + (terminal ? "" : System.lineSeparator()));
                System.err.flush();
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private String text() {
        final String trades = String.format(
                Locale.ROOT, "prune: %,d trades removed", counters.trades().get());
        return addresses
                ? String.format(
                        Locale.ROOT,
                        "%s, looking for unused addresses: %,d removed",
                        trades,
                        counters.mints().get() + counters.wallets().get())
                : trades;
    }

    /** Ends it and clears its line; idempotent. */
    @Override
    public void close() {
        closing.countDown();
        try {
            thread.join(TERMINAL_MS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (terminal) {
            System.err.print(Terminal.ERASE_LINE);
            System.err.flush();
        }
    }
}
