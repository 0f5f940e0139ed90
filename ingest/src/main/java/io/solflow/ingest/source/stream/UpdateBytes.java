package io.solflow.ingest.source.stream;

import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The bytes of the update that was received last, in a buffer that every update of a stream shares. One thread. */
final class UpdateBytes {

    private static final int INITIAL_BYTES = 64 * 1024;
    private static final int LARGEST_ARRAY = Integer.MAX_VALUE - 8;

    private byte[] bytes = new byte[INITIAL_BYTES];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    /** Reads a message to its end; gRPC has checked its size. */
    void read(final InputStream message) throws IOException {
        length = 0;
        if (message instanceof KnownLength) {
            ensureCapacity(message.available());
        }
        while (true) {
            if (length == bytes.length) {
                final int next = message.read();
                if (next < 0) {
                    return;
                }
                ensureCapacity(length + 1);
                bytes[length++] = (byte) next;
            }
            final int count = message.read(bytes, length, bytes.length - length);
            if (count < 0) {
                return;
            }
            length += count;
        }
    }

    private void ensureCapacity(final int needed) {
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, (int) Math.min(Math.max(needed, bytes.length * 2L), LARGEST_ARRAY));
        }
    }
}
