package io.solflow.ingest.source.stream;

import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.Marshaller;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The stream {@code geyser.Geyser/Subscribe}. Requests are bytes; an update is handed over as bytes in one
 * buffer that the next update overwrites, so a descriptor belongs to one stream whose listener runs on one thread.
 */
final class SubscribeMethod {

    private static final String NAME = MethodDescriptor.generateFullMethodName("geyser.Geyser", "Subscribe");

    private SubscribeMethod() {}

    /** A descriptor with a buffer of its own. */
    static MethodDescriptor<byte[], UpdateBytes> newDescriptor() {
        return MethodDescriptor.newBuilder(new RequestMarshaller(), new UpdateMarshaller())
                .setType(MethodType.BIDI_STREAMING)
                .setFullMethodName(NAME)
                .build();
    }

    private static final class RequestMarshaller implements Marshaller<byte[]> {
        @Override
        public InputStream stream(final byte[] request) {
            return new ByteArrayInputStream(request);
        }

        @Override
        public byte[] parse(final InputStream stream) {
            try {
                return stream.readAllBytes();
            } catch (final IOException e) {
                throw Status.INTERNAL.withCause(e).asRuntimeException();
            }
        }
    }

    private static final class UpdateMarshaller implements Marshaller<UpdateBytes> {
        private final UpdateBytes update = new UpdateBytes();

        @Override
        public InputStream stream(final UpdateBytes value) {
            return new ByteArrayInputStream(value.bytes(), 0, value.length());
        }

        @Override
        public UpdateBytes parse(final InputStream stream) {
            try {
                update.read(stream);
                return update;
            } catch (final IOException e) {
                throw Status.INTERNAL
                        .withDescription("update could not be read")
                        .withCause(e)
                        .asRuntimeException();
            }
        }
    }
}
