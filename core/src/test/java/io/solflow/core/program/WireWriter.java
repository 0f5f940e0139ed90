package io.solflow.core.program;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes protobuf fields; zero scalars are left out, as proto3 does. */
final class WireWriter {

    private static final int LENGTH_DELIMITED = 2;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    WireWriter number(final int field, final long value) {
        if (value != 0) {
            varint((long) field << 3);
            varint(value);
        }
        return this;
    }

    WireWriter bytes(final int field, final byte[] value) {
        varint((long) field << 3 | LENGTH_DELIMITED);
        varint(value.length);
        out.writeBytes(value);
        return this;
    }

    WireWriter text(final int field, final String value) {
        return bytes(field, value.getBytes(StandardCharsets.UTF_8));
    }

    WireWriter message(final int field, final WireWriter value) {
        return bytes(field, value.toByteArray());
    }

    /** Appends fields that are written already. */
    WireWriter raw(final byte[] fields) {
        out.writeBytes(fields);
        return this;
    }

    byte[] toByteArray() {
        return out.toByteArray();
    }

    private void varint(final long value) {
        long rest = value;
        while ((rest & ~0x7FL) != 0) {
            out.write((int) ((rest & 0x7F) | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }
}
