package io.solflow.bench.wire;

import io.solflow.bench.report.Comparison;
import io.solflow.bench.report.Figure;
import io.solflow.bench.report.JmhFigures;
import io.solflow.bench.report.JmhRounds;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import java.util.List;

/** Base58 text of keys and signatures. One core. */
public final class Base58Suite implements Suite {

    @Override
    public String name() {
        return "base58";
    }

    @Override
    public void run(final SuiteContext context) throws Exception {
        final JmhFigures figures = JmhRounds.run(context, Base58Benchmark.class);
        for (final String length : List.of("32", "64")) {
            final Figure tables = figures.score("SolFlow", "tables", length);
            context.add(new Row("base58 text", length + " bytes", tables)
                    .beside(Comparison.byProduct(figures.score("byte-wise division", "byteWise", length))));
            context.add(new Row("base58 text", length + " bytes", tables)
                    .beside(Comparison.byProduct(figures.score("BigInteger", "bigInteger", length))));
        }
    }
}
