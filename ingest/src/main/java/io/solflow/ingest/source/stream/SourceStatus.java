package io.solflow.ingest.source.stream;

/**
 * A look at a running source, for the status line.
 *
 * @param reason why it is in this state.
 * @param lastSlot highest slot met, -1 before the first.
 * @param lastBlockTimeSeconds highest block time met, {@link io.solflow.core.event.UpdateEvent#NO_TIME} before the first.
 * @param lastUpdateNs monotonic receipt time of the last update, 0 before the first.
 * @param reconnects streams opened after the first.
 * @param fromSlot what the current or last stream was asked to begin with, -1 for live.
 * @param endpoint the server in use, scheme, host and port.
 * @param place of the server in use in the order of preference, from 1 on.
 * @param endpoints how many servers there are.
 */
public record SourceStatus(
        SourceState state,
        String reason,
        long lastSlot,
        long lastBlockTimeSeconds,
        long lastUpdateNs,
        long reconnects,
        long fromSlot,
        String endpoint,
        int place,
        int endpoints) {

    /** Seconds from the last block time to {@code nowSeconds}, -1 before the first. */
    public long lagSeconds(final long nowSeconds) {
        return lastBlockTimeSeconds < 0 ? -1 : nowSeconds - lastBlockTimeSeconds;
    }
}
