package io.solflow.ingest.source.stream;

import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.source.connect.GeyserServers;
import io.solflow.ingest.source.connect.HostLookup;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Decides when to leave a server that works: one that lags behind another, and one that stands in only, when a server before
 * it works again. Looks at the other server first, so that nothing is given up for something worse. Lives on the source's
 * event loop.
 */
final class ServerWatch {

    private static final long LOOK_NS = TimeUnit.SECONDS.toNanos(10);

    private enum Reason {
        LAGS,
        STANDS_IN
    }

    private final ServerList list;
    private final SourceLoop loop;
    private final LagWatch lag;
    private final long maxLagMs;
    private final long firstAgainNs;
    private ServerLook look;
    private long lookNs;
    private List<ServerSlot> waiting = List.of();
    private Reason reason;
    private long firstTriedNs;
    private long lagTriedNs;
    private boolean lagTried;

    ServerWatch(final GeyserServers servers, final ServerList list, final SourceLoop loop) {
        this.list = list;
        this.loop = loop;
        maxLagMs = servers.maxLagMs();
        firstAgainNs = TimeUnit.MILLISECONDS.toNanos(servers.firstAgainMs());
        lag = new LagWatch(maxLagMs);
    }

    /** A stream begins at the server in use. */
    void onStream(final long nowNs) {
        close();
        lag.onStream();
        firstTriedNs = nowNs;
        lagTried = false;
    }

    /** A slot, block meta or transaction of the stream. */
    void onUpdate(final UpdateEnvelope update) {
        if (update.kind() == UpdateEnvelope.Kind.BLOCK_META) {
            lag.onBlockTime(update.blockTimeSeconds());
        }
    }

    /**
     * Looks whether there is something to begin or to end, while a stream is up.
     *
     * @param fromSlot where a stream at another server would begin, {@link ResumePlan#LIVE} when it would lose slots.
     * @param nowMs wall clock.
     * @param waitedNs time that this side has kept the stream waiting.
     * @return the server to go to, null for none.
     */
    ServerSlot tick(final long fromSlot, final long nowNs, final long nowMs, final long waitedNs) {
        if (list.size() == 1 || fromSlot == ResumePlan.LIVE) {
            return null;
        }
        final boolean lags = lag.lags(nowNs, nowMs, waitedNs);
        if (look == null) {
            choose(lags, nowNs);
        } else if (look.state() == ServerLook.State.OPEN && nowNs - lookNs > LOOK_NS) {
            look.close();
        }
        if (look != null && look.state() != ServerLook.State.OPEN) {
            final ServerSlot good = look.state() == ServerLook.State.GOOD ? look.server() : null;
            look = null;
            if (good != null) {
                waiting = List.of();
                return good;
            }
        }
        if (look == null && !waiting.isEmpty()) {
            look = new ServerLook(waiting.get(0), fromSlot, this::enoughSeconds);
            waiting = waiting.subList(1, waiting.size());
            lookNs = nowNs;
            begin(look);
        }
        return null;
    }

    /** Goes to the server that {@link #tick} gave; says why. */
    String moveTo(final ServerSlot server, final long nowNs) {
        final ServerSlot left = list.current();
        if (reason == Reason.LAGS) {
            list.leaveForLag(nowNs);
        }
        list.onSettled();
        list.use(server);
        return reason == Reason.LAGS
                ? "going from " + left + ", which lags by more than " + maxLagMs / 1_000 + " s, to " + server
                        + ", which is ahead"
                : "going from " + left + " to " + server + ", which comes before it and works again";
    }

    private void begin(final ServerLook newLook) {
        final ServerSlot server = newLook.server();
        HostLookup.begin(
                server.config(),
                loop,
                addresses -> {
                    server.choose(addresses);
                    newLook.open(server.open());
                },
                unknown -> newLook.close(),
                failure -> newLook.close());
    }

    /** How far another server has to be: well ahead of one that lags, not far behind one that stands in. */
    private long enoughSeconds() {
        final long newest = lag.newestSeconds();
        if (reason == Reason.LAGS) {
            // half of what is allowed: the other's newest block is a moment old as well
            return newest + Math.max(1, maxLagMs / 2_000);
        }
        return newest == UpdateEnvelope.NO_TIME ? newest : newest - maxLagMs / 1_000;
    }

    private void choose(final boolean lags, final long nowNs) {
        if (!waiting.isEmpty()) {
            return;
        }
        if (lags && (!lagTried || nowNs - lagTriedNs > TimeUnit.MILLISECONDS.toNanos(maxLagMs))) {
            lagTried = true;
            lagTriedNs = nowNs;
            reason = Reason.LAGS;
            waiting = list.others(nowNs);
        } else if (list.current().place() > 1 && nowNs - firstTriedNs > firstAgainNs) {
            firstTriedNs = nowNs;
            reason = Reason.STANDS_IN;
            waiting = list.others(nowNs).stream()
                    .filter(slot -> slot.place() < list.current().place())
                    .toList();
        }
    }

    /** Ends a look that is under way. */
    void close() {
        waiting = List.of();
        if (look != null) {
            look.close();
            look = null;
        }
    }
}
