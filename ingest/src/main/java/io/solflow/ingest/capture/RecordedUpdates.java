package io.solflow.ingest.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** Raw updates from a file, in the order in which they came. Used by one thread. */
public interface RecordedUpdates extends AutoCloseable {

    /** {@link #receivedMs()} of a file that does not say. */
    long NO_TIME = Long.MIN_VALUE;

    /** {@link #truncatedAt()} of a file that ends as it should. */
    long WHOLE = -1;

    /**
     * Moves to the next update; false at the end.
     *
     * @throws IOException when the file is damaged or cannot be read; the message names file and offset. A file that
     *     was cut short, as a killed capture is, just ends: see {@link #truncatedAt()}.
     */
    boolean next() throws IOException;

    /** Holds the update's bytes until the next call of {@link #next}. */
    byte[] bytes();

    /** Where in {@link #bytes()} the update starts. */
    int offset();

    /** How many bytes the update has. */
    int length();

    /** When the update came, unix milliseconds; {@link #NO_TIME} where the file does not say. */
    long receivedMs();

    /** Where the part of the file starts that lacks its end, {@link #WHOLE} when none does; known at the end. */
    long truncatedAt();

    @Override
    void close() throws IOException;

    /**
     * Opens a capture, or a file of updates each after its length as u32 big-endian ({@code .bin}, {@code .bin.gz}),
     * as Yellowstone's own tools record.
     *
     * @throws IOException when the file is neither, or a capture of a newer version.
     */
    static RecordedUpdates open(final Path file) throws IOException {
        if (isCapture(file)) {
            return CaptureReader.open(file);
        }
        if (hasBinName(file)) {
            return LengthPrefixedReader.open(file);
        }
        throw new IOException(file + " is no capture: it does not start with SOLFLOW, nor ends with .bin or .bin.gz");
    }

    /** True when {@link #open} would take the file, by its first bytes or its name. */
    static boolean accepts(final Path file) throws IOException {
        return Files.isRegularFile(file) && (hasBinName(file) || isCapture(file));
    }

    private static boolean isCapture(final Path file) throws IOException {
        try (InputStream input = Files.newInputStream(file)) {
            return CaptureFormat.hasMagic(input.readNBytes(CaptureFormat.FILE_HEADER_LENGTH));
        }
    }

    private static boolean hasBinName(final Path file) {
        final String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
        return name.endsWith(".bin") || name.endsWith(".bin.gz");
    }
}
