package io.solflow.bench.wire;

import io.solflow.bench.report.Bar;
import io.solflow.bench.report.Comparison;
import io.solflow.bench.report.Figure;
import io.solflow.bench.report.JmhFigures;
import io.solflow.bench.report.JmhRounds;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Reading one update: the flyweight beside generated classes and protobuf's own stream. One core. */
public final class WireSuite implements Suite {

    private static final double TIMES_AS_FAST_AS_GENERATED = 10;

    /** Half a byte: what JMH's own bookkeeping adds to benchmarks that allocate nothing. */
    private static final double NO_BYTES = 0.5;

    @Override
    public String name() {
        return "wire";
    }

    @Override
    public void run(final SuiteContext context) throws Exception {
        final List<String> sets = Stream.of(UpdateSet.values())
                .filter(UpdateSet::isPresent)
                .map(UpdateSet::name)
                .toList();
        final JmhFigures figures = JmhRounds.run(context, WireBenchmark.class, ".*", Map.of("updates", sets));
        for (final String set : sets) {
            final Figure flyweight = figures.score("SolFlow", "flyweight", set);
            final String conditions = UpdateSet.valueOf(set).describe();
            final Row beside = new Row("read an update", conditions, flyweight)
                    .beside(Comparison.byProduct(figures.score("generated classes", "generated", set)));
            context.add(
                    set.equals(UpdateSet.KB_1_3.name()) ? beside.bar(Bar.atLeast(TIMES_AS_FAST_AS_GENERATED)) : beside);
            context.add(new Row("read an update", conditions, flyweight)
                    .beside(Comparison.byProduct(figures.score("CodedInputStream by hand", "coded", set))));
            context.add(new Row("allocated for it", conditions, figures.allocated("SolFlow", "flyweight", set))
                    .beside(Comparison.productBy(figures.allocated("generated classes", "generated", set))));
            context.add(new Row("allocated for it", conditions, figures.allocated("SolFlow", "flyweight", set))
                    .bar(Bar.atMost(NO_BYTES)));
        }
    }
}
