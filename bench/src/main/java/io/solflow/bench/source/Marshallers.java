package io.solflow.bench.source;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.Status;
import io.solflow.ingest.proto.SubscribeUpdate;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** How the peers read a message. */
final class Marshallers {

    private Marshallers() {}

    /** The bytes in one buffer that all messages share, as in the product. */
    static Marshaller<SharedBuffer> raw() {
        final SharedBuffer buffer = new SharedBuffer();
        return new Receiving<>() {
            @Override
            SharedBuffer read(final InputStream message) throws IOException {
                return buffer.read(message);
            }
        };
    }

    /** Generated classes, read from a buffer that all messages share: what grpc-protobuf does as well. */
    static Marshaller<SubscribeUpdate> generated() {
        final SharedBuffer buffer = new SharedBuffer();
        return new Receiving<>() {
            @Override
            SubscribeUpdate read(final InputStream message) throws IOException {
                buffer.read(message);
                final CodedInputStream coded = CodedInputStream.newInstance(buffer.bytes(), 0, buffer.length());
                final SubscribeUpdate update = SubscribeUpdate.parseFrom(coded);
                if (!coded.isAtEnd()) {
                    throw new InvalidProtocolBufferException("bytes behind the message");
                }
                return update;
            }
        };
    }

    private abstract static class Receiving<T> implements Marshaller<T> {

        abstract T read(InputStream message) throws IOException;

        @Override
        public T parse(final InputStream message) {
            try {
                return read(message);
            } catch (final IOException e) {
                throw Status.INTERNAL.withCause(e).asRuntimeException();
            }
        }

        @Override
        public InputStream stream(final T value) {
            return new ByteArrayInputStream(new byte[0]); // clients only receive
        }
    }
}
