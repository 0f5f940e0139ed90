package io.solflow.app.live;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * SIGINT and SIGTERM as a request to stop in order. The first one opens {@link #await}; a second one ends the process at
 * once with a code other than 0, for users who do not want to wait.
 */
public final class StopSignals {

    /** What shells report for a process ended by SIGINT. */
    private static final int INTERRUPTED_EXIT_CODE = 130;

    private final CountDownLatch requested = new CountDownLatch(1);

    /** Takes over both signals for the rest of the process. */
    public static StopSignals install() {
        final StopSignals signals = new StopSignals();
        for (final String name : List.of("INT", "TERM")) {
            handle(name, signals::onSignal);
        }
        return signals;
    }

    /**
     * Without sun.misc.Signal the JVM exits with 128 + n by itself. The class is exported by jdk.unsupported for want of
     * an official one; javac warns of it in a way that cannot be suppressed, hence the reflection.
     */
    private static void handle(final String name, final Runnable action) {
        try {
            final Class<?> signal = Class.forName("sun.misc.Signal");
            final Class<?> handler = Class.forName("sun.misc.SignalHandler");
            final Object onSignal = Proxy.newProxyInstance(
                    StopSignals.class.getClassLoader(), new Class<?>[] {handler}, (proxy, method, args) -> {
                        action.run();
                        return null;
                    });
            signal.getMethod("handle", signal, handler)
                    .invoke(null, signal.getConstructor(String.class).newInstance(name), onSignal);
        } catch (final ReflectiveOperationException e) {
            throw new IllegalStateException("signal " + name + " cannot be handled on this Java runtime", e);
        }
    }

    private void onSignal() {
        if (requested()) {
            Runtime.getRuntime().halt(INTERRUPTED_EXIT_CODE);
        }
        requested.countDown();
    }

    /** Asks for a stop as a signal would. */
    void request() {
        requested.countDown();
    }

    public boolean requested() {
        return requested.getCount() == 0;
    }

    /** Waits for a stop request; true when there is one. */
    public boolean await(final long timeoutMs) {
        try {
            return requested.await(timeoutMs, TimeUnit.MILLISECONDS);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }
}
