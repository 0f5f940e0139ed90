package io.solflow.ingest.source.stream;

import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserServers;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The servers of a source: which one is in use, and which comes next. The next is the first in order that has not failed in
 * this round; a round ends when all have failed, or a stream went well. Lives on the source's event loop.
 */
final class ServerList {

    private static final Pattern LAST_AVAILABLE = Pattern.compile("last available: (\\d{1,18})");

    private final List<ServerSlot> slots = new ArrayList<>();
    private final long firstAgainMs;
    private final long leftOutMs;
    private final int maxRounds;
    private int rounds;
    private volatile ServerSlot current;

    /**
     * The first is in use.
     *
     * @throws IllegalArgumentException when a certificate cannot be used.
     */
    ServerList(final GeyserServers servers, final EventLoop loop) {
        for (final GeyserConfig server : servers.servers()) {
            slots.add(new ServerSlot(slots.size() + 1, server, loop));
        }
        firstAgainMs = servers.firstAgainMs();
        leftOutMs = servers.leftOutMs();
        maxRounds = servers.first().reconnect().replayTries();
        current = slots.get(0);
    }

    /** The server in use. May be read by any thread. */
    ServerSlot current() {
        return current;
    }

    int size() {
        return slots.size();
    }

    /** All but the one in use that may be gone to now, in order. */
    List<ServerSlot> others(final long nowNs) {
        return slots.stream()
                .filter(slot -> slot != current && !slot.rests(nowNs))
                .toList();
    }

    /** Goes to a server that is known to be good. */
    void use(final ServerSlot slot) {
        current = slot;
    }

    /** The stream that ends went well: what was before it says nothing any more. */
    void onSettled() {
        slots.forEach(slot -> slot.setFailed(false));
    }

    /** Forgets who refused the replay: it is no longer asked for, or settled otherwise. */
    void forgetReplay() {
        slots.forEach(slot -> slot.setReplayRefusal(null));
        rounds = 0;
    }

    /**
     * The server in use has failed; goes to the next.
     *
     * @return false when all have failed since a stream went well, so that it is time to wait.
     */
    boolean advance(final long nowNs) {
        current.setFailed(true);
        final ServerSlot next = find(slot -> !slot.failed() && slot.replayRefusal() == null && !slot.rests(nowNs));
        if (next != null) {
            current = next;
            return true;
        }
        onSettled();
        current = firstOf(
                slot -> slot.replayRefusal() == null && !slot.rests(nowNs),
                slot -> slot.replayRefusal() == null && slot.refusal() == null,
                slot -> !slot.rests(nowNs),
                slot -> slot.refusal() == null);
        return false;
    }

    /** The server in use is behind: it is not gone back to for a while. */
    void leaveForLag(final long nowNs) {
        current.restUntil(nowNs + TimeUnit.MILLISECONDS.toNanos(firstAgainMs));
    }

    /**
     * The server in use refuses for good what is asked.
     *
     * @return false when all do.
     */
    boolean leaveOut(final String what, final long nowNs) {
        current.restUntil(nowNs + TimeUnit.MILLISECONDS.toNanos(leftOutMs));
        current.setRefusal(what);
        return slots.stream().anyMatch(slot -> !slot.rests(nowNs) || slot.refusal() == null);
    }

    /** What all said that were left out. */
    String refusals() {
        return String.join(
                "; ",
                slots.stream()
                        .map(ServerSlot::refusal)
                        .filter(what -> what != null)
                        .toList());
    }

    /**
     * The server in use did not replay what was asked for.
     *
     * @return true when another server is to be asked first: one that was not, or one that could not be reached, for a few
     *     rounds. Else the server that came nearest is in use, and its answer is what {@link #nearestRefusal} gives.
     */
    boolean replayElsewhere(final StreamEnd end) {
        current.setReplayRefusal(end);
        final Predicate<ServerSlot> willing = slot -> slot.refusal() == null;
        if (slots.stream().anyMatch(willing.and(slot -> slot.replayRefusal() == null))) {
            return true;
        }
        final Predicate<ServerSlot> down =
                willing.and(slot -> !slot.replayRefusal().answered());
        if (slots.stream().anyMatch(down) && !slots.stream().filter(willing).allMatch(down) && ++rounds < maxRounds) {
            slots.stream().filter(down).forEach(slot -> slot.setReplayRefusal(null));
            return true;
        }
        for (final ServerSlot slot : slots) {
            if (slot.replayRefusal() != null && distance(slot.replayRefusal()) < distance(current.replayRefusal())) {
                current = slot;
            }
        }
        return false;
    }

    /** The answer of the server that came nearest to the replay, which is in use now; the list forgets all of them. */
    StreamEnd nearestRefusal() {
        final StreamEnd nearest = current.replayRefusal();
        forgetReplay();
        return nearest;
    }

    /**
     * How far an answer is from the replay: what is left of it first, then what may be otherwise the next time, then what
     * the server does not do; a server that gave no answer says nothing.
     */
    private static long distance(final StreamEnd end) {
        final String description =
                end.status().getDescription() == null ? "" : end.status().getDescription();
        final Matcher available = LAST_AVAILABLE.matcher(description);
        if (end.status().getCode() == Status.Code.OUT_OF_RANGE && available.find()) {
            return Long.parseLong(available.group(1));
        }
        if (!end.answered()) {
            return Long.MAX_VALUE;
        }
        final boolean forGood =
                end.kind() != StreamEnd.Kind.PASSING || description.contains("from_slot is not supported");
        return Long.MAX_VALUE - (forGood ? 1 : 2);
    }

    /** The first that meets the first wish that any meets, the one in use where none meets any. */
    @SafeVarargs
    private ServerSlot firstOf(final Predicate<ServerSlot>... wishes) {
        for (final Predicate<ServerSlot> wish : wishes) {
            final ServerSlot found = find(wish);
            if (found != null) {
                return found;
            }
        }
        return current;
    }

    private ServerSlot find(final Predicate<ServerSlot> wanted) {
        return slots.stream().filter(wanted).findFirst().orElse(null);
    }
}
