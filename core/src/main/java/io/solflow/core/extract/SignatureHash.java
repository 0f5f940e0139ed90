package io.solflow.core.extract;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** A well-mixed 64-bit hash of a transaction's signature, the same in every run. Allocates nothing. */
final class SignatureHash {

    /** Hash of a signature that is not known; no known one has it. */
    static final long UNKNOWN = 0;

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WORDS = 8;

    private SignatureHash() {}

    /** The hash of the 64 bytes at {@code offset}. */
    static long of(final byte[] bytes, final int offset) {
        long hash = 0;
        for (int i = 0; i < WORDS; i++) {
            hash = (hash ^ (long) WORD.get(bytes, offset + Long.BYTES * i)) * 0x9E37_79B9_7F4A_7C15L;
            hash ^= hash >>> 32;
        }
        hash *= 0xD6E8_FEB8_6659_FD93L;
        hash ^= hash >>> 32;
        return hash == UNKNOWN ? 1 : hash;
    }
}
