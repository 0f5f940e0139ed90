package io.solflow.ingest.source.stream;

import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.Status;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.source.connect.GeyserChannels;
import java.util.function.LongSupplier;

/**
 * A look at another server before it is gone to: a subscription to block metas alone, from where a stream there would begin.
 * The server is good when it replays from there and comes to a given block time. Lives on the source's event loop.
 */
final class ServerLook extends ClientCall.Listener<UpdateBytes> {

    /** How it stands. */
    enum State {
        /** Not over. */
        OPEN,
        /** A stream there would lose nothing and be as far. */
        GOOD,
        /** It would not, or the server does not answer. */
        BAD
    }

    private final ServerSlot server;
    private final long fromSlot;
    private final LongSupplier enoughSeconds;
    private final UpdateEnvelope envelope = new UpdateEnvelope();
    private ManagedChannel channel;
    private ClientCall<byte[], UpdateBytes> call;
    private State state = State.OPEN;
    private boolean replays;
    private int pings;

    /**
     * A look that has not begun.
     *
     * @param fromSlot where a stream would begin.
     * @param enoughSeconds block time that has to come, asked for with each that comes.
     */
    ServerLook(final ServerSlot server, final long fromSlot, final LongSupplier enoughSeconds) {
        this.server = server;
        this.fromSlot = fromSlot;
        this.enoughSeconds = enoughSeconds;
    }

    ServerSlot server() {
        return server;
    }

    State state() {
        return state;
    }

    /** Begins, with a channel of its own; nothing when it is over already. */
    void open(final ManagedChannel newChannel) {
        if (state != State.OPEN) {
            newChannel.shutdownNow();
            return;
        }
        channel = newChannel;
        call = channel.newCall(SubscribeMethod.newDescriptor(), CallOptions.DEFAULT);
        call.start(this, GeyserChannels.headers(server.config()));
        call.request(1);
        call.sendMessage(SubscribeRequests.blockMetas(server.config(), fromSlot));
    }

    /** Ends it from this side; one that is not over is bad. */
    void close() {
        end(State.BAD);
    }

    @Override
    public void onMessage(final UpdateBytes update) {
        if (state != State.OPEN) {
            return;
        }
        if (envelope.wrap(update.bytes(), 0, update.length())) {
            switch (envelope.kind()) {
                case PING -> call.sendMessage(SubscribeRequests.ping(++pings));
                case BLOCK_META -> onMeta();
                default -> {
                    // says nothing of how far the server is
                }
            }
        }
        if (state == State.OPEN) {
            call.request(1);
        }
    }

    /** A server that leaves {@code from_slot} unheeded begins far behind it, where a stream would lose what is between. */
    private void onMeta() {
        replays |= envelope.slot() <= fromSlot + ResumePlan.REWIND_SLOTS;
        if (!replays) {
            end(State.BAD);
        } else if (envelope.blockTimeSeconds() >= enoughSeconds.getAsLong()) {
            end(State.GOOD);
        }
    }

    @Override
    public void onClose(final Status status, final Metadata trailers) {
        end(State.BAD);
    }

    private void end(final State newState) {
        if (state == State.OPEN) {
            state = newState;
            if (call != null) {
                call.cancel("look ends", null);
                channel.shutdownNow();
            }
        }
    }
}
