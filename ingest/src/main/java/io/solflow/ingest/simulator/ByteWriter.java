package io.solflow.ingest.simulator;

import io.solflow.core.chain.Discriminator;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Writes little-endian Borsh into a growing buffer; {@link #take()} hands the bytes over and starts anew. */
final class ByteWriter {

    private byte[] buffer = new byte[512];
    private int length;

    /** An instruction's or event's discriminator. */
    ByteWriter discriminator(final long value) {
        return u64(value);
    }

    /** The tag and discriminator that lead a self-CPI event. */
    ByteWriter event(final long discriminator) {
        return u64(Discriminator.CPI_EVENT_TAG).u64(discriminator);
    }

    ByteWriter u8(final int value) {
        reserve(1);
        buffer[length++] = (byte) value;
        return this;
    }

    ByteWriter bool(final boolean value) {
        return u8(value ? 1 : 0);
    }

    ByteWriter u16(final int value) {
        return u8(value).u8(value >>> 8);
    }

    ByteWriter u32(final int value) {
        return u16(value).u16(value >>> 16);
    }

    ByteWriter u64(final long value) {
        reserve(Long.BYTES);
        for (int i = 0; i < Long.BYTES; i++) {
            buffer[length++] = (byte) (value >>> (8 * i));
        }
        return this;
    }

    /** A non-negative 128-bit number. */
    ByteWriter u128(final long value) {
        return u64(value).u64(0);
    }

    /** A 128-bit number with a sign. */
    ByteWriter i128(final long value) {
        return u64(value).u64(value >> 63);
    }

    ByteWriter key(final Address value) {
        return bytes(value.bytes());
    }

    ByteWriter bytes(final byte[] value) {
        reserve(value.length);
        System.arraycopy(value, 0, buffer, length, value.length);
        length += value.length;
        return this;
    }

    /** A string: u32 length, then UTF-8. */
    ByteWriter string(final String value) {
        final byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        return u32(utf8.length).bytes(utf8);
    }

    /** What was written since the last time. */
    byte[] take() {
        final byte[] taken = Arrays.copyOf(buffer, length);
        length = 0;
        return taken;
    }

    private void reserve(final int more) {
        if (length + more > buffer.length) {
            buffer = Arrays.copyOf(buffer, 2 * (length + more));
        }
    }
}
