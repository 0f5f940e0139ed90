package io.solflow.ingest.feed;

import com.github.luben.zstd.ZstdInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * The JSON files among the paths that a user gave: files in the order given, folders with all their subfolders in the
 * order of their paths. A folder's other files are passed over and counted.
 */
final class RpcFileList {

    static final String ALLOWED = ".json, .ndjson or .jsonl, each also with .gz or .zst, or a folder";

    private static final int BUFFER_SIZE = 1 << 16;

    private final List<Path> files = new ArrayList<>();
    private int otherFiles;

    /**
     * Expands paths.
     *
     * @throws NoSuchFileException when a path does not exist.
     * @throws IllegalArgumentException when a file that was named has none of the known endings.
     */
    static RpcFileList of(final List<Path> paths) throws IOException {
        final RpcFileList list = new RpcFileList();
        for (final Path path : paths) {
            if (Files.isDirectory(path)) {
                list.addFolder(path);
            } else if (!Files.exists(path)) {
                throw new NoSuchFileException(path.toString(), null, "no such file or folder");
            } else if (!isJson(path)) {
                throw new IllegalArgumentException(path + " is no JSON file, allowed: " + ALLOWED);
            } else {
                list.files.add(path);
            }
        }
        return list;
    }

    List<Path> files() {
        return files;
    }

    int otherFiles() {
        return otherFiles;
    }

    private void addFolder(final Path folder) throws IOException {
        final List<Path> found;
        try (Stream<Path> walk = Files.walk(folder)) {
            found = walk.filter(Files::isRegularFile).sorted().toList();
        }
        for (final Path file : found) {
            if (isJson(file)) {
                files.add(file);
            } else {
                otherFiles++;
            }
        }
    }

    static boolean isJson(final Path file) {
        final String name = plainName(file);
        return name.endsWith(".json") || name.endsWith(".ndjson") || name.endsWith(".jsonl");
    }

    /** True when every line of the file is a response of its own. */
    static boolean isLines(final Path file) {
        return !plainName(file).endsWith(".json");
    }

    /** The number that a file is called after, as {@code 254170887.json.gz}; -1 when it has another name. */
    static long numberInName(final Path file) {
        final String name = plainName(file);
        final String stem = name.substring(0, name.lastIndexOf('.'));
        return stem.matches("[0-9]{1,18}") ? Long.parseLong(stem) : -1;
    }

    /** Opens a file, uncompressed where its name says that it is compressed. */
    static InputStream open(final Path file) throws IOException {
        final InputStream raw = Files.newInputStream(file);
        try {
            final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
            if (name.endsWith(".gz")) {
                return new BufferedInputStream(new GZIPInputStream(raw, BUFFER_SIZE), BUFFER_SIZE);
            }
            return new BufferedInputStream(name.endsWith(".zst") ? new ZstdInputStream(raw) : raw, BUFFER_SIZE);
        } catch (final IOException | RuntimeException e) {
            raw.close();
            throw e;
        }
    }

    private static String plainName(final Path file) {
        final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        if (name.endsWith(".gz")) {
            return name.substring(0, name.length() - 3);
        }
        return name.endsWith(".zst") ? name.substring(0, name.length() - 4) : name;
    }
}
