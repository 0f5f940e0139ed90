package io.solflow.core.event;

import io.solflow.core.chain.Key32;
import java.util.Arrays;

/**
 * The signals that begin and end with an event, flat in one array: each is {@link #STRIDE} longs that begin with the mint's
 * row, column for column as in {@link MetricsRows}. Flows are lamports. Written by the metrics stage only, which lends an
 * event the array when it has signals. Those that begin
 * one behind the other in a second are ordered by mint and kind, so that the order tells nothing of how they were found.
 */
public final class SignalList {

    /** Column of the kind's index. */
    public static final int KIND = MetricsRows.STRIDE;
    /** Column that is 1 for a signal that ends. */
    public static final int ENDS = KIND + 1;
    /** Column of the second whose end showed it, in unix seconds of chain time. */
    public static final int SECOND = ENDS + 1;
    /** Column of the slot of the mint's newest trade, -1 when that has none. */
    public static final int SLOT = SECOND + 1;
    /** Column of the strength, as the bits of a double from 0 to 1. */
    public static final int STRENGTH = SLOT + 1;
    /** Column of what was bought within 300 s, for {@link SignalKind#FOCUSED_BUYERS}; so are the next three. */
    public static final int INFLOW_LAMPORTS = STRENGTH + 1;
    /** Column of distinct wallets that bought within 300 s. */
    public static final int BUYING_WALLETS = INFLOW_LAMPORTS + 1;
    /** Column of how few of these brought the share of the inflow that was asked for. */
    public static final int FOCUSED_WALLETS = BUYING_WALLETS + 1;
    /** Column of what these few bought. */
    public static final int FOCUSED_INFLOW_LAMPORTS = FOCUSED_WALLETS + 1;
    /** Longs a signal. */
    public static final int STRIDE = FOCUSED_INFLOW_LAMPORTS + 1;

    private static final int MINT_WORDS = 4;
    private static final int FIRST_ROOM = 16;
    private static final long[] NONE = {};

    private long[] values = NONE;
    private int size;

    /** Forgets all signals. */
    public void clear() {
        size = 0;
    }

    /** The signals' values; signal {@code i} starts at {@code i * STRIDE}. */
    public long[] values() {
        return values;
    }

    /** Replaces the array that holds the signals, of which there are none then, and returns the old one. */
    public long[] take(final long[] newValues) {
        final long[] old = values;
        values = newValues;
        size = 0;
        return old;
    }

    /** Sets the number of signals that {@link #values()} holds. */
    public void size(final int newSize) {
        size = newSize;
    }

    /** How many signals there are. */
    public int size() {
        return size;
    }

    /** Value of a column, by its constant. */
    public long get(final int signal, final int column) {
        return values[signal * STRIDE + column];
    }

    /** A count of the mint's row, of a signal that begins. */
    public long count(final int signal, final MetricsCount count) {
        return count.in(values, signal * STRIDE);
    }

    /** Strength from 0 to 1. */
    public double strength(final int signal) {
        return Double.longBitsToDouble(get(signal, STRENGTH));
    }

    /** What it is a signal of. */
    public SignalKind kind(final int signal) {
        return SignalKind.at((int) get(signal, KIND));
    }

    /** True when it ends, false when it begins. */
    public boolean ends(final int signal) {
        return get(signal, ENDS) != 0;
    }

    /** Copies a signal's mint into {@code target}. */
    public Key32 mint(final int signal, final Key32 target) {
        final int at = signal * STRIDE + MetricsRows.MINT;
        return target.set(values[at], values[at + 1], values[at + 2], values[at + 3]);
    }

    /** Adds a signal that ends; only its mint, kind and second mean something. */
    public void addEnd(final long[] mint, final int offset, final SignalKind kind, final long second) {
        final int at = append(kind, second);
        System.arraycopy(mint, offset, values, at + MetricsRows.MINT, MINT_WORDS);
        values[at + ENDS] = 1;
    }

    /**
     * Adds a signal that begins, with the mint's row and without the columns of {@link SignalKind#FOCUSED_BUYERS}, and
     * returns where it stands until the next is added.
     */
    public int addBegin(
            final long[] row,
            final int offset,
            final SignalKind kind,
            final long second,
            final long slot,
            final double strength) {
        final int at = append(kind, second);
        System.arraycopy(row, offset, values, at, MetricsRows.STRIDE);
        values[at + SLOT] = slot;
        values[at + STRENGTH] = Double.doubleToLongBits(strength);
        return moveToItsPlace();
    }

    /** Sets a column; metrics stage only. */
    public void set(final int signal, final int column, final long value) {
        values[signal * STRIDE + column] = value;
    }

    private int append(final SignalKind kind, final long second) {
        if ((size + 2) * STRIDE > values.length) {
            // one more, behind the last, is room to swap in
            values = Arrays.copyOf(values, Math.max(2 * values.length, FIRST_ROOM * STRIDE));
        }
        final int at = size++ * STRIDE;
        Arrays.fill(values, at, at + STRIDE, 0);
        values[at + KIND] = kind.index();
        values[at + SECOND] = second;
        return at;
    }

    private int moveToItsPlace() {
        int signal = size - 1;
        while (signal > 0 && isBefore(signal, signal - 1)) {
            swap(signal, signal - 1);
            signal--;
        }
        return signal;
    }

    private boolean isBefore(final int signal, final int other) {
        if (ends(other) || get(other, SECOND) != get(signal, SECOND)) {
            return false;
        }
        for (int column = MetricsRows.MINT; column < MetricsRows.MINT + MINT_WORDS; column++) {
            if (get(signal, column) != get(other, column)) {
                return get(signal, column) < get(other, column);
            }
        }
        return get(signal, KIND) < get(other, KIND);
    }

    private void swap(final int signal, final int other) {
        final int room = size * STRIDE;
        System.arraycopy(values, signal * STRIDE, values, room, STRIDE);
        System.arraycopy(values, other * STRIDE, values, signal * STRIDE, STRIDE);
        System.arraycopy(values, room, values, other * STRIDE, STRIDE);
    }
}
