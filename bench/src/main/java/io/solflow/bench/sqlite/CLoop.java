package io.solflow.bench.sqlite;

import io.solflow.persist.file.PersistConfig;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The C program over the same trace, written to a file before. Its processor time is the whole process's. */
final class CLoop implements StoreLoop {

    private final Path program;
    private final Map<MarketTrace, Path> traceFiles;

    CLoop(final Path program, final Map<MarketTrace, Path> traceFiles) {
        this.program = program;
        this.traceFiles = traceFiles;
    }

    @Override
    public String name() {
        return "C";
    }

    @Override
    public LoopResult run(final MarketTrace trace, final int trades, final int batch, final Path database)
            throws IOException, InterruptedException {
        final PersistConfig config = ProductLoop.config(database);
        final Process process = new ProcessBuilder(
                        program.toString(),
                        traceFiles.get(trace).toString(),
                        database.toString(),
                        Integer.toString(trades),
                        Integer.toString(batch),
                        Integer.toString(config.cacheKib()),
                        Integer.toString(config.walAutocheckpointPages()))
                .redirectErrorStream(true)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(program + " failed: " + output);
        }
        final Map<String, String> values = new HashMap<>();
        output.lines().map(line -> line.split(" ", 2)).forEach(pair -> values.put(pair[0], pair[1]));
        return new LoopResult(
                name(),
                Long.parseLong(values.get("trades")),
                Double.parseDouble(values.get("seconds")),
                Double.parseDouble(values.get("cpu_seconds")),
                Long.parseLong(values.get("upserts")),
                Long.parseLong(values.get("log_bytes")),
                Long.parseLong(values.get("database_bytes")),
                0);
    }
}
