package io.solflow.core.program;

import io.solflow.core.chain.Pubkey;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;

/** Writes little-endian Borsh fields. */
public final class Borsh {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    /** Appends a 64-bit number. */
    public Borsh u64(final long value) {
        out.writeBytes(ByteBuffer.allocate(Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putLong(value)
                .array());
        return this;
    }

    /** Appends a 32-bit number. */
    public Borsh u32(final int value) {
        out.writeBytes(ByteBuffer.allocate(Integer.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .putInt(value)
                .array());
        return this;
    }

    /** Appends a byte. */
    public Borsh u8(final int value) {
        out.write(value);
        return this;
    }

    /** Appends a key. */
    public Borsh key(final Pubkey value) {
        out.writeBytes(value.toBytes());
        return this;
    }

    /** Appends a string with its length. */
    public Borsh text(final String value) {
        final byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
        u32(utf8.length);
        out.writeBytes(utf8);
        return this;
    }

    /** Appends bytes written as hex digits. */
    public Borsh hex(final String digits) {
        out.writeBytes(HexFormat.of().parseHex(digits));
        return this;
    }

    /** Appends zeros until {@code length} bytes are there. */
    public Borsh padTo(final int length) {
        while (out.size() < length) {
            out.write(0);
        }
        return this;
    }

    /** The bytes so far. */
    public byte[] toByteArray() {
        return out.toByteArray();
    }
}
