package io.solflow.ingest.capture;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdCompressCtx;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;

/**
 * Writes updates to a new capture file. An update is in the file when its chunk is: when that has 256 KiB, when an
 * update comes that was received a second after the chunk's first, or on {@link #flush}; what a killed process has
 * written can be read. Used by one thread.
 */
public final class CaptureWriter implements AutoCloseable {

    private static final int COMPRESSION_LEVEL = 3;
    private static final long MAX_CHUNK_MS = 1000;

    private final Path file;
    private final FileChannel channel;
    private final ZstdCompressCtx zstd;
    private byte[] chunk = new byte[2 * CaptureFormat.CHUNK_SIZE];
    private byte[] compressed = {};
    private int chunkLength;
    private long chunkStartMs;
    private long updates;
    private long fileLength;

    private CaptureWriter(final Path file, final FileChannel channel, final ZstdCompressCtx zstd) {
        this.file = file;
        this.channel = channel;
        this.zstd = zstd;
        zstd.setLevel(COMPRESSION_LEVEL).setChecksum(true);
    }

    /**
     * Starts a capture. When it cannot be started it leaves no file.
     *
     * @throws java.nio.file.FileAlreadyExistsException when the file exists: captures are not overwritten.
     */
    public static CaptureWriter create(final Path file) throws IOException {
        // first of all: where zstd cannot be loaded there is no file yet
        final ZstdCompressCtx zstd = new ZstdCompressCtx();
        FileChannel channel = null;
        boolean created = false;
        try {
            channel = FileChannel.open(file, StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW);
            final CaptureWriter writer = new CaptureWriter(file, channel, zstd);
            writer.writeFully(CaptureFormat.fileHeader());
            created = true;
            return writer;
        } finally {
            if (!created) {
                zstd.close();
                if (channel != null) {
                    channel.close();
                    Files.deleteIfExists(file);
                }
            }
        }
    }

    /**
     * Adds an update.
     *
     * @param receivedMs when it came, unix milliseconds.
     * @throws IllegalArgumentException when it has more than 256 MiB.
     */
    public void write(final long receivedMs, final byte[] source, final int offset, final int length)
            throws IOException {
        if (length > CaptureFormat.MAX_UPDATE_LENGTH) {
            throw new IllegalArgumentException(
                    "update of " + length + " bytes, allowed: " + CaptureFormat.MAX_UPDATE_LENGTH);
        }
        if (chunkLength > 0 && receivedMs - chunkStartMs >= MAX_CHUNK_MS) {
            flush();
        }
        if (chunkLength == 0) {
            chunkStartMs = receivedMs;
        }
        final int end = chunkLength + CaptureFormat.UPDATE_HEADER_LENGTH + length;
        if (end > chunk.length) {
            chunk = Arrays.copyOf(chunk, end);
        }
        CaptureFormat.littleEndian(chunk)
                .position(chunkLength)
                .putLong(receivedMs)
                .putInt(length)
                .put(source, offset, length);
        chunkLength = end;
        updates++;
        if (chunkLength >= CaptureFormat.CHUNK_SIZE) {
            flush();
        }
    }

    /** Hands what was written so far to the operating system. */
    public void flush() throws IOException {
        if (chunkLength == 0) {
            return;
        }
        final int header = CaptureFormat.CHUNK_HEADER_LENGTH;
        final int bound = header + Math.toIntExact(Zstd.compressBound(chunkLength));
        if (compressed.length < bound) {
            compressed = new byte[bound];
        }
        final int length =
                zstd.compressByteArray(compressed, header, compressed.length - header, chunk, 0, chunkLength);
        final ByteBuffer buffer = CaptureFormat.littleEndian(compressed);
        buffer.putInt(0, length).putInt(4, chunkLength).putInt(8, CaptureFormat.lengthsChecksum(compressed));
        chunkLength = 0;
        writeFully(buffer.limit(header + length));
    }

    /** How many updates were added. */
    public long updates() {
        return updates;
    }

    /** Bytes in the file so far. */
    public long fileLength() {
        return fileLength;
    }

    /** The file. */
    public Path file() {
        return file;
    }

    /** Writes the rest and forces it to the disk; further calls do nothing. */
    @Override
    public void close() throws IOException {
        if (!channel.isOpen()) {
            return;
        }
        try (channel) {
            flush();
            channel.force(true);
        } finally {
            zstd.close();
        }
    }

    private void writeFully(final ByteBuffer bytes) throws IOException {
        while (bytes.hasRemaining()) {
            fileLength += channel.write(bytes);
        }
    }
}
