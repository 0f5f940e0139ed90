package io.solflow.persist.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Where a database lies, and how large it is. Any thread. */
public final class DatabaseFile {

    private DatabaseFile() {}

    /**
     * The file with links resolved; it need not be there.
     *
     * @throws StoreException when it is a folder, or its folder does not exist.
     */
    public static Path realPath(final Path path) {
        final Path absolute = path.toAbsolutePath().normalize();
        final Path folder = absolute.getParent();
        if (folder == null || Files.isDirectory(absolute)) {
            throw new StoreException("database " + absolute + " is a folder, allowed: a file");
        }
        if (!Files.isDirectory(folder)) {
            throw new StoreException("database " + absolute + ": its folder " + folder + " does not exist");
        }
        try {
            return Files.exists(absolute)
                    ? absolute.toRealPath()
                    : folder.toRealPath().resolve(absolute.getFileName());
        } catch (final IOException e) {
            throw new StoreException("database " + absolute + " cannot be reached: " + e, e);
        }
    }

    /** Bytes of the file and its write-ahead log, 0 for one that is not there. */
    public static long sizeBytes(final Path database) {
        return size(database) + size(Path.of(database + "-wal"));
    }

    private static long size(final Path file) {
        try {
            return Files.size(file);
        } catch (final IOException e) {
            return 0;
        }
    }
}
