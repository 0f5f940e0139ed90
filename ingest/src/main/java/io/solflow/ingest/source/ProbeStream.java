package io.solflow.ingest.source;

import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.solflow.core.wire.UpdateEnvelope;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A subscription that only looks: it ends with the first block meta. */
public final class ProbeStream extends ClientCall.Listener<UpdateBytes> {

    private static final long NEVER = -1;

    /**
     * What came.
     *
     * @param updates how many updates.
     * @param firstUpdateMs how long the first one took, -1 when none came.
     * @param slot of the block meta, -1 when none came.
     * @param blockTimeSeconds of the block meta, {@link UpdateEnvelope#NO_TIME} when none came or it has none.
     * @param receivedAtMs wall clock when the block meta came, unix milliseconds.
     */
    public record Seen(long updates, long firstUpdateMs, long slot, long blockTimeSeconds, long receivedAtMs) {}

    private final ClientCall<byte[], UpdateBytes> call;
    private final CompletableFuture<Seen> done = new CompletableFuture<>();
    private final UpdateEnvelope envelope = new UpdateEnvelope();
    private final long startNs = System.nanoTime();
    private volatile Seen seen = new Seen(0, NEVER, NEVER, UpdateEnvelope.NO_TIME, 0);

    ProbeStream(final ClientCall<byte[], UpdateBytes> call) {
        this.call = call;
    }

    void open(final GeyserConfig config, final Metadata headers) {
        call.start(this, headers);
        call.request(1);
        call.sendMessage(SubscribeRequests.subscription(config, ResumePlan.LIVE));
    }

    /** What has come by the first block meta, or when the time is up. */
    Seen await(final long timeoutMs) throws ExecutionException {
        try {
            return done.get(Math.max(1, timeoutMs), TimeUnit.MILLISECONDS);
        } catch (final TimeoutException e) {
            return seen;
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            return seen;
        }
    }

    void close() {
        call.cancel("probe ends", null);
    }

    @Override
    public void onMessage(final UpdateBytes update) {
        final Seen before = seen;
        final boolean meta =
                envelope.wrap(update.bytes(), 0, update.length()) && envelope.kind() == UpdateEnvelope.Kind.BLOCK_META;
        seen = new Seen(
                before.updates() + 1,
                before.updates() == 0
                        ? TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startNs)
                        : before.firstUpdateMs(),
                meta ? envelope.slot() : NEVER,
                meta ? envelope.blockTimeSeconds() : UpdateEnvelope.NO_TIME,
                System.currentTimeMillis());
        if (meta) {
            done.complete(seen);
        } else {
            call.request(1);
        }
    }

    @Override
    public void onClose(final Status status, final Metadata trailers) {
        if (status.isOk()) {
            done.complete(seen);
        } else {
            done.completeExceptionally(status.asRuntimeException());
        }
    }
}
