package io.solflow.ingest.server;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.logging.Level;
import java.util.logging.Logger;

/** Lets only calls through that carry the right {@code x-token}. */
final class TokenCheck implements ServerInterceptor {

    private static final Metadata.Key<String> X_TOKEN = Metadata.Key.of("x-token", Metadata.ASCII_STRING_MARSHALLER);

    // gRPC writes headers to this log at debug, the token among them; held here because loggers are weakly referenced
    private static final Logger HEADER_LOG = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");

    private final byte[] token;

    TokenCheck(final String token) {
        HEADER_LOG.setLevel(Level.INFO);
        this.token = token.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public <Q, A> ServerCall.Listener<Q> interceptCall(
            final ServerCall<Q, A> call, final Metadata headers, final ServerCallHandler<Q, A> next) {
        final String given = headers.get(X_TOKEN);
        if (given == null || !MessageDigest.isEqual(token, given.getBytes(StandardCharsets.UTF_8))) {
            call.close(Status.UNAUTHENTICATED.withDescription("No valid auth token"), new Metadata());
            return new ServerCall.Listener<>() {};
        }
        return next.startCall(call, headers);
    }
}
