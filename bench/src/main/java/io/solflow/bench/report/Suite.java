package io.solflow.bench.report;

/** Benchmarks that are run together and share a result file. */
public interface Suite {

    /** Name on the command line, of the result file, and by custom of its table. */
    String name();

    /**
     * Measures and adds rows to the context, in the order in which they are to be shown.
     *
     * @throws Exception whatever goes wrong; then nothing is written, so a table never holds a run that failed.
     */
    void run(SuiteContext context) throws Exception;
}
