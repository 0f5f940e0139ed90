package io.solflow.bench.wire;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The folder of recorded mainnet data, which is no part of the project. */
final class CorpusFolder {

    private CorpusFolder() {}

    /** What SOLFLOW_CORPUS names, else a folder shared/corpus beside the project; empty when it is not there. */
    static Optional<Path> find() {
        final String named = System.getenv("SOLFLOW_CORPUS");
        final Path folder = named != null
                ? Path.of(named)
                : Path.of("").toAbsolutePath().resolveSibling("shared").resolve("corpus");
        return Optional.of(folder).filter(Files::isDirectory);
    }
}
