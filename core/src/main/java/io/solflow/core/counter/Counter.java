package io.solflow.core.counter;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/**
 * A count with one writing thread. {@link #get()} may be called by any thread and sees a value that was current a
 * moment ago; there is no order between two counters.
 */
public final class Counter {

    private static final VarHandle VALUE;

    static {
        try {
            VALUE = MethodHandles.lookup().findVarHandle(Counter.class, "value", long.class);
        } catch (final ReflectiveOperationException e) {
            throw new ExceptionInInitializerError(e);
        }
    }

    @SuppressWarnings("unused") // accessed through VALUE
    private long value;

    /** Adds one; writer thread only. */
    public void increment() {
        add(1);
    }

    /** Adds {@code amount}; writer thread only. */
    public void add(final long amount) {
        VALUE.setOpaque(this, (long) VALUE.get(this) + amount);
    }

    /** Replaces the value, for gauges; writer thread only. */
    public void set(final long newValue) {
        VALUE.setOpaque(this, newValue);
    }

    /** The value as last seen; any thread. */
    public long get() {
        return (long) VALUE.getOpaque(this);
    }

    @Override
    public String toString() {
        return Long.toString(get());
    }
}
