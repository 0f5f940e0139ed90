package io.solflow.persist.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import org.sqlite.SQLiteJDBCLoader;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * Loads SQLite's native code. The driver would do it too, but compares the unpacked file byte by byte with its own, which takes
 * a tenth of a second, and leaves a megabyte in the folder for temporary files whenever a process is killed. Here the file is
 * gone as soon as it is loaded. Any thread.
 */
public final class SqliteLibrary {

    private static final String PATH_PROPERTY = "org.sqlite.lib.path";
    private static final String NAME_PROPERTY = "org.sqlite.lib.name";
    private static final String FOLDER_PROPERTY = "org.sqlite.tmpdir";

    private static boolean loaded;

    private SqliteLibrary() {}

    /**
     * Loads it, unless it is. Where that does not work, or a library of the user's own is named, nothing is done: the driver
     * then loads one in its own way, and says what is wrong when it cannot.
     */
    public static synchronized void load() {
        // elsewhere a file that is in use cannot be removed
        final boolean removable =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        if (loaded || !removable || System.getProperty(PATH_PROPERTY) != null) {
            return;
        }
        final String name = LibraryLoaderUtil.getNativeLibName();
        final String resource = LibraryLoaderUtil.getNativeLibResourcePath() + '/' + name;
        try (InputStream library = SQLiteJDBCLoader.class.getResourceAsStream(resource)) {
            if (library != null) {
                load(library, name);
                loaded = true;
            }
        } catch (final Exception e) {
            // the driver tries for itself
            return;
        }
    }

    private static void load(final InputStream library, final String name) throws Exception {
        final Path folder = Files.createTempDirectory(folder(), "solflow-");
        final Path file = folder.resolve(name);
        try {
            Files.copy(library, file);
            System.setProperty(PATH_PROPERTY, folder.toString());
            System.setProperty(NAME_PROPERTY, name);
            SQLiteJDBCLoader.initialize();
        } finally {
            System.clearProperty(PATH_PROPERTY);
            System.clearProperty(NAME_PROPERTY);
            remove(file, folder);
        }
    }

    private static void remove(final Path file, final Path folder) throws IOException {
        Files.deleteIfExists(file);
        Files.delete(folder);
    }

    private static Path folder() {
        return Path.of(System.getProperty(FOLDER_PROPERTY, System.getProperty("java.io.tmpdir")));
    }
}
