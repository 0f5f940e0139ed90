package io.solflow.bench.report;

import java.time.LocalDate;
import java.time.ZoneOffset;

/** Notes the load when a suite begins, and gives the conditions when it has ended. */
public final class RunClock {

    private final String command;
    private final LoadSample before = LoadSample.now();

    /** A suite begins. */
    public RunClock(final String command) {
        this.command = command;
    }

    /** It has ended. */
    public Conditions end() {
        final LoadSample after = LoadSample.now();
        return new Conditions(
                LocalDate.now(ZoneOffset.UTC).toString(),
                command,
                Machine.describe(),
                Machine.versions(),
                before.average(),
                after.average(),
                after.stealPercentSince(before));
    }
}
