package io.solflow.app.command;

import io.solflow.app.config.TemporaryFolder;
import io.solflow.app.config.UsageException;
import io.solflow.ingest.capture.CaptureBlocks;
import io.solflow.ingest.capture.RecordedUpdates;
import io.solflow.ingest.capture.Recordings;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.feed.JsonRpcFiles;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Recorded input as users name it: captures and JSON-RPC files. */
final class InputFiles {

    private InputFiles() {}

    /** Checks that a path can be played before anything is opened. */
    static void requireInput(final Path path) throws IOException {
        if (!Files.exists(path)) {
            throw new UsageException("file " + path + " does not exist");
        }
        if (!JsonRpcFiles.accepts(path) && !Recordings.accepts(path)) {
            throw new UsageException(
                    "file " + path + " cannot be played; allowed: a capture, or .json, .ndjson or .jsonl"
                            + " with JSON-RPC responses, also with .gz or .zst, or a folder of them");
        }
    }

    static RecordedUpdates openCapture(final Path path) throws IOException {
        return Recordings.open(path);
    }

    /** JSON of these paths, which waits for its turn in {@code temporary}. */
    static JsonRpcFiles openJson(final List<Path> paths, final Path temporary) throws IOException {
        return JsonRpcFiles.open(paths, temporary);
    }

    /** The blocks of one path, for a server. */
    static BlockFeed openBlocks(final Path path) throws IOException {
        requireInput(path);
        final Path temporary = TemporaryFolder.any();
        return JsonRpcFiles.accepts(path) ? openJson(List.of(path), temporary) : CaptureBlocks.open(path);
    }
}
