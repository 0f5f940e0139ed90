package io.solflow.persist.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;

/** Says why a write failed in words that help whoever has to make room. */
public final class DiskSpace {

    // each page goes into the write-ahead log first: sqlite.org/walformat.html
    private static final int WAL_FRAME_HEADER_BYTES = 24;

    private static final int PAGE_SIZE_AT = 16;
    private static final int LARGEST_PAGE_BYTES = 1 << 16;

    private DiskSpace() {}

    /** The failure, with the database's path and, when it is about space, the bytes it takes and has left. */
    public static String describe(final Path database, final SQLException reason) {
        final String text = "database " + database + ": " + reason.getMessage();
        return SqliteErrors.isFull(reason) ? text + "; " + space(database) : text;
    }

    /** Bytes that this user may still write to the disk of an existing file, -1 when it cannot be asked. */
    public static long freeBytes(final Path file) {
        try {
            return Files.getFileStore(file).getUsableSpace();
        } catch (final IOException e) {
            return -1;
        }
    }

    private static String space(final Path database) {
        try {
            return "the file has " + Files.size(database) + " bytes, its disk has "
                    + Files.getFileStore(database).getUsableSpace() + " bytes left, the next page needs "
                    + (pageBytes(database) + WAL_FRAME_HEADER_BYTES);
        } catch (final IOException e) {
            return "its disk cannot be asked: " + e;
        }
    }

    /** Of the file itself, which may be an older one: sqlite.org/fileformat.html, 1.3.2. */
    private static int pageBytes(final Path database) throws IOException {
        try (InputStream file = Files.newInputStream(database)) {
            final byte[] header = file.readNBytes(PAGE_SIZE_AT + Short.BYTES);
            if (header.length < PAGE_SIZE_AT + Short.BYTES) {
                return SqliteConnections.PAGE_SIZE_BYTES;
            }
            final int size = ByteBuffer.wrap(header).getShort(PAGE_SIZE_AT) & 0xFFFF;
            return size == 1 ? LARGEST_PAGE_BYTES : size;
        }
    }
}
