package io.solflow.ingest.source.stream;

import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.solflow.ingest.source.connect.GeyserChannels;
import io.solflow.ingest.source.connect.GeyserConfig;
import java.net.InetAddress;

/** One of a source's servers and how it stands. Lives on the source's event loop. */
final class ServerSlot {

    private final int place;
    private final GeyserConfig config;
    private final GeyserChannels channels;
    private final StatusText statusText;
    private final Refusals refusals = new Refusals();
    private InetAddress address;
    private int attempts;
    private boolean failed;
    private StreamEnd replayRefusal;
    private String refusal;
    private boolean resting;
    private long restUntilNs;

    /** The server at this place, from 1 on. */
    ServerSlot(final int place, final GeyserConfig config, final EventLoop loop) {
        this.place = place;
        this.config = config;
        channels = new GeyserChannels(config, loop);
        statusText = new StatusText(config);
    }

    int place() {
        return place;
    }

    GeyserConfig config() {
        return config;
    }

    GeyserChannels channels() {
        return channels;
    }

    StatusText statusText() {
        return statusText;
    }

    /** What it has refused since a stream of it worked. */
    Refusals refusals() {
        return refusals;
    }

    /** Chooses the next address of the host each time, so that one dead address does not keep us out. */
    void choose(final InetAddress[] addresses) {
        address = addresses[attempts++ % addresses.length];
    }

    /** A channel over the chosen address. */
    ManagedChannel open() {
        return channels.open(address);
    }

    /** True when it failed in this round, which ends when all have. */
    boolean failed() {
        return failed;
    }

    void setFailed(final boolean value) {
        failed = value;
    }

    /** How it refused the replay that is asked for, null while it has not. */
    StreamEnd replayRefusal() {
        return replayRefusal;
    }

    void setReplayRefusal(final StreamEnd value) {
        replayRefusal = value;
    }

    /** What it said when it refused for good, null while it has not. */
    String refusal() {
        return refusal;
    }

    void setRefusal(final String value) {
        refusal = value;
    }

    /** Is not gone to before a time, unless there is no other. */
    void restUntil(final long untilNs) {
        resting = true;
        restUntilNs = untilNs;
    }

    boolean rests(final long nowNs) {
        if (resting && nowNs - restUntilNs >= 0) {
            resting = false;
            refusal = null;
        }
        return resting;
    }

    @Override
    public String toString() {
        return config.endpoint().toString();
    }
}
