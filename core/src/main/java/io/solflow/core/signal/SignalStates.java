package io.solflow.core.signal;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.SignalKind;
import java.util.Arrays;

/**
 * The signals that go on, each a mint and a kind with its second and slot: records in a row, and an open-addressing index
 * over them. A record that is removed gives its place to the last one. One thread.
 */
final class SignalStates {

    static final int NONE = -1;

    private static final int MINT = 0;
    private static final int MINT_WORDS = 4;
    private static final int KIND = 4;
    private static final int SLOT = 5;
    private static final int STRIDE = 6;
    private static final int INITIAL = 64;

    private long[] values = new long[INITIAL * STRIDE];
    private long[] seconds = new long[INITIAL]; // looked through each second, so apart
    private int[] index = new int[2 * INITIAL]; // record + 1, 0 when empty
    private int size;

    int size() {
        return size;
    }

    SignalKind kind(final int state) {
        return SignalKind.at((int) values[state * STRIDE + KIND]);
    }

    long second(final int state) {
        return seconds[state];
    }

    long slot(final int state) {
        return values[state * STRIDE + SLOT];
    }

    /** Copies the mint's key into {@code target}. */
    Key32 mint(final int state, final Key32 target) {
        final int at = state * STRIDE + MINT;
        return target.set(values[at], values[at + 1], values[at + 2], values[at + 3]);
    }

    /** The array in which the mint's words begin at {@link #offset}. */
    long[] values() {
        return values;
    }

    int offset(final int state) {
        return state * STRIDE + MINT;
    }

    /** The state of a mint, whose words begin at {@code at}, and a kind; {@link #NONE} when it has none. */
    int find(final long[] words, final int at, final SignalKind kind) {
        return index[place(words, at, kind.index())] - 1;
    }

    /** Adds a state that is not there. */
    void add(final long[] words, final int at, final SignalKind kind, final long second, final long slot) {
        if (size == seconds.length) {
            grow();
        }
        final int own = size * STRIDE;
        System.arraycopy(words, at, values, own + MINT, MINT_WORDS);
        values[own + KIND] = kind.index();
        values[own + SLOT] = slot;
        seconds[size] = second;
        index[placeOf(size)] = ++size;
    }

    /** Removes a state; the last one takes its place. */
    void remove(final int state) {
        unlink(placeOf(state));
        final int last = size - 1;
        if (state != last) {
            index[placeOf(last)] = state + 1;
            System.arraycopy(values, last * STRIDE, values, state * STRIDE, STRIDE);
            seconds[state] = seconds[last];
        }
        size = last;
    }

    private void grow() {
        values = Arrays.copyOf(values, 2 * values.length);
        seconds = Arrays.copyOf(seconds, 2 * size);
        index = new int[2 * index.length];
        for (int state = 0; state < size; state++) {
            index[placeOf(state)] = state + 1;
        }
    }

    /** Empties a place, and moves what stands behind it nearer to its home. */
    private void unlink(final int place) {
        final int mask = index.length - 1;
        int hole = place;
        for (int next = (hole + 1) & mask; index[next] != 0; next = (next + 1) & mask) {
            final int at = (index[next] - 1) * STRIDE;
            final int home = home(values, at + MINT, (int) values[at + KIND]);
            if (((next - home) & mask) >= ((next - hole) & mask)) {
                index[hole] = index[next];
                hole = next;
            }
        }
        index[hole] = 0;
    }

    private int placeOf(final int state) {
        final int at = state * STRIDE;
        return place(values, at + MINT, (int) values[at + KIND]);
    }

    private int place(final long[] words, final int at, final int kind) {
        int place = home(words, at, kind);
        while (index[place] != 0 && !isOf(index[place] - 1, words, at, kind)) {
            place = (place + 1) & (index.length - 1);
        }
        return place;
    }

    private int home(final long[] words, final int at, final int kind) {
        return (int) Key32.hash(words[at], words[at + 1], words[at + 2], words[at + 3] + kind) & (index.length - 1);
    }

    private boolean isOf(final int state, final long[] words, final int at, final int kind) {
        final int own = state * STRIDE;
        return values[own + MINT] == words[at]
                && values[own + MINT + 1] == words[at + 1]
                && values[own + MINT + 2] == words[at + 2]
                && values[own + MINT + 3] == words[at + 3]
                && values[own + KIND] == kind;
    }
}
