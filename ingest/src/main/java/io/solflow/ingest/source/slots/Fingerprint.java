package io.solflow.ingest.source.slots;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** 64 bits that stand for a signature. Both halves count, because a signer may use the first one twice. */
final class Fingerprint {

    private static final int SIGNATURE_BYTES = 64;
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Fingerprint() {}

    /** Of the 64-byte signature at an offset. */
    static long of(final byte[] bytes, final int offset) {
        long print = MIX;
        for (int at = offset; at < offset + SIGNATURE_BYTES; at += Long.BYTES) {
            print = (print ^ (long) LONGS.get(bytes, at)) * MIX;
            print ^= print >>> 32;
        }
        return print;
    }
}
