package io.solflow.bench;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.bench.report.Row;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import io.solflow.bench.report.Table;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * The suites in their smoke runs: each benchmark is set up, does its work once, and passes its own check of it. Those of the whole
 * line need the finished jar and minutes; {@code bash bench/run.sh --quick} runs them too.
 */
class BenchmarksTest {

    @TempDir
    private Path folder;

    @TestFactory
    Stream<DynamicTest> shouldRunQuickly() {
        return Bench.SUITES.stream()
                .filter(suite -> !suite.name().startsWith("line-"))
                .map(suite -> DynamicTest.dynamicTest(suite.name(), () -> run(suite)));
    }

    private void run(final Suite suite) throws Exception {
        final SuiteContext context =
                new SuiteContext(suite.name(), true, folder, new PrintStream(OutputStream.nullOutputStream()));

        suite.run(context);

        final List<Row> rows =
                context.tables().stream().map(Table::rows).flatMap(List::stream).toList();
        assertThat(rows).isNotEmpty();
    }
}
