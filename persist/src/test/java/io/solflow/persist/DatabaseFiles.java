package io.solflow.persist;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** A database with the files that SQLite keeps beside it, copied as a process that dies at this moment would leave them. */
public final class DatabaseFiles {

    private static final List<String> SUFFIXES = List.of("", "-wal", "-shm", "-journal");

    private DatabaseFiles() {}

    /** Copies the files that are there; {@code folder} is made. */
    public static Path copy(final Path database, final Path folder) throws IOException {
        Files.createDirectories(folder);
        for (final String suffix : SUFFIXES) {
            final Path file = Path.of(database + suffix);
            if (Files.exists(file)) {
                Files.copy(file, folder.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return folder.resolve(database.getFileName());
    }
}
