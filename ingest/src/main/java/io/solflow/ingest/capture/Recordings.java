package io.solflow.ingest.capture;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** The files that hold recorded updates, told apart by their first bytes or their names. */
public final class Recordings {

    private Recordings() {}

    /**
     * Opens a capture, or a file of updates each after its length as u32 big-endian ({@code .bin}, {@code .bin.gz}),
     * as Yellowstone's own tools record.
     *
     * @throws IOException when the file is neither, or a capture of a newer version.
     */
    public static RecordedUpdates open(final Path file) throws IOException {
        if (isCapture(file)) {
            return CaptureReader.open(file);
        }
        if (hasBinName(file)) {
            return LengthPrefixedReader.open(file);
        }
        throw new IOException(file + " is no capture: it does not start with SOLFLOW, nor ends with .bin or .bin.gz");
    }

    /** True when {@link #open} would take the file, by its first bytes or its name. */
    public static boolean accepts(final Path file) throws IOException {
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
