package io.solflow.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.profile.GCProfiler;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the benchmarks of a class in rounds: each round runs every benchmark with every parameter once, in a JVM of its
 * own, so that what stands side by side in a table was measured side by side (A B A B, not A A B B) and shares the
 * machine's weather. A round gives one sample, the mean of its iterations. Warmup and measurement are those of the class's
 * annotations, {@code @Fork} is not used.
 */
public final class JmhRounds {

    private static final String ALLOCATED = "gc.alloc.rate.norm";
    private static final double MIDDLE = 50;
    private static final TimeValue QUICK_TIME = new TimeValue(20, TimeUnit.MILLISECONDS);

    private JmhRounds() {}

    /**
     * Runs all benchmarks of a class. A quick run stays in this JVM and takes an instant for each.
     *
     * @throws RunnerException when one fails, its own check included.
     */
    public static JmhFigures run(final SuiteContext context, final Class<?> benchmarks) throws RunnerException {
        return run(context, benchmarks, ".*", Map.of());
    }

    /**
     * Runs some benchmarks of a class.
     *
     * @param methods regular expression of the method names.
     * @param parameters values by parameter, in place of those of the annotations.
     */
    public static JmhFigures run(
            final SuiteContext context,
            final Class<?> benchmarks,
            final String methods,
            final Map<String, List<String>> parameters)
            throws RunnerException {
        final JmhFigures figures = new JmhFigures();
        if (context.quick()) {
            System.setProperty("jmh.ignoreLock", "true"); // its figures are not spoilt by another run
        }
        for (int round = 0; round < context.samples(); round++) {
            context.say(benchmarks.getSimpleName() + ", round " + (round + 1) + " of " + context.samples());
            final ChainedOptionsBuilder options = options(context, benchmarks, methods);
            parameters.forEach((name, values) -> options.param(name, values.toArray(String[]::new)));
            for (final RunResult result : new Runner(options.build()).run()) {
                add(figures, result);
            }
        }
        return figures;
    }

    private static ChainedOptionsBuilder options(
            final SuiteContext context, final Class<?> benchmarks, final String methods) {
        final ChainedOptionsBuilder options = new OptionsBuilder()
                .include("^" + benchmarks.getName().replace(".", "\\.") + "\\." + methods + "$")
                .addProfiler(GCProfiler.class)
                .shouldFailOnError(true)
                .verbosity(VerboseMode.SILENT);
        return context.quick()
                ? options.forks(0).warmupIterations(0).measurementIterations(1).measurementTime(QUICK_TIME)
                : options.forks(1).jvmArgsPrepend(JvmArguments.OF_FORKS.toArray(String[]::new));
    }

    private static void add(final JmhFigures figures, final RunResult result) {
        final BenchmarkParams params = result.getParams();
        final String name = params.getBenchmark();
        final List<String> values = new ArrayList<>();
        params.getParamsKeys().stream().sorted().forEach(key -> values.add(params.getParam(key)));
        final Result<?> primary = result.getPrimaryResult();
        figures.add(
                JmhFigures.key(name.substring(name.lastIndexOf('.') + 1), values),
                primary.getScore(),
                primary.getScoreUnit(),
                // of the iterations, because the check at the end of a trial falls into the last of them
                result.getSecondaryResults().get(ALLOCATED).getStatistics().getPercentile(MIDDLE));
    }
}
