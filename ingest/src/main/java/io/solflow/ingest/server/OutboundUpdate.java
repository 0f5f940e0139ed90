package io.solflow.ingest.server;

import com.google.protobuf.CodedOutputStream;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.solflow.ingest.proto.SubscribeUpdate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;

/**
 * An encoded {@code SubscribeUpdate} in two parts: the names of the filters it matched, which differ by client, and the
 * rest, which all clients share. Protobuf reads the parts one after the other as one message.
 */
final class OutboundUpdate {

    static final byte[] NO_FILTERS = {};

    /** Hands the two parts to gRPC as they are. The server only writes; reading is for the peer. */
    static final MethodDescriptor.Marshaller<OutboundUpdate> MARSHALLER = new MethodDescriptor.Marshaller<>() {
        @Override
        public InputStream stream(final OutboundUpdate update) {
            return new Parts(update);
        }

        @Override
        public OutboundUpdate parse(final InputStream stream) {
            try {
                return new OutboundUpdate(NO_FILTERS, stream.readAllBytes());
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    };

    private final byte[] names;
    private final byte[] body;

    OutboundUpdate(final byte[] names, final byte[] body) {
        this.names = names;
        this.body = body;
    }

    /** The two parts as a stream. */
    private static final class Parts extends InputStream implements KnownLength, Drainable {
        private final OutboundUpdate update;
        private int position;

        Parts(final OutboundUpdate update) {
            this.update = update;
        }

        @Override
        public int available() {
            return update.names.length + update.body.length - position;
        }

        @Override
        public int drainTo(final OutputStream target) throws IOException {
            if (position != 0) {
                return (int) transferTo(target);
            }
            position = available();
            target.write(update.names);
            target.write(update.body);
            return position;
        }

        @Override
        public int read(final byte[] target, final int offset, final int length) {
            final int count = Math.min(length, available());
            for (int i = 0; i < count; i++) {
                target[offset + i] = (byte) read();
            }
            return count == 0 && length > 0 ? -1 : count;
        }

        @Override
        public int read() {
            if (available() == 0) {
                return -1;
            }
            final int at = position++;
            final int inBody = at - update.names.length;
            return (inBody < 0 ? update.names[at] : update.body[inBody]) & 0xFF;
        }
    }

    /** The field {@code filters} with these names. */
    static byte[] namesField(final Iterable<String> names) {
        final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        final CodedOutputStream out = CodedOutputStream.newInstance(bytes);
        try {
            for (final String name : names) {
                out.writeString(SubscribeUpdate.FILTERS_FIELD_NUMBER, name);
            }
            out.flush();
        } catch (final IOException e) {
            throw new UncheckedIOException("writing to memory cannot fail", e);
        }
        return bytes.toByteArray();
    }
}
