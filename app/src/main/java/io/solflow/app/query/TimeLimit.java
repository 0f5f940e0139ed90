package io.solflow.app.query;

import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.sqlite.ProgressHandler;

/** Ends a statement that has kept SQLite busy for too long, or whose owner closes. Called by SQLite on the reading thread. */
final class TimeLimit extends ProgressHandler {

    /** Between two looks at the clock; well under a millisecond. */
    static final int STEPS_PER_LOOK = 20_000;

    private final long limitNs;
    private final BooleanSupplier closing;
    private long usedNs;
    private long beganNs;
    private boolean exceeded;

    TimeLimit(final long limitMs, final BooleanSupplier closing) {
        this.limitNs = TimeUnit.MILLISECONDS.toNanos(limitMs);
        this.closing = closing;
    }

    /** SQLite begins to work. */
    void begin() {
        beganNs = System.nanoTime();
    }

    /** SQLite has worked; what the reader does with its rows until it begins again does not count. */
    void end() {
        usedNs += System.nanoTime() - beganNs;
    }

    boolean exceeded() {
        return exceeded;
    }

    long usedMs() {
        return TimeUnit.NANOSECONDS.toMillis(usedNs);
    }

    @Override
    protected int progress() {
        exceeded = usedNs + (System.nanoTime() - beganNs) > limitNs;
        return exceeded || closing.getAsBoolean() ? 1 : 0;
    }
}
