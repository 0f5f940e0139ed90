package io.solflow.ingest.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** The folder of recorded mainnet data, which is no part of the project; tests that need it are skipped without it. */
public final class Corpus {

    private Corpus() {}

    /** A file or folder of the corpus; skips the test when the corpus is not there. */
    public static Path path(final String name) {
        final Path root = root();
        Assumptions.assumeTrue(
                root != null, "no corpus: neither SOLFLOW_CORPUS nor a folder shared/corpus beside the project");
        return root.resolve(name);
    }

    /** True when the corpus is there. */
    public static boolean isPresent() {
        return root() != null;
    }

    /** The rows of a table with a header line, each by column name. */
    public static List<Map<String, String>> table(final String name) throws IOException {
        final List<Map<String, String>> rows = new ArrayList<>();
        try (Stream<String> stream = Files.lines(path(name))) {
            final List<String> lines = stream.toList();
            final String[] columns = lines.get(0).split("\t", -1);
            for (final String line : lines.subList(1, lines.size())) {
                final String[] cells = line.split("\t", -1);
                final Map<String, String> row = new HashMap<>();
                for (int i = 0; i < columns.length; i++) {
                    row.put(columns[i], cells[i]);
                }
                rows.add(row);
            }
        }
        return rows;
    }

    private static Path root() {
        final String named = System.getenv("SOLFLOW_CORPUS");
        if (named != null) {
            return Files.isDirectory(Path.of(named)) ? Path.of(named) : null;
        }
        for (Path folder = Path.of("").toAbsolutePath(); folder != null; folder = folder.getParent()) {
            final Path corpus = folder.resolve("shared").resolve("corpus");
            if (Files.isDirectory(corpus)) {
                return corpus;
            }
        }
        return null;
    }
}
