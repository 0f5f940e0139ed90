package io.solflow.app.web;

import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * Replies of the last second, so that many browsers that ask the same cost one look at the database. Any thread; whoever
 * asks while another is already at it waits for its reply.
 */
final class Answers {

    private static final long FRESH_NS = TimeUnit.MILLISECONDS.toNanos(900);
    private static final int MOST = 256;

    private record Answer(long bornNs, FutureTask<Reply> task) {}

    private final Map<String, Answer> answers = new ConcurrentHashMap<>();

    /** The reply for a request, made unless there is a fresh one. */
    Reply of(final String target, final Callable<Reply> make) throws Exception {
        final long nowNs = System.nanoTime();
        if (answers.size() >= MOST) {
            answers.values().removeIf(answer -> nowNs - answer.bornNs() >= FRESH_NS);
        }
        if (answers.size() >= MOST) {
            return make.call();
        }
        final Answer answer = answers.compute(
                target,
                (key, known) -> known != null && nowNs - known.bornNs() < FRESH_NS
                        ? known
                        : new Answer(nowNs, new FutureTask<>(make)));
        answer.task().run();
        try {
            return answer.task().get();
        } catch (final ExecutionException e) {
            answers.remove(target, answer);
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }
}
