package io.solflow.ingest.capture;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Reads updates that each follow their length as u32 big-endian, from a plain or gzip file. Knows no times. */
final class LengthPrefixedReader implements RecordedUpdates {

    private static final int HEADER_LENGTH = 4;

    private final Path file;
    private final InputStream input;
    private byte[] bytes = {};
    private long nextOffset;
    private long truncatedAt = WHOLE;

    private LengthPrefixedReader(final Path file, final InputStream input) {
        this.file = file;
        this.input = input;
    }

    static LengthPrefixedReader open(final Path file) throws IOException {
        final InputStream raw = Files.newInputStream(file);
        try {
            final boolean isGzip =
                    file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".gz");
            return new LengthPrefixedReader(
                    file, new BufferedInputStream(isGzip ? new GZIPInputStream(raw, 1 << 16) : raw, 1 << 16));
        } catch (final IOException e) {
            raw.close();
            throw new IOException(file + ": " + e.getMessage(), e);
        }
    }

    @Override
    public boolean next() throws IOException {
        if (truncatedAt != WHOLE) {
            return false;
        }
        try {
            return read();
        } catch (final EOFException e) {
            // how gzip says that its end is missing
            truncatedAt = nextOffset;
            return false;
        } catch (final ZipException e) {
            throw new IOException(file + " is damaged after byte " + nextOffset + ": " + e.getMessage(), e);
        }
    }

    private boolean read() throws IOException {
        final byte[] header = input.readNBytes(HEADER_LENGTH);
        if (header.length < HEADER_LENGTH) {
            bytes = new byte[0];
            truncatedAt = header.length == 0 ? WHOLE : nextOffset;
            return false;
        }
        final int length = ByteBuffer.wrap(header).getInt();
        if (length < 0 || length > CaptureFormat.MAX_UPDATE_LENGTH) {
            throw new IOException(file + " is damaged at byte " + nextOffset + ": an update of "
                    + Integer.toUnsignedString(length) + " bytes, allowed: " + CaptureFormat.MAX_UPDATE_LENGTH);
        }
        bytes = input.readNBytes(length);
        if (bytes.length < length) {
            truncatedAt = nextOffset;
            return false;
        }
        nextOffset += HEADER_LENGTH + length;
        return true;
    }

    @Override
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public int offset() {
        return 0;
    }

    @Override
    public int length() {
        return bytes.length;
    }

    @Override
    public long receivedMs() {
        return NO_TIME;
    }

    /** Offset in the uncompressed bytes. */
    @Override
    public long truncatedAt() {
        return truncatedAt;
    }

    @Override
    public void close() throws IOException {
        input.close();
    }
}
