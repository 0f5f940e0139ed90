package io.solflow.ingest.source.stream;

import io.solflow.core.counter.Counter;
import io.solflow.ingest.source.UpdateRouter;
import org.slf4j.Logger;

/** How a source is, written by its event loop and looked at by any thread. */
final class SourceGauges {

    private final Counter streams = new Counter();
    private final Counter lastUpdateNs = new Counter();
    private final Counter fromSlot = new Counter();
    private volatile Phase phase = new Phase(SourceState.NEW, "not started");

    private record Phase(SourceState state, String reason) {}

    SourceGauges() {
        fromSlot.set(ResumePlan.LIVE);
    }

    SourceState state() {
        return phase.state();
    }

    /** The one place where the state changes; says so in the log. */
    void become(final SourceState state, final String reason, final Logger log) {
        phase = new Phase(state, reason);
        switch (state) {
            case WAITING -> log.warn("{}", reason);
            default -> log.info("{}: {}", state, reason);
        }
    }

    /** A stream begins. */
    void onStream(final long newFromSlot) {
        streams.increment();
        fromSlot.set(newFromSlot);
    }

    /** What the stream was asked to begin with, {@link ResumePlan#LIVE} for live. */
    long fromSlot() {
        return fromSlot.get();
    }

    void onUpdate(final long atNs) {
        lastUpdateNs.set(atNs);
    }

    /** A look. */
    SourceStatus status(final UpdateRouter router, final ServerList servers) {
        final Phase now = phase;
        final ServerSlot server = servers.current();
        return new SourceStatus(
                now.state(),
                now.reason(),
                router.lastSlot().get(),
                router.lastBlockTimeSeconds().get(),
                lastUpdateNs.get(),
                Math.max(0, streams.get() - 1),
                fromSlot.get(),
                server.toString(),
                server.place(),
                servers.size());
    }
}
