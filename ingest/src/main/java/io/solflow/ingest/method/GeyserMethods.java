package io.solflow.ingest.method;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import io.solflow.ingest.proto.GetBlockHeightRequest;
import io.solflow.ingest.proto.GetBlockHeightResponse;
import io.solflow.ingest.proto.GetLatestBlockhashRequest;
import io.solflow.ingest.proto.GetLatestBlockhashResponse;
import io.solflow.ingest.proto.GetSlotRequest;
import io.solflow.ingest.proto.GetSlotResponse;
import io.solflow.ingest.proto.GetVersionRequest;
import io.solflow.ingest.proto.GetVersionResponse;
import io.solflow.ingest.proto.PingRequest;
import io.solflow.ingest.proto.PongResponse;
import io.solflow.ingest.proto.SubscribeReplayInfoRequest;
import io.solflow.ingest.proto.SubscribeReplayInfoResponse;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The methods of {@code geyser.Geyser} that take one request, described by hand, for both ends. */
public final class GeyserMethods {

    /** The service. */
    public static final String SERVICE = "geyser.Geyser";

    /** Oldest slot that {@code from_slot} may name. */
    public static final MethodDescriptor<SubscribeReplayInfoRequest, SubscribeReplayInfoResponse> REPLAY_INFO =
            unary("SubscribeReplayInfo", SubscribeReplayInfoRequest.parser(), SubscribeReplayInfoResponse.parser());
    /** An echo. */
    public static final MethodDescriptor<PingRequest, PongResponse> PING =
            unary("Ping", PingRequest.parser(), PongResponse.parser());
    /** What the server is, as JSON text. */
    public static final MethodDescriptor<GetVersionRequest, GetVersionResponse> GET_VERSION =
            unary("GetVersion", GetVersionRequest.parser(), GetVersionResponse.parser());
    /** The newest slot. */
    public static final MethodDescriptor<GetSlotRequest, GetSlotResponse> GET_SLOT =
            unary("GetSlot", GetSlotRequest.parser(), GetSlotResponse.parser());
    /** The height of the newest block. */
    public static final MethodDescriptor<GetBlockHeightRequest, GetBlockHeightResponse> GET_BLOCK_HEIGHT =
            unary("GetBlockHeight", GetBlockHeightRequest.parser(), GetBlockHeightResponse.parser());
    /** The newest blockhash. */
    public static final MethodDescriptor<GetLatestBlockhashRequest, GetLatestBlockhashResponse> GET_LATEST_BLOCKHASH =
            unary("GetLatestBlockhash", GetLatestBlockhashRequest.parser(), GetLatestBlockhashResponse.parser());

    private GeyserMethods() {}

    private static <Q extends Message, A extends Message> MethodDescriptor<Q, A> unary(
            final String name, final Parser<Q> request, final Parser<A> response) {
        return MethodDescriptor.newBuilder(marshaller(request), marshaller(response))
                .setType(MethodType.UNARY)
                .setFullMethodName(MethodDescriptor.generateFullMethodName(SERVICE, name))
                .build();
    }

    /** Messages as their bytes. */
    public static <T extends Message> MethodDescriptor.Marshaller<T> marshaller(final Parser<T> parser) {
        return new MethodDescriptor.Marshaller<>() {
            @Override
            public InputStream stream(final T message) {
                return new ByteArrayInputStream(message.toByteArray());
            }

            @Override
            public T parse(final InputStream stream) {
                try {
                    return parser.parseFrom(stream.readAllBytes());
                } catch (final InvalidProtocolBufferException e) {
                    throw Status.INTERNAL
                            .withDescription("failed to decode message: " + e.getMessage())
                            .withCause(e)
                            .asRuntimeException();
                } catch (final IOException e) {
                    throw Status.INTERNAL.withCause(e).asRuntimeException();
                }
            }
        };
    }
}
