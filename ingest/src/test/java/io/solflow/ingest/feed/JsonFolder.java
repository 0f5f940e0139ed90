package io.solflow.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Files of a temporary folder, written by a test and read back as blocks. */
final class JsonFolder {

    private final Path folder;
    private JsonRpcSummary summary;

    JsonFolder(final Path folder) {
        this.folder = folder;
    }

    Path write(final String name, final String content) throws IOException {
        return Files.writeString(folder.resolve(name), content);
    }

    /** All blocks of the paths, whose slots ascend. */
    List<Block> read(final Path... paths) throws IOException {
        final List<Block> blocks = new ArrayList<>();
        try (JsonRpcFiles files = JsonRpcFiles.open(List.of(paths))) {
            for (Block block = files.next(); block != null; block = files.next()) {
                blocks.add(block);
            }
            summary = files.summary();
        }
        assertThat(blocks).extracting(Block::slot).isSorted().doesNotHaveDuplicates();
        return blocks;
    }

    /** The blocks of a file with this content; {@code lines} one response a line. */
    List<Block> readLines(final List<String> lines) throws IOException {
        return read(write("lines.ndjson", String.join("\n", lines)));
    }

    /** What the last reading has made of its files. */
    JsonRpcSummary summary() {
        return summary;
    }
}
