package io.solflow.ingest.server;

import io.grpc.InsecureServerCredentials;
import io.grpc.Server;
import io.grpc.ServerCredentials;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.TlsServerCredentials;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.method.GeyserMethods;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.agrona.concurrent.SystemEpochClock;
import org.agrona.concurrent.SystemNanoClock;

/**
 * A Yellowstone-compatible gRPC server that plays a {@link BlockFeed} to any client.
 *
 * <p>Serves {@code Subscribe} (transactions, transactions_status, slots, blocks_meta; from_slot), SubscribeReplayInfo,
 * GetVersion, GetSlot, GetBlockHeight, GetLatestBlockhash and Ping; any other filter, field or header that would change what
 * comes is refused by name. Updates are packed with gzip for clients that accept it. At the end of the feed
 * streams stay open and are pinged. May be used from any thread; {@link #close()} ends all.
 */
public final class GeyserServer implements AutoCloseable {

    private static final int CLOSE_SECONDS = 5;
    private static final int KEEPALIVE_SECONDS = 1;

    private final GeyserServerConfig config;
    private final Broadcast broadcast;
    private final FeedPlayer player;
    private final Thread feedThread;
    private final ScheduledExecutorService pings;
    private final ExecutorService calls;
    private Server server;
    private int port;

    private GeyserServer(final GeyserServerConfig config, final BlockFeed feed) {
        this.config = config;
        port = config.port();
        broadcast = new Broadcast(config);
        player = new FeedPlayer(
                feed,
                broadcast,
                new BlockPacer(config.speed(), config.slotMs()),
                SystemNanoClock.INSTANCE,
                SystemEpochClock.INSTANCE);
        feedThread = daemons("geyser-feed").newThread(player);
        pings = Executors.newSingleThreadScheduledExecutor(daemons("geyser-ping"));
        // never shut down: a stream may end after its server has; idle threads go by themselves
        calls = new ThreadPoolExecutor(
                0, Integer.MAX_VALUE, 1, TimeUnit.SECONDS, new SynchronousQueue<>(), daemons("geyser-call"));
    }

    /**
     * Listens, and begins to play; when {@link Delivery#LOSSLESS} with the first subscription. The server closes the
     * feed.
     *
     * @throws IOException when the port or the TLS files cannot be used; the message names them.
     */
    public static GeyserServer start(final GeyserServerConfig config, final BlockFeed feed) throws IOException {
        final GeyserServer server = new GeyserServer(config, feed);
        try {
            server.listen();
        } catch (final IOException e) {
            server.pings.shutdownNow();
            throw e;
        }
        server.feedThread.start();
        return server;
    }

    private static ThreadFactory daemons(final String name) {
        final AtomicInteger count = new AtomicInteger();
        return task -> {
            final Thread thread = new Thread(task, name + "-" + count.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        };
    }

    /** The port it listens on. */
    public synchronized int port() {
        return port;
    }

    /**
     * Done when the feed is at its end and its last block was finalized, and, when lossless, all of it handed to the
     * transport; failed with the feed's exception; cancelled by {@link #close()}.
     */
    public CompletableFuture<Void> ended() {
        return player.ended().copy();
    }

    /** Ends all streams with a status; the server goes on and clients may come back. */
    public void endStreams(final Status status) {
        broadcast.closeAll(status);
    }

    /** Cuts all connections and stops listening; what was played stays. The feed goes on, or waits when lossless. */
    public synchronized void disconnect() throws InterruptedException {
        if (server != null) {
            server.shutdownNow();
            server.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            server = null;
        }
    }

    /**
     * Listens again, on the same port, after {@link #disconnect()}.
     *
     * @throws IOException when the port cannot be used.
     */
    public synchronized void listen() throws IOException {
        if (server != null) {
            return;
        }
        final ServerServiceDefinition.Builder service = ServerServiceDefinition.builder(GeyserMethods.SERVICE)
                .addMethod(
                        SubscribeHandler.METHOD,
                        new SubscribeHandler(broadcast, config, pings, SystemEpochClock.INSTANCE));
        new UnaryMethods(broadcast).addTo(service);
        final ServerServiceDefinition definition = service.build();
        final NettyServerBuilder builder = NettyServerBuilder.forAddress(
                        new InetSocketAddress(config.bindAddress(), port), credentials())
                .executor(calls)
                .permitKeepAliveTime(KEEPALIVE_SECONDS, TimeUnit.SECONDS)
                .permitKeepAliveWithoutCalls(true)
                .addService(
                        config.token().isPresent()
                                ? ServerInterceptors.intercept(
                                        definition,
                                        new TokenCheck(config.token().get()))
                                : definition);
        try {
            server = builder.build().start();
        } catch (final IOException e) {
            throw new IOException("cannot listen on " + config.bindAddress() + ":" + port + ": " + e.getMessage(), e);
        }
        port = server.getPort();
    }

    private ServerCredentials credentials() throws IOException {
        if (config.tls().isEmpty()) {
            return InsecureServerCredentials.create();
        }
        final TlsFiles files = config.tls().get();
        try {
            return TlsServerCredentials.create(
                    files.certificateChain().toFile(), files.privateKey().toFile());
        } catch (final IOException e) {
            throw new IOException("cannot read " + files + ": " + e.getMessage(), e);
        }
    }

    /** Ends all streams as a node does that shuts down, stops the feed and closes it. */
    @Override
    public void close() {
        player.stop();
        broadcast.closeAll(Status.UNAVAILABLE.withDescription("server is shutting down try again later"));
        try {
            final Server running = shutdown();
            if (running != null && !running.awaitTermination(1, TimeUnit.SECONDS)) {
                running.shutdownNow();
                running.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
            }
            feedThread.interrupt();
            feedThread.join(TimeUnit.SECONDS.toMillis(CLOSE_SECONDS));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        pings.shutdownNow();
        player.ended().cancel(false);
    }

    private synchronized Server shutdown() {
        final Server running = server;
        server = null;
        return running == null ? null : running.shutdown();
    }
}
