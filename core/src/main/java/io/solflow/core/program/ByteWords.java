package io.solflow.core.program;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** Little-endian words of a byte array. */
final class ByteWords {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.LITTLE_ENDIAN);

    private ByteWords() {}

    static long i64(final byte[] bytes, final int offset) {
        return (long) LONG.get(bytes, offset);
    }

    static long u32(final byte[] bytes, final int offset) {
        return Integer.toUnsignedLong((int) INT.get(bytes, offset));
    }
}
