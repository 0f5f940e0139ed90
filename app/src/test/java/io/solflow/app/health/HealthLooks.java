package io.solflow.app.health;

import io.solflow.core.event.UpdateEvent;
import io.solflow.ingest.source.stream.SourceEnd;
import io.solflow.ingest.source.stream.SourceState;
import io.solflow.ingest.source.stream.SourceStatus;
import io.solflow.persist.status.PersistStatus;
import java.util.List;
import java.util.Optional;

/** A look at a run that is well, of which a test changes what it is about. */
final class HealthLooks {

    static final long SECOND_NS = 1_000_000_000L;
    static final long NOW_SECONDS = 1_780_000_000L;

    private long atNs = 100 * SECOND_NS;
    private String failure = "";
    private PersistStatus store = PersistStatus.OK;
    private SourceState state = SourceState.STREAMING;
    private String reason = "updates";
    private SourceEnd end;
    private long blockTimeSeconds = NOW_SECONDS - 1;
    private long quietSeconds;
    private long backlog;
    private long walBytes;
    private long freeBytes = 100L << 30;
    private long gaps;
    private int place = 1;
    private String retention = "";
    private HealthTallies tallies = new HealthTallies(0, 0, 0, List.of());

    HealthLooks atSecond(final long second) {
        atNs = second * SECOND_NS;
        return this;
    }

    HealthLooks failure(final String value) {
        failure = value;
        return this;
    }

    HealthLooks store(final PersistStatus.State storeState, final PersistStatus.Problem problem, final String why) {
        store = new PersistStatus(storeState, problem, why);
        return this;
    }

    HealthLooks storeOk() {
        store = PersistStatus.OK;
        return this;
    }

    HealthLooks source(final SourceState newState, final String why) {
        state = newState;
        reason = why;
        return this;
    }

    HealthLooks ended(final SourceEnd.Kind kind, final String message) {
        end = new SourceEnd(kind, "", message, null);
        return source(SourceState.ENDED, message);
    }

    HealthLooks behindSeconds(final long seconds) {
        blockTimeSeconds = NOW_SECONDS - seconds;
        return this;
    }

    HealthLooks noBlockTime() {
        blockTimeSeconds = UpdateEvent.NO_TIME;
        return this;
    }

    HealthLooks quietSeconds(final long seconds) {
        quietSeconds = seconds;
        return this;
    }

    HealthLooks backlog(final long entries) {
        backlog = entries;
        return this;
    }

    HealthLooks walBytes(final long bytes) {
        walBytes = bytes;
        return this;
    }

    HealthLooks freeBytes(final long bytes) {
        freeBytes = bytes;
        return this;
    }

    HealthLooks gaps(final long count) {
        gaps = count;
        return this;
    }

    HealthLooks place(final int value) {
        place = value;
        return this;
    }

    HealthLooks retention(final String problem) {
        retention = problem;
        return this;
    }

    HealthLooks tallies(final long updates, final long malformed, final long late, final HealthTallies.Swaps... swaps) {
        tallies = new HealthTallies(updates, malformed, late, List.of(swaps));
        return this;
    }

    /** Takes the tallies for those of the last minute. */
    Health judge() {
        return Health.of(look(), tallies);
    }

    HealthInputs look() {
        return new HealthInputs(
                atNs,
                NOW_SECONDS,
                failure,
                store,
                Optional.of(new SourceStatus(
                        state,
                        reason,
                        1,
                        blockTimeSeconds,
                        atNs - quietSeconds * SECOND_NS,
                        0,
                        -1,
                        "http://localhost:1",
                        place,
                        3)),
                Optional.ofNullable(end),
                backlog,
                1_000,
                walBytes,
                512L << 20,
                freeBytes,
                gaps,
                retention,
                tallies);
    }
}
