package io.solflow.bench.line;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The JVM options that a systemd unit starts the product with, but for its class archive, which is made where it is installed. */
final class ServiceFlags {

    /** The product's own unit, seen from the project's folder. */
    static final Path UNIT = Path.of("app", "service", "solflow.service");

    private static final String COMMAND = "ExecStart=";
    private static final String FLAGS = "Environment=JAVA_FLAGS=";
    private static final Pattern OPTION = Pattern.compile("-XX:(?!SharedArchiveFile)\\S+");

    private ServiceFlags() {}

    /**
     * Reads a unit.
     *
     * @throws IOException when there is no such unit, or no options are found in it.
     */
    static List<String> of(final Path unit) throws IOException {
        final List<String> lines = Files.readAllLines(unit);
        final List<String> flags = Stream.concat(
                        lines.stream()
                                .filter(line -> line.startsWith(COMMAND))
                                .flatMap(line -> OPTION.matcher(line).results())
                                .map(MatchResult::group),
                        lines.stream().filter(line -> line.startsWith(FLAGS)).flatMap(line -> Pattern.compile(" +")
                                .splitAsStream(line.substring(FLAGS.length()))))
                .toList();
        if (flags.isEmpty()) {
            throw new IOException(
                    unit + " has no JVM options; looked for in lines that begin with " + COMMAND + " and " + FLAGS);
        }
        return flags;
    }
}
