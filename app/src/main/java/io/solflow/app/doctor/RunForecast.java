package io.solflow.app.doctor;

import io.solflow.app.config.ExitCode;
import io.solflow.ingest.source.probe.Rehearsal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Says what a run would come to, from its begin as it was played. */
public final class RunForecast {

    private static final String GAP_ADVICE = "start soon to keep the gap small; SolFlow does not fill it later";

    private RunForecast() {}

    /** The line about one server's stream. */
    static Check check(final Rehearsal.Outcome played) {
        if (played.end().isPresent()) {
            return Check.failed(
                    "stream",
                    "a run would end with exit code "
                            + ExitCode.of(played.end().get()) + ": "
                            + played.end().get().message(),
                    "");
        }
        if (played.updates() == 0) {
            return Check.failed(
                    "stream",
                    "no update came: " + played.reason(),
                    "check the server, it may be starting; a run would keep retrying");
        }
        if (played.blockSlot() < 0) {
            return Check.warning(
                    "stream",
                    "updates, but no block",
                    "the server may be starting, catching up, or have no market to play");
        }
        final String found = String.format(
                Locale.ROOT,
                "first update after %d ms, block of slot %d; %s",
                played.firstDataMs(),
                played.blockSlot(),
                begin(played));
        return Check.warnUnless(played.gaps().isEmpty(), "stream", found, GAP_ADVICE);
    }

    /**
     * The line about a run over several servers: the first that loses nothing serves it, else the one that loses least.
     *
     * @param endpoints their names, in order.
     * @param outcomes what came of each, empty where a step before the stream failed.
     */
    public static Check of(final List<String> endpoints, final List<Optional<Rehearsal.Outcome>> outcomes) {
        int best = -1;
        for (int i = 0; i < outcomes.size(); i++) {
            if (works(outcomes.get(i)) && (best < 0 || lost(outcomes.get(i)) < lost(outcomes.get(best)))) {
                best = i;
            }
        }
        if (best >= 0) {
            final Rehearsal.Outcome played = outcomes.get(best).get();
            return Check.warnUnless(
                    played.gaps().isEmpty(), "begin", "at " + endpoints.get(best) + ", " + begin(played), GAP_ADVICE);
        }
        final boolean refused = outcomes.stream()
                .allMatch(outcome -> outcome.flatMap(Rehearsal.Outcome::end).isPresent());
        return Check.failed(
                "begin",
                refused ? "all servers refuse: a run would end with exit code " + ExitCode.REFUSED : "no server works",
                "fix what each server's line says");
    }

    private static boolean works(final Optional<Rehearsal.Outcome> outcome) {
        return outcome.filter(played -> played.end().isEmpty() && played.blockSlot() >= 0)
                .isPresent();
    }

    private static long lost(final Optional<Rehearsal.Outcome> outcome) {
        return outcome.map(Rehearsal.Outcome::gaps).orElse(List.of()).stream()
                .mapToLong(gap -> gap.toSlot() - gap.fromSlot() + 1)
                .sum();
    }

    private static String begin(final Rehearsal.Outcome played) {
        final StringBuilder begin = new StringBuilder("a run begins ");
        if (played.askedFrom() < 0) {
            return begin.append("live").toString();
        }
        begin.append(played.begunFrom() < 0 ? "live, for the replay from slot " : "again with slot ")
                .append(played.begunFrom() < 0 ? played.askedFrom() + " is refused" : played.begunFrom());
        if (played.gaps().isEmpty()) {
            return begin.append("; no slot is lost").toString();
        }
        for (final Rehearsal.Gap gap : played.gaps()) {
            begin.append(String.format(
                    Locale.ROOT,
                    "; a gap is recorded, slots %d to %d (%,d): %s",
                    gap.fromSlot(),
                    gap.toSlot(),
                    gap.toSlot() - gap.fromSlot() + 1,
                    gap.reason().label()));
        }
        return begin.toString();
    }
}
