package io.solflow.app.health;

import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.extract.UnnamedInstructions;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import java.util.ArrayList;
import java.util.List;

/**
 * Counts whose growth tells how good the input is.
 *
 * @param updates updates received, malformed ones included.
 * @param malformedUpdates those that could not be read.
 * @param lateTrades trades too late for an exact bot flag, or for any window.
 * @param programs swaps by program.
 */
public record HealthTallies(long updates, long malformedUpdates, long lateTrades, List<Swaps> programs) {

    /** Nothing counted. */
    static final HealthTallies NONE = new HealthTallies(0, 0, 0, List.of());

    /**
     * Swap instructions of a program.
     *
     * @param read those that became a trade or had no SOL side.
     * @param byEvent those of them that only their event told.
     * @param unread unknown and malformed ones.
     * @param unnamed discriminators that have no name here, since the start.
     */
    record Swaps(String program, long read, long byEvent, long unread, List<String> unnamed) {}

    public static List<Swaps> swaps(final ExtractCounters counters) {
        final List<Swaps> swaps = new ArrayList<>();
        for (final DexProgram program : DexProgram.values()) {
            swaps.add(new Swaps(
                    program.label(),
                    counters.outcome(program, Outcome.TRADE).get()
                            + counters.outcome(program, Outcome.BY_EVENT).get()
                            + counters.outcome(program, Outcome.SKIPPED).get(),
                    counters.outcome(program, Outcome.BY_EVENT).get(),
                    counters.outcome(program, Outcome.UNKNOWN).get()
                            + counters.outcome(program, Outcome.MALFORMED).get(),
                    counters.unnamed().seen().stream()
                            .filter(seen -> seen.program() == program)
                            .map(UnnamedInstructions.Seen::hex)
                            .toList()));
        }
        return swaps;
    }

    /** What was added since {@code earlier}. */
    HealthTallies since(final HealthTallies earlier) {
        final List<Swaps> grown = new ArrayList<>();
        for (int i = 0; i < programs.size(); i++) {
            final Swaps now = programs.get(i);
            final Swaps before = earlier.programs.get(i);
            grown.add(new Swaps(
                    now.program(),
                    now.read() - before.read(),
                    now.byEvent() - before.byEvent(),
                    now.unread() - before.unread(),
                    now.unnamed()));
        }
        return new HealthTallies(
                updates - earlier.updates,
                malformedUpdates - earlier.malformedUpdates,
                lateTrades - earlier.lateTrades,
                grown);
    }
}
