package io.solflow.bench.sqlite;

import io.solflow.bench.report.SuiteContext;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;

/** The C loop's program, built by {@code bench/c/build.sh}. */
final class CProgram {

    private static final int NOT_HERE = 3;
    private static final Path SCRIPT = Path.of("bench", "c", "build.sh");
    private static final Path FOLDER = Path.of("bench", "target", "c");

    private CProgram() {}

    /**
     * Builds the program, in the project's folder; what was built before is used again. Empty in a quick run, which needs no
     * compiler and no network, and where gcc or npm is not here.
     *
     * @throws IOException when building failed.
     */
    static Optional<Path> build(final SuiteContext context) throws IOException, InterruptedException {
        if (context.quick()) {
            return Optional.empty();
        }
        final Process process = new ProcessBuilder("bash", SCRIPT.toString(), FOLDER.toString())
                .redirectErrorStream(true)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        context.say(output.strip());
        final int code = process.waitFor();
        if (code == NOT_HERE) {
            return Optional.empty();
        }
        if (code != 0) {
            throw new IOException(SCRIPT + " ended with " + code + ": " + output);
        }
        return Optional.of(FOLDER.resolve("store_loop").toAbsolutePath());
    }
}
