package io.solflow.ingest.server;

import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import io.solflow.ingest.method.GeyserMethods;
import io.solflow.ingest.proto.CommitmentLevel;
import io.solflow.ingest.proto.GetBlockHeightResponse;
import io.solflow.ingest.proto.GetLatestBlockhashResponse;
import io.solflow.ingest.proto.GetSlotResponse;
import io.solflow.ingest.proto.GetVersionResponse;
import io.solflow.ingest.proto.PongResponse;
import io.solflow.ingest.proto.SubscribeReplayInfoResponse;

/** Answers the methods that take one request. */
final class UnaryMethods {

    /** How many blocks a blockhash stays valid for. */
    private static final int BLOCKHASH_VALID_BLOCKS = 150;

    private static final String VERSION =
            "{\"version\":{\"package\":\"solflow\",\"version\":\"0.1.0\",\"proto\":\"12.6.0\","
                    + "\"solana\":\"none\",\"git\":\"none\",\"rustc\":\"none\",\"buildts\":\"none\"},"
                    + "\"extra\":{\"hostname\":\"solflow\"}}";

    private final Broadcast broadcast;

    UnaryMethods(final Broadcast broadcast) {
        this.broadcast = broadcast;
    }

    /** Work that may end with a status. */
    private interface Answer<Q, A> {
        A to(Q request) throws StatusException;
    }

    private static <Q, A> ServerCalls.UnaryMethod<Q, A> method(final Answer<Q, A> answer) {
        return (final Q request, final StreamObserver<A> response) -> {
            try {
                response.onNext(answer.to(request));
                response.onCompleted();
            } catch (final StatusException e) {
                response.onError(e);
            }
        };
    }

    void addTo(final ServerServiceDefinition.Builder service) {
        service.addMethod(GeyserMethods.REPLAY_INFO, ServerCalls.asyncUnaryCall(method(request -> replayInfo())));
        service.addMethod(GeyserMethods.PING, ServerCalls.asyncUnaryCall(method(request -> PongResponse.newBuilder()
                .setCount(request.getCount())
                .build())));
        service.addMethod(
                GeyserMethods.GET_VERSION,
                ServerCalls.asyncUnaryCall(method(request ->
                        GetVersionResponse.newBuilder().setVersion(VERSION).build())));
        service.addMethod(
                GeyserMethods.GET_SLOT, ServerCalls.asyncUnaryCall(method(request -> GetSlotResponse.newBuilder()
                        .setSlot(newest(request.getCommitment()).slot())
                        .build())));
        service.addMethod(
                GeyserMethods.GET_BLOCK_HEIGHT,
                ServerCalls.asyncUnaryCall(method(request -> GetBlockHeightResponse.newBuilder()
                        .setBlockHeight(newest(request.getCommitment()).height())
                        .build())));
        service.addMethod(
                GeyserMethods.GET_LATEST_BLOCKHASH,
                ServerCalls.asyncUnaryCall(method(request -> latestBlockhash(request.getCommitment()))));
    }

    private SubscribeReplayInfoResponse replayInfo() {
        final SubscribeReplayInfoResponse.Builder info = SubscribeReplayInfoResponse.newBuilder();
        broadcast.firstAvailable().ifPresent(info::setFirstAvailable);
        return info.build();
    }

    private GetLatestBlockhashResponse latestBlockhash(final CommitmentLevel commitment) throws StatusException {
        final PreparedBlock block = newest(commitment);
        return GetLatestBlockhashResponse.newBuilder()
                .setSlot(block.slot())
                .setBlockhash(block.blockhash())
                .setLastValidBlockHeight(block.height() + BLOCKHASH_VALID_BLOCKS)
                .build();
    }

    private PreparedBlock newest(final CommitmentLevel commitment) throws StatusException {
        if (commitment == CommitmentLevel.UNRECOGNIZED) {
            throw Status.INVALID_ARGUMENT
                    .withDescription("failed to create CommitmentLevel from request")
                    .asException();
        }
        final PreparedBlock block = broadcast.newest(commitment);
        if (block == null) {
            throw Status.INTERNAL.withDescription("block is not available yet").asException();
        }
        return block;
    }
}
