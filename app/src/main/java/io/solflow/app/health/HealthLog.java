package io.solflow.app.health;

import java.io.PrintStream;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * Logs each cause once when it begins and once when it is over, with how long it lasted, and keeps the sums for the
 * summary of the run. One thread at a time.
 */
public final class HealthLog {

    private static final Logger LOG = LoggerFactory.getLogger(HealthLog.class);

    private final Map<HealthCause, Long> sinceNs = new EnumMap<>(HealthCause.class);
    private final Map<HealthCause, Integer> times = new EnumMap<>(HealthCause.class);
    private final Map<HealthCause, Long> sumNs = new EnumMap<>(HealthCause.class);
    private long lastNs;

    /** Takes the health of a look at this time. */
    public void note(final Health health, final long atNs) {
        lastNs = atNs;
        sinceNs.keySet().removeIf(cause -> {
            final boolean over = health.findings().stream().noneMatch(finding -> finding.cause() == cause);
            if (over) {
                end(cause, health);
            }
            return over;
        });
        for (final Health.Finding finding : health.findings()) {
            final HealthCause cause = finding.cause();
            if (!sinceNs.containsKey(cause) && finding.heldSeconds() >= cause.reportedAfterSeconds()) {
                sinceNs.put(cause, atNs - TimeUnit.SECONDS.toNanos(finding.heldSeconds()));
                times.merge(cause, 1, Integer::sum);
                LOG.atLevel(cause.level() == HealthLevel.GREEN ? Level.INFO : Level.WARN)
                        .log("health {}: {}; to do: {}", cause.level().word(), finding.line(), cause.advice());
            }
        }
    }

    private void end(final HealthCause cause, final Health health) {
        final long heldNs = lastNs - sinceNs.get(cause);
        sumNs.merge(cause, heldNs, Long::sum);
        LOG.info(
                "health {}: {} is over after {} s",
                health.level().word(),
                cause.code(),
                TimeUnit.NANOSECONDS.toSeconds(heldNs));
    }

    /** A line that says that nothing was wrong, or one for each cause that there was. */
    public void print(final PrintStream out) {
        if (times.isEmpty()) {
            out.println("health        green throughout");
            return;
        }
        times.forEach((cause, count) -> {
            final long openNs = sinceNs.containsKey(cause) ? lastNs - sinceNs.get(cause) : 0;
            out.printf(
                    Locale.ROOT,
                    "health        %s: %s, %d %s, %,d s in all%s%n",
                    cause.level().word(),
                    cause.code(),
                    count,
                    count == 1 ? "time" : "times",
                    TimeUnit.NANOSECONDS.toSeconds(sumNs.getOrDefault(cause, 0L) + openNs),
                    sinceNs.containsKey(cause) ? ", still so at the end" : "");
        });
    }
}
