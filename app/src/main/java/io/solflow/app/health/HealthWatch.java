package io.solflow.app.health;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Remembers since when each cause holds, and what was counted a minute ago. Shown a look a second by one thread; the
 * health that came of the last one may be read by any.
 */
public final class HealthWatch {

    private static final long TALLY_EVERY_NS = TimeUnit.SECONDS.toNanos(10);
    private static final long TALLY_SPAN_NS = TimeUnit.SECONDS.toNanos(60);

    private record Tally(long atNs, HealthTallies tallies) {}

    private final Map<HealthCause, Long> sinceNs = new EnumMap<>(HealthCause.class);
    private final Deque<Tally> tallies = new ArrayDeque<>();
    private volatile Health health = Health.GREEN;

    /** The health that the last look gave; green before the first. */
    public Health health() {
        return health;
    }

    /** Judges a look; its time is the clock. */
    public Health update(final HealthInputs look) {
        final Health found = Health.of(look, lastMinute(look));
        sinceNs.keySet().removeIf(cause -> found.findings().stream().noneMatch(finding -> finding.cause() == cause));
        final List<Health.Finding> counting = new ArrayList<>();
        for (final Health.Finding finding : found.findings()) {
            final HealthCause cause = finding.cause();
            final long since = sinceNs.computeIfAbsent(cause, unseen -> look.atNs());
            final long heldSeconds = TimeUnit.NANOSECONDS.toSeconds(look.atNs() - since);
            if (heldSeconds >= cause.countsAfterSeconds()) {
                counting.add(new Health.Finding(cause, finding.text(), heldSeconds));
            }
        }
        health = Health.of(counting);
        return health;
    }

    private HealthTallies lastMinute(final HealthInputs look) {
        if (tallies.isEmpty() || look.atNs() - tallies.getLast().atNs() >= TALLY_EVERY_NS) {
            tallies.addLast(new Tally(look.atNs(), look.tallies()));
        }
        while (look.atNs() - tallies.getFirst().atNs() > TALLY_SPAN_NS) {
            tallies.removeFirst();
        }
        return look.tallies().since(tallies.getFirst().tallies());
    }
}
