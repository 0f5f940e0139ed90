package io.solflow.ingest.source.stream;

import io.grpc.Status;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import java.util.function.Function;

/**
 * What follows when a stream has ended, or could not begin: which server is next, after what wait, or the source's end. One
 * server of several that refuses is left out; a replay that one refuses is asked of the others before the plan hears of it.
 * Lives on the source's event loop.
 */
final class NextStep {

    /**
     * What to do.
     *
     * @param delayMs wait before the server in use is connected to.
     * @param what happened, for people.
     * @param end the source's end in place of a connection, null where it goes on.
     */
    record Step(long delayMs, String what, SourceEnd end) {}

    private final ServerList servers;
    private final ResumePlan plan;
    private final ReconnectPolicy policy;
    private final ReconnectBackoff backoff;

    NextStep(final ServerList servers, final ResumePlan plan, final ReconnectPolicy policy) {
        this.servers = servers;
        this.plan = plan;
        this.policy = policy;
        backoff = new ReconnectBackoff(policy);
    }

    /**
     * A stream that had brought payload is over.
     *
     * @param settled whether it went well for long enough, so that waits and the choice of the server start over.
     */
    Step afterPayload(final String what, final boolean settled) {
        if (settled) {
            backoff.reset();
            servers.onSettled();
        }
        servers.forgetReplay();
        return next(what);
    }

    /** A stream that had brought no payload is over, for no reason of what it asked. */
    Step afterNothing(final String what) {
        return next(what);
    }

    /** The server in use could not be reached at all. */
    Step afterUnreachable(final long fromSlot, final String what) {
        if (fromSlot != ResumePlan.LIVE) {
            servers.replayElsewhere(StreamEnd.of(Status.UNAVAILABLE, false));
        }
        return next(what);
    }

    /** A stream that was asked to begin with {@code fromSlot} stayed open and silent. */
    Step afterSilence(final long fromSlot, final String what) {
        if (fromSlot != ResumePlan.LIVE
                && servers.replayElsewhere(StreamEnd.of(Status.DEADLINE_EXCEEDED.withDescription(what), true))) {
            return next(what);
        }
        servers.forgetReplay();
        return follow(plan.onSilent(fromSlot), what);
    }

    /** A stream that was asked to begin with {@code fromSlot} ended before its first payload. */
    Step afterRefusal(final long fromSlot, final StreamEnd end, final String what) {
        final boolean resumed = fromSlot != ResumePlan.LIVE;
        final boolean replay = resumed && end.kind() != StreamEnd.Kind.TOKEN;
        if (replay && servers.replayElsewhere(end)) {
            return next(what);
        }
        final StreamEnd answer = replay ? servers.nearestRefusal() : end;
        final Refusals refusals = servers.current().refusals();
        if (refusals.isFinal(answer, resumed)) {
            return leaveOut(
                    what, all -> SourceEnd.refused(answer.status().getCode().name(), all));
        }
        final ResumePlan.Verdict verdict = plan.onFailedBeforeFirstSlot(fromSlot, answer, refusals.worked());
        final boolean refused = verdict == ResumePlan.Verdict.UNRELATED && answer.kind() != StreamEnd.Kind.PASSING;
        return follow(refused ? ResumePlan.Verdict.TRY_AGAIN_SLOWLY : verdict, what);
    }

    /** The server in use is of no use: the next one, or the end that is made of what all said. */
    Step leaveOut(final String what, final Function<String, SourceEnd> end) {
        return servers.leaveOut(what, System.nanoTime())
                ? next(what + "; it is left out")
                : new Step(0, what, end.apply(servers.refusals()));
    }

    private Step follow(final ResumePlan.Verdict verdict, final String what) {
        return switch (verdict) {
            case UNRELATED -> next(what);
            case CHANGED -> new Step(policy.initialMs(), what, null);
            case TRY_AGAIN_SLOWLY ->
                new Step(
                        servers.size() > 1 && servers.advance(System.nanoTime())
                                ? policy.initialMs()
                                : Math.max(policy.replayRetryMs(), backoff.nextMs()),
                        what,
                        null);
        };
    }

    /** The next server at once; after a wait when all have failed. */
    private Step next(final String what) {
        return new Step(servers.advance(System.nanoTime()) ? policy.initialMs() : backoff.nextMs(), what, null);
    }
}
