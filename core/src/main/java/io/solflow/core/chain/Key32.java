package io.solflow.core.chain;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A mutable 32-byte key held as four little-endian words, for ring threads: copied, compared and hashed without
 * allocation. Not thread safe; belongs to whoever owns the object that holds it.
 */
public final class Key32 {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private long w0;
    private long w1;
    private long w2;
    private long w3;

    /** Takes the 32 bytes at {@code offset} of {@code source}. */
    public Key32 set(final byte[] source, final int offset) {
        return set(
                (long) WORD.get(source, offset),
                (long) WORD.get(source, offset + 8),
                (long) WORD.get(source, offset + 16),
                (long) WORD.get(source, offset + 24));
    }

    /** Takes another key's words. */
    public Key32 set(final Key32 other) {
        return set(other.w0, other.w1, other.w2, other.w3);
    }

    /** Takes four words, the key's bytes read in little-endian order. */
    public Key32 set(final long word0, final long word1, final long word2, final long word3) {
        w0 = word0;
        w1 = word1;
        w2 = word2;
        w3 = word3;
        return this;
    }

    /** Takes the bytes of an immutable key; allocates. */
    public Key32 set(final Pubkey key) {
        return set(key.toBytes(), 0);
    }

    /** Bytes 0 to 7. */
    public long word0() {
        return w0;
    }

    /** Bytes 8 to 15. */
    public long word1() {
        return w1;
    }

    /** Bytes 16 to 23. */
    public long word2() {
        return w2;
    }

    /** Bytes 24 to 31. */
    public long word3() {
        return w3;
    }

    /** Writes the 32 bytes at {@code offset} of {@code target}. */
    public void copyTo(final byte[] target, final int offset) {
        WORD.set(target, offset, w0);
        WORD.set(target, offset + 8, w1);
        WORD.set(target, offset + 16, w2);
        WORD.set(target, offset + 24, w3);
    }

    /** True when both hold the same bytes. */
    public boolean matches(final Key32 other) {
        return w0 == other.w0 && w1 == other.w1 && w2 == other.w2 && w3 == other.w3;
    }

    /** True when the 32 bytes at {@code offset} of {@code source} are this key. */
    public boolean matches(final byte[] source, final int offset) {
        return w0 == (long) WORD.get(source, offset)
                && w1 == (long) WORD.get(source, offset + 8)
                && w2 == (long) WORD.get(source, offset + 16)
                && w3 == (long) WORD.get(source, offset + 24);
    }

    /** True when both hold the same bytes. */
    public boolean matches(final Pubkey key) {
        return matches(key.shared(), 0);
    }

    /** True when the words are these four. */
    public boolean matches(final long word0, final long word1, final long word2, final long word3) {
        return w0 == word0 && w1 == word1 && w2 == word2 && w3 == word3;
    }

    /** A well-mixed 64-bit hash; keys ground to share a prefix or suffix (vanity mints) still spread. */
    public long hash() {
        return hash(w0, w1, w2, w3);
    }

    /** The hash of the key with these words. */
    public static long hash(final long word0, final long word1, final long word2, final long word3) {
        long h = word0 * 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 32) ^ word1) * 0xC2B2AE3D27D4EB4FL;
        h = (h ^ (h >>> 29) ^ word2) * 0x9E3779B97F4A7C15L;
        h = (h ^ (h >>> 32) ^ word3) * 0xD6E8FEB86659FD93L;
        return h ^ (h >>> 32);
    }

    /** An immutable copy. */
    public Pubkey toPubkey() {
        final byte[] bytes = new byte[Pubkey.LENGTH];
        copyTo(bytes, 0);
        return Pubkey.copyOf(bytes, 0);
    }

    @Override
    public boolean equals(final Object other) {
        return other instanceof Key32 that && matches(that);
    }

    @Override
    public int hashCode() {
        return (int) hash();
    }

    /** The base58 text. */
    @Override
    public String toString() {
        return toPubkey().toString();
    }
}
