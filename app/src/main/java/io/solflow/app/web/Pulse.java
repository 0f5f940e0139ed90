package io.solflow.app.web;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * The looks of the last minute, one a second, and what they tell together. Beaten by one thread; what it shows may be read
 * by any.
 */
final class Pulse {

    private static final long SPAN_NS = TimeUnit.SECONDS.toNanos(60);

    private static final long LEAST_NS = TimeUnit.MILLISECONDS.toNanos(400);

    /**
     * What a beat has shown.
     *
     * @param version counts the beats.
     * @param now the newest look.
     * @param before the one before it, the same at the first beat.
     * @param minuteAgo the oldest that is remembered.
     */
    record Beat(long version, PipelineLook now, PipelineLook before, PipelineLook minuteAgo) {

        /** Growth a second between the two newest looks. */
        double perSecond(final long nowCount, final long beforeCount) {
            final long spanNs = now.atNs() - before.atNs();
            return spanNs <= 0 ? 0 : 1e9 * (nowCount - beforeCount) / spanNs;
        }

        /** How long commits of the last minute took. */
        Durations commitDurations() {
            return now.commits().durations().since(minuteAgo.commits().durations());
        }
    }

    private final Deque<PipelineLook> looks = new ArrayDeque<>();
    private volatile Beat last;
    private long version;

    /** The newest beat; empty before the first. */
    Optional<Beat> last() {
        return Optional.ofNullable(last);
    }

    /** Takes a look, unless one was taken just now: rates over a moment mean nothing. */
    void beat(final PipelineLook look) {
        if (last != null && look.atNs() - last.now().atNs() < LEAST_NS) {
            return;
        }
        final PipelineLook before = looks.isEmpty() ? look : looks.getLast();
        looks.addLast(look);
        while (look.atNs() - looks.getFirst().atNs() > SPAN_NS) {
            looks.removeFirst();
        }
        version++;
        last = new Beat(version, look, before, looks.getFirst());
    }
}
