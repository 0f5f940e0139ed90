package io.solflow.bench.source;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Messages as byte arrays; sent without a copy of their own. */
final class RawBytes {

    static final MethodDescriptor.Marshaller<byte[]> MARSHALLER = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(final byte[] message) {
            return new Sent(message);
        }

        @Override
        public byte[] parse(final InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (final IOException e) {
                throw Status.INTERNAL.withCause(e).asRuntimeException();
            }
        }
    };

    private RawBytes() {}

    private static final class Sent extends ByteArrayInputStream implements KnownLength, Drainable {
        Sent(final byte[] message) {
            super(message);
        }

        @Override
        public int drainTo(final OutputStream target) throws IOException {
            final int length = available();
            target.write(buf, pos, length);
            pos += length;
            return length;
        }
    }
}
