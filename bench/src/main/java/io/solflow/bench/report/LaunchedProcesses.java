package io.solflow.bench.report;

import java.util.concurrent.TimeUnit;

/**
 * The processes that a benchmark has launched: the product, servers, loops in C. One that outlives a benchmark which was
 * ended by a signal would keep a core busy beside the next.
 */
public final class LaunchedProcesses {

    private static final int END_SECONDS = 10;

    private LaunchedProcesses() {}

    /** Ends them when this process ends, by itself or by a signal that it can see. */
    public static void endWithThis() {
        Runtime.getRuntime().addShutdownHook(new Thread(LaunchedProcesses::end, "bench-end-processes"));
    }

    /** Ends all that still run, and waits until they have. */
    static void end() {
        ProcessHandle.current().descendants().forEach(process -> {
            process.destroyForcibly();
            process.onExit()
                    .completeOnTimeout(process, END_SECONDS, TimeUnit.SECONDS)
                    .join();
        });
    }
}
