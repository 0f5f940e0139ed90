package io.solflow.app;

import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGINT and SIGTERM as a request to stop in order. The first one opens {@link #await}; a second one ends the process at
 * once with the shell's code for that signal, for users who do not want to wait.
 */
final class StopSignals {

    private static final int SIGNAL_EXIT_BASE = 128;

    private final CountDownLatch requested = new CountDownLatch(1);

    /** Takes over both signals for the rest of the process. */
    @SuppressWarnings("sunapi") // jdk.unsupported is the only way to keep the JVM from exiting with 128 + n by itself
    static StopSignals install() {
        final StopSignals signals = new StopSignals();
        for (final String name : List.of("INT", "TERM")) {
            sun.misc.Signal.handle(new sun.misc.Signal(name), signal -> signals.onSignal(signal.getNumber()));
        }
        return signals;
    }

    private void onSignal(final int number) {
        if (requested.getCount() == 0) {
            Runtime.getRuntime().halt(SIGNAL_EXIT_BASE + number);
        }
        requested.countDown();
    }

    /** Asks for a stop as a signal would. */
    void request() {
        requested.countDown();
    }

    boolean requested() {
        return requested.getCount() == 0;
    }

    /** Waits for a stop request; true when there is one. */
    boolean await(final long timeoutMs) {
        try {
            return requested.await(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
