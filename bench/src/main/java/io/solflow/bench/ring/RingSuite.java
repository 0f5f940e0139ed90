package io.solflow.bench.ring;

import com.lmax.disruptor.EventHandler;
import io.solflow.bench.report.Comparison;
import io.solflow.bench.report.Figure;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import io.solflow.bench.wire.ExtractSet;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.extract.SeenTrades;
import io.solflow.core.extract.TradeExtractor;
import io.solflow.core.metrics.RollingMetrics;
import io.solflow.core.pipeline.RollingMetricsHandler;
import io.solflow.core.pipeline.TradeExtractHandler;
import io.solflow.core.pipeline.WaitMode;
import io.solflow.core.program.DexProgram;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;

/**
 * The ring with stages that do nothing, the limit, and with the real extract and metrics stages, by wait strategy. One
 * producer and three stages are four threads: on fewer cores strategies that spin take each other's time.
 */
public final class RingSuite implements Suite {

    private static final int EMPTY_ENTRIES = 1_000;

    @Override
    public String name() {
        return "ring";
    }

    @Override
    public void run(final SuiteContext context) {
        final ExtractSet market = ExtractSet.market();
        final Map<WaitMode, List<Double>> empty = new EnumMap<>(WaitMode.class);
        final Map<WaitMode, List<Double>> real = new EnumMap<>(WaitMode.class);
        final List<WaitMode> modes = modes();
        final int warmUps = context.quick() ? 0 : 1;
        for (int round = 0; round < context.samples() + warmUps; round++) {
            context.say("round " + (round + 1) + " of " + (context.samples() + warmUps));
            for (final WaitMode mode : modes) {
                final double withoutWork = withoutWork(mode, context.quick() ? 10 : 1_000);
                final double withWork = withWork(mode, market, context.quick() ? 1 : 100);
                if (round >= warmUps) {
                    empty.computeIfAbsent(mode, key -> new ArrayList<>()).add(withoutWork);
                    real.computeIfAbsent(mode, key -> new ArrayList<>()).add(withWork);
                }
            }
        }
        for (final WaitMode mode : modes) {
            context.add(new Row(
                            "ring with extract and metrics",
                            mode.name(),
                            new Figure("SolFlow", "entries/s", real.get(mode)))
                    .beside(Comparison.productBy(new Figure("stages that do nothing", "entries/s", empty.get(mode)))));
        }
    }

    /** Three spinning stages and a producer stand still for milliseconds at a time where there is no core for each. */
    private static List<WaitMode> modes() {
        final List<WaitMode> modes = new ArrayList<>(List.of(WaitMode.values()));
        if (Runtime.getRuntime().availableProcessors() < 4) {
            modes.remove(WaitMode.BUSY_SPIN);
        }
        return modes;
    }

    private static double withoutWork(final WaitMode mode, final int passes) {
        final List<UpdateEvent> entries = new ArrayList<>();
        for (int i = 0; i < EMPTY_ENTRIES; i++) {
            entries.add(new UpdateEvent().reset());
        }
        final EventHandler<UpdateEvent> nothing = (event, sequence, endOfBatch) -> {};
        return new RingRun().entriesPerSecond(mode, nothing, nothing, entries, passes);
    }

    private static double withWork(final WaitMode mode, final ExtractSet market, final int passes) {
        final ExtractCounters counters = new ExtractCounters();
        final RingRun run = new RingRun();
        final double perSecond = run.entriesPerSecond(
                mode,
                new TradeExtractHandler(
                        new TradeExtractor(EnumSet.allOf(DexProgram.class), SeenTrades.forgetful(), counters)),
                new RollingMetricsHandler(new RollingMetrics()),
                market.events(),
                passes);
        if (run.trades() != market.trades() * passes) {
            throw new IllegalStateException(
                    run.trades() + " trades arrived of " + market.trades() * passes + " that were sent");
        }
        return perSecond;
    }
}
