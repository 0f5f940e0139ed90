package io.solflow.core.event;

import java.util.Arrays;

/**
 * The trades of one transaction in execution order, with its signature. Grows to the largest transaction it has held
 * and keeps that size up to {@value #RETAINED_CAPACITY} trades. Written by the extract stage only.
 */
public final class TradeList {

    /** Bytes of a transaction signature. */
    public static final int SIGNATURE_LENGTH = 64;

    /** More than the chain's 64 instructions a transaction can be; larger ones are hostile and not kept for. */
    static final int RETAINED_CAPACITY = 64;

    private static final int INITIAL_CAPACITY = 2;

    private final byte[] signature = new byte[SIGNATURE_LENGTH];
    private Trade[] trades = new Trade[INITIAL_CAPACITY];
    private int size;

    /** An empty list. */
    public TradeList() {
        for (int i = 0; i < INITIAL_CAPACITY; i++) {
            trades[i] = new Trade();
        }
    }

    /** How many trades there are. */
    public int size() {
        return size;
    }

    /** The trade at {@code index}, 0 to {@code size() - 1}. */
    public Trade get(final int index) {
        if (index >= size) {
            throw new IndexOutOfBoundsException("trade " + index + " of " + size);
        }
        return trades[index];
    }

    /** Adds a trade and returns it, reset, to be filled. */
    public Trade add() {
        if (size == trades.length) {
            trades = Arrays.copyOf(trades, 2 * size);
            for (int i = size; i < trades.length; i++) {
                trades[i] = new Trade();
            }
        }
        return trades[size++].reset();
    }

    /** Takes the last added trade back. */
    public void removeLast() {
        size--;
    }

    /** Removes the trade at {@code index}, keeping the order of the others. */
    public void remove(final int index) {
        final Trade removed = get(index);
        System.arraycopy(trades, index + 1, trades, index, size - index - 1);
        trades[--size] = removed;
    }

    /** Puts the trades in order of their ordinals; those of one ordinal stay as they stand. */
    public void sortByOrdinal() {
        for (int i = 1; i < size; i++) {
            final Trade trade = trades[i];
            int at = i;
            while (at > 0 && trades[at - 1].ordinal() > trade.ordinal()) {
                trades[at] = trades[at - 1];
                at--;
            }
            trades[at] = trade;
        }
    }

    /** Removes all trades. */
    public void clear() {
        size = 0;
        if (trades.length > RETAINED_CAPACITY) {
            trades = Arrays.copyOf(trades, RETAINED_CAPACITY);
        }
    }

    /** How many trades there is room for, for tests of memory. */
    int capacity() {
        return trades.length;
    }

    /** The transaction's signature, 64 bytes; valid while the list is not empty. */
    public byte[] signature() {
        return signature;
    }

    /** Takes the signature at {@code offset} of {@code source}. */
    public void signature(final byte[] source, final int offset) {
        System.arraycopy(source, offset, signature, 0, SIGNATURE_LENGTH);
    }
}
