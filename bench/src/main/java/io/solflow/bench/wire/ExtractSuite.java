package io.solflow.bench.wire;

import io.solflow.bench.report.Bar;
import io.solflow.bench.report.JmhFigures;
import io.solflow.bench.report.JmhRounds;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import io.solflow.core.program.DexProgram;
import java.util.ArrayList;
import java.util.List;

/** The extract stage as a whole, and with each program's decoder. One core. */
public final class ExtractSuite implements Suite {

    private static final double NO_BYTES = 0.5;

    @Override
    public String name() {
        return "extract";
    }

    @Override
    public void run(final SuiteContext context) throws Exception {
        final JmhFigures figures = JmhRounds.run(context, ExtractBenchmark.class);
        final List<String> programs = new ArrayList<>(List.of("all"));
        for (final DexProgram program : DexProgram.values()) {
            programs.add(program.label());
        }
        for (final String program : programs) {
            final String conditions = program.equals("all") ? "a simulated market" : "transactions with " + program;
            context.add(new Row("extract an update", conditions, figures.score("SolFlow", "extract", program)));
            context.add(new Row("allocated for it", conditions, figures.allocated("SolFlow", "extract", program))
                    .bar(Bar.atMost(NO_BYTES)));
        }
    }
}
