package io.solflow.ingest.source.probe;

import io.grpc.CallOptions;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.method.GeyserMethods;
import io.solflow.ingest.proto.GetSlotRequest;
import io.solflow.ingest.proto.GetVersionRequest;
import io.solflow.ingest.proto.SubscribeReplayInfoRequest;
import io.solflow.ingest.proto.SubscribeReplayInfoResponse;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.connect.GeyserChannels;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.HostLookup;
import io.solflow.ingest.source.connect.HttpProxy;
import io.solflow.ingest.source.connect.TlsFailure;
import io.solflow.ingest.source.stream.SourceLoop;
import io.solflow.ingest.source.stream.StatusText;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Asks a server, step by step, everything that a live run will need of it. Each step has a deadline, and all of them
 * together have one. One thread.
 */
public final class ServerProbe implements AutoCloseable {

    /** The longest time of one step. */
    private static final long STEP_MS = 5_000;

    private static final Logger LOG = LoggerFactory.getLogger(ServerProbe.class);

    private final GeyserConfig config;
    private final StatusText statusText;
    private final SourceLoop loop = new SourceLoop(failure -> {
        // a step that the loop lost ends by its deadline
    });
    private final GeyserChannels channels;
    private final long deadlineNs;
    private ManagedChannel channel;

    /**
     * A probe that has not begun.
     *
     * @param budgetMs the longest time of all steps together, counted from here.
     * @throws IllegalArgumentException when the configured certificate cannot be used.
     */
    public ServerProbe(final GeyserConfig config, final long budgetMs) {
        this.config = config;
        statusText = new StatusText(config);
        try {
            channels = new GeyserChannels(config, loop.eventLoop());
        } catch (final IllegalArgumentException e) {
            loop.shutdown();
            throw e;
        }
        // the time is the server's: loading what TLS needs is ours
        deadlineNs = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(budgetMs);
    }

    /** The host's addresses. */
    public List<InetAddress> resolve() throws ProbeException {
        final String host = config.nearestHost();
        try {
            return List.of(within("no name server answered", "check the name server", () -> {
                return InetAddress.getAllByName(host);
            }));
        } catch (final UnknownHostException e) {
            final String[] whatAndAdvice = HostLookup.unknown(config).split("; ", 2);
            throw new ProbeException(whatAndAdvice[0], whatAndAdvice[1], null, e);
        } catch (final IOException | GeneralSecurityException e) {
            throw new ProbeException("host '" + host + "': " + e.getMessage(), "", null, e);
        }
    }

    /** Opens a TCP connection to an address and closes it. */
    public void connect(final InetAddress address) throws ProbeException {
        try (Socket socket = ProxyConnection.open(config, address, (int) Math.max(1, leftMs()))) {
            LOG.debug("{} takes connections", socket.getRemoteSocketAddress());
        } catch (final IOException e) {
            final HttpProxy proxy = config.proxy();
            throw new ProbeException(
                    address.getHostAddress() + " port "
                            + (proxy == null ? config.endpoint().port() : proxy.port() + " (proxy)") + ": "
                            + e.getMessage(),
                    proxy == null
                            ? "check host and port of GEYSER_URL, and firewalls on the way"
                            : "check HTTPS_PROXY, or name the host in NO_PROXY",
                    null,
                    e);
        }
    }

    /** Shakes hands in TLS, as a run does; for {@code https} only. */
    public TlsHandshake handshake(final InetAddress address) throws ProbeException {
        try {
            return within(
                    "no answer to the TLS handshake",
                    "check the port of GEYSER_URL",
                    () -> TlsHandshake.over(
                            ProxyConnection.open(config, address, (int) Math.max(1, leftMs())), config));
        } catch (final SSLException e) {
            final TlsFailure failure = TlsFailure.of(e);
            throw new ProbeException("TLS failed: " + failure.text(), failure.advice(), null, e);
        } catch (final IOException | GeneralSecurityException e) {
            throw new ProbeException("TLS failed: " + e.getMessage(), "check the port of GEYSER_URL", null, e);
        }
    }

    /** What the server says it is. The first call: it shows whether the token is accepted. */
    public String version(final InetAddress address) throws ProbeException {
        if (channel == null) {
            channel = channels.open(address);
        }
        return call(GeyserMethods.GET_VERSION, GetVersionRequest.getDefaultInstance())
                .getVersion();
    }

    /** The newest slot; after {@link #version}. */
    public long slot() throws ProbeException {
        return call(
                        GeyserMethods.GET_SLOT,
                        GetSlotRequest.newBuilder()
                                .setCommitmentValue(config.commitment().wire())
                                .build())
                .getSlot();
    }

    /** Oldest slot that a stream may begin with, empty when the server does not replay; after {@link #version}. */
    public OptionalLong firstAvailable() throws ProbeException {
        final SubscribeReplayInfoResponse info =
                call(GeyserMethods.REPLAY_INFO, SubscribeReplayInfoRequest.getDefaultInstance());
        return info.hasFirstAvailable() ? OptionalLong.of(info.getFirstAvailable()) : OptionalLong.empty();
    }

    /**
     * Plays the begin of a run, see {@link Rehearsal}.
     *
     * @param checkpointSlot where a run would resume, {@link UpdateSink#NO_CHECKPOINT} where it would begin live.
     * @param checkpointSeconds its block time or one just before, {@link UpdateEnvelope#NO_TIME} when unknown.
     */
    public Rehearsal.Outcome rehearse(final long checkpointSlot, final long checkpointSeconds) throws ProbeException {
        try {
            return Rehearsal.play(config, checkpointSlot, checkpointSeconds, Math.max(1, leftMs()));
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProbeException("interrupted", "", null, e);
        }
    }

    /** Closes the connection. */
    @Override
    public void close() {
        if (channel != null) {
            channel.shutdownNow();
        }
        loop.shutdown();
    }

    private <Q, A> A call(final MethodDescriptor<Q, A> method, final Q request) throws ProbeException {
        final long timeoutMs = Math.max(1, Math.min(STEP_MS, leftMs()));
        try {
            return ClientCalls.blockingUnaryCall(
                    io.grpc.ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers())),
                    method,
                    CallOptions.DEFAULT.withDeadlineAfter(timeoutMs, TimeUnit.MILLISECONDS),
                    request);
        } catch (final RuntimeException e) {
            throw failed(Status.fromThrowable(e));
        }
    }

    private Metadata headers() {
        final Metadata headers = new Metadata();
        if (!config.token().isEmpty()) {
            headers.put(GeyserChannels.TOKEN_KEY, config.token());
        }
        return headers;
    }

    private ProbeException failed(final Status status) {
        if (status.getCode() == Status.Code.DEADLINE_EXCEEDED) {
            return new ProbeException("no answer in time", "check the server, and proxies on the way");
        }
        final String description = statusText.description(status);
        return new ProbeException(
                status.getCode() + (description.isEmpty() ? "" : " '" + description + "'"),
                statusText.advice(status, false),
                status.getCode(),
                status.getCause());
    }

    private long leftMs() {
        return Math.min(STEP_MS, TimeUnit.NANOSECONDS.toMillis(deadlineNs - System.nanoTime()));
    }

    /** Runs a step that knows no deadline of its own; one that hangs is left behind on its thread. */
    private <T> T within(final String late, final String advice, final Callable<T> step)
            throws ProbeException, IOException, GeneralSecurityException {
        final FutureTask<T> task = new FutureTask<>(step);
        final Thread thread = new Thread(task, "solflow-probe");
        thread.setDaemon(true);
        thread.start();
        try {
            return task.get(Math.max(1, leftMs()), TimeUnit.MILLISECONDS);
        } catch (final TimeoutException e) {
            throw new ProbeException(late + " in time", advice, null, e);
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ProbeException("interrupted", "", null, e);
        } catch (final ExecutionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            if (e.getCause() instanceof GeneralSecurityException security) {
                throw security;
            }
            throw new ProbeException(String.valueOf(e.getCause()), "", null, e);
        }
    }
}
