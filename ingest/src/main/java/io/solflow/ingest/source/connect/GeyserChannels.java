package io.solflow.ingest.source.connect;

import io.grpc.Codec;
import io.grpc.DecompressorRegistry;
import io.grpc.HttpConnectProxiedSocketAddress;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.netty.shaded.io.grpc.netty.GrpcSslContexts;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.netty.shaded.io.netty.channel.ChannelOption;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.socket.nio.NioSocketChannel;
import io.grpc.netty.shaded.io.netty.handler.ssl.SslContext;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import java.util.logging.Logger;
import javax.net.ssl.SSLException;

/** Makes the channels of one source: everything of a channel runs on the source's event loop. */
public final class GeyserChannels {

    public static final Metadata.Key<String> TOKEN_KEY = Metadata.Key.of("x-token", Metadata.ASCII_STRING_MARSHALLER);

    private static final int CONNECT_TIMEOUT_MS = 10_000;
    private static final int KEEP_ALIVE_TIMEOUT_SECONDS = 10;

    // gRPC writes headers to this log at debug, the token among them; held here because loggers are weakly referenced
    private static final Logger HEADER_LOG = Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyClientHandler");

    // names the way of each channel, and with it the proxy's user
    private static final Logger CHANNEL_LOG = Logger.getLogger("io.grpc.ChannelLogger");

    private final GeyserConfig config;
    private final EventLoop loop;
    private final SslContext tls;

    /**
     * Reads the certificate authority where one is named.
     *
     * @throws IllegalArgumentException when it cannot be used.
     */
    public GeyserChannels(final GeyserConfig config, final EventLoop loop) {
        this.config = config;
        this.loop = loop;
        tls = config.endpoint().tls() ? newTls(config) : null;
        HEADER_LOG.setLevel(Level.INFO);
        if (config.proxy() != null && !config.proxy().user().isEmpty()) {
            CHANNEL_LOG.setLevel(Level.OFF);
        }
    }

    /** Metadata of a call: the token, where there is one. */
    public static Metadata headers(final GeyserConfig config) {
        final Metadata headers = new Metadata();
        if (!config.token().isEmpty()) {
            headers.put(TOKEN_KEY, config.token());
        }
        return headers;
    }

    /** A channel over one of the nearest host's addresses. */
    public ManagedChannel open(final InetAddress address) {
        final StreamTuning tuning = config.tuning();
        final SocketAddress way = way(address);
        final NettyChannelBuilder builder = NettyChannelBuilder.forAddress(way)
                .overrideAuthority(config.endpoint().authority())
                .eventLoopGroup(loop)
                .channelType(NioSocketChannel.class, way.getClass())
                .directExecutor()
                .disableRetry()
                .decompressorRegistry(decompressors(tuning.gzip()))
                .withOption(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_TIMEOUT_MS)
                .maxInboundMessageSize(tuning.maxInboundBytes())
                .flowControlWindow(tuning.flowControlWindowBytes())
                .keepAliveTime(tuning.keepAliveSeconds(), TimeUnit.SECONDS)
                .keepAliveTimeout(KEEP_ALIVE_TIMEOUT_SECONDS, TimeUnit.SECONDS)
                .neverIndexMetadataKey(TOKEN_KEY);
        return (tls == null ? builder.usePlaintext() : builder.sslContext(tls)).build();
    }

    private SocketAddress way(final InetAddress address) {
        final GeyserEndpoint endpoint = config.endpoint();
        final HttpProxy proxy = config.proxy();
        if (proxy == null) {
            return new InetSocketAddress(address, endpoint.port());
        }
        return HttpConnectProxiedSocketAddress.newBuilder()
                .setProxyAddress(new InetSocketAddress(address, proxy.port()))
                .setTargetAddress(InetSocketAddress.createUnresolved(endpoint.host(), endpoint.port()))
                .setUsername(proxy.user().isEmpty() ? null : proxy.user())
                .setPassword(proxy.user().isEmpty() ? null : proxy.password())
                .build();
    }

    private static DecompressorRegistry decompressors(final boolean gzip) {
        final DecompressorRegistry plain = DecompressorRegistry.emptyInstance().with(Codec.Identity.NONE, false);
        return gzip ? plain.with(new Codec.Gzip(), true) : plain;
    }

    private static SslContext newTls(final GeyserConfig config) {
        try {
            return GrpcSslContexts.forClient()
                    .trustManager(ServerTrust.of(config.endpoint(), config.caCertificate()))
                    .build();
        } catch (final SSLException e) {
            throw new IllegalArgumentException("TLS cannot be used: " + e.getMessage(), e);
        }
    }
}
