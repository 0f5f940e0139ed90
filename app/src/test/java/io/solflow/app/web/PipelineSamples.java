package io.solflow.app.web;

import java.util.List;
import java.util.function.Supplier;

/** Looks at a pipeline that does a little more each time. */
final class PipelineSamples implements Supplier<PipelineLook> {

    private volatile HealthLook health = new HealthLook("green", "green", List.of(), List.of("lag", "disk-full"));
    private long looks;

    void health(final String level, final String cause) {
        health = new HealthLook(
                level,
                level + ": " + cause + ", as \"told\"",
                List.of(new HealthLook.Finding(cause, level, "as \"told\"", "wait", 3)),
                List.of("lag", "disk-full"));
    }

    @Override
    public synchronized PipelineLook get() {
        looks++;
        return new PipelineLook(
                System.nanoTime(),
                health,
                1_000 * looks,
                2,
                100 * looks,
                371_000_000 + looks,
                371_000_000,
                -1,
                new PipelineLook.Ring(1_024, 4_096, 3, 1_500_000_000L),
                new PipelineLook.Commits(
                        10 * looks,
                        2_000_000,
                        9_000_000,
                        20_000_000 * looks,
                        0,
                        50,
                        new Durations(new long[] {1_000_000, 5_000_000}, new long[] {2 * looks, 7 * looks, looks})),
                4_096,
                1 << 20,
                -1,
                0,
                1,
                0,
                "https://geyser.example:443",
                0,
                12,
                new PipelineLook.Pruned(700, 5, 4, 3, 2, 30_000_000, 1_763_900_000),
                List.of(new PipelineLook.Program("PumpFun", 60 * looks, 4, 7, 1, 0, 0)),
                List.of(new PipelineLook.Unnamed("PumpFun", "b817ee6167c5d33d", 4)));
    }
}
