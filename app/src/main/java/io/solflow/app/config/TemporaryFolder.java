package io.solflow.app.config;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where native libraries are unpacked, SQLite's and zstd's, and where JSON input waits for its turn: the system's folder
 * for temporary files. Where that is read-only or lets nothing be executed, as hardened machines have it, the folder of the
 * command's own file, or the user's cache. Files there are gone when they are in use, or when the process ends.
 */
public final class TemporaryFolder {

    private static final String SYSTEM_PROPERTY = "java.io.tmpdir";
    private static final String SQLITE_PROPERTY = "org.sqlite.tmpdir";
    private static final String SQLITE_LIBRARY_PROPERTY = "org.sqlite.lib.path";
    private static final String ZSTD_PROPERTY = "ZstdTempFolder";

    private TemporaryFolder() {}

    /** True when the system's folder can be used, so that nothing has to be chosen. */
    public static boolean systemsIsUsable() {
        return isUsable(Path.of(System.getProperty(SYSTEM_PROPERTY)));
    }

    /**
     * A usable folder, which the libraries' loaders are told of unless the user has named another.
     *
     * @param file the command's own file, whose folder exists.
     * @throws UsageException when there is none.
     */
    public static Path beside(final Path file) {
        return choose(file.toAbsolutePath().getParent());
    }

    /** The same for a command that has no file of its own. */
    public static Path any() {
        return choose(null);
    }

    private static Path choose(final Path own) {
        final Path systems = Path.of(System.getProperty(SYSTEM_PROPERTY));
        if (isUsable(systems)) {
            return systems;
        }
        final Path cache = cache();
        if (own != null && isUsable(own)) {
            return use(own);
        }
        if (isMade(cache) && isUsable(cache)) {
            return use(cache);
        }
        if (System.getProperty(SQLITE_PROPERTY) != null || System.getProperty(SQLITE_LIBRARY_PROPERTY) != null) {
            return systems;
        }
        throw new UsageException(
                "folder " + systems + " for temporary files cannot be written or lets nothing be executed,"
                        + " nor can " + (own == null ? "" : own + " or ") + cache + "; give java -D" + SYSTEM_PROPERTY
                        + "=FOLDER, one that is writable and allows execution");
    }

    private static Path cache() {
        final String named = System.getenv("XDG_CACHE_HOME");
        return named == null || named.isBlank() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(named);
    }

    private static boolean isMade(final Path folder) {
        try {
            Files.createDirectories(folder);
            return true;
        } catch (final IOException e) {
            return false;
        }
    }

    private static Path use(final Path folder) {
        setDefault(SQLITE_PROPERTY, folder);
        setDefault(ZSTD_PROPERTY, folder);
        return folder;
    }

    private static void setDefault(final String property, final Path folder) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, folder.toString());
        }
    }

    /** Tries it: a system that allows no execution in a folder says so of a file that has the right. */
    private static boolean isUsable(final Path folder) {
        try {
            final Path probe = Files.createTempFile(folder, "solflow-", ".probe", executable());
            try {
                return Files.isExecutable(probe);
            } finally {
                Files.deleteIfExists(probe);
            }
        } catch (final IOException e) {
            return false;
        }
    }

    private static FileAttribute<?>[] executable() {
        return FileSystems.getDefault().supportedFileAttributeViews().contains("posix")
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"))
                }
                : new FileAttribute<?>[0];
    }
}
