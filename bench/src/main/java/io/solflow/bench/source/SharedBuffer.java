package io.solflow.bench.source;

import io.grpc.KnownLength;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The bytes of the message that came last, in one buffer for all: what the product's marshaller does. One thread. */
final class SharedBuffer {

    private byte[] bytes = new byte[1 << 16];
    private int length;

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    SharedBuffer read(final InputStream message) throws IOException {
        if (!(message instanceof KnownLength)) {
            throw new IOException("a message of unknown length");
        }
        length = message.available();
        if (length > bytes.length) {
            bytes = Arrays.copyOf(bytes, 2 * length);
        }
        if (message.readNBytes(bytes, 0, length) != length) {
            throw new IOException("a message that is shorter than it says");
        }
        return this;
    }
}
