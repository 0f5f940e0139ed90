package io.solflow.ingest.capture;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a capture file, holding one chunk at a time. Damage is told from a missing end by the checksums. */
final class CaptureReader implements RecordedUpdates {

    private final Path file;
    private final InputStream input;
    private final ZstdDecompressCtx zstd = new ZstdDecompressCtx();
    private byte[] chunk = {};
    private int chunkLength;
    private int next;
    private long fileOffset = CaptureFormat.FILE_HEADER_LENGTH;
    private long chunkOffset;
    private long truncatedAt = WHOLE;
    private int offset;
    private int length;
    private long receivedMs = NO_TIME;

    private CaptureReader(final Path file, final InputStream input) {
        this.file = file;
        this.input = input;
    }

    static CaptureReader open(final Path file) throws IOException {
        final InputStream input = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
        try {
            final byte[] header = input.readNBytes(CaptureFormat.FILE_HEADER_LENGTH);
            if (!CaptureFormat.hasMagic(header)) {
                throw new IOException(file + " is no capture");
            }
            if (CaptureFormat.version(header) != CaptureFormat.VERSION) {
                throw new IOException(file + " is a capture of version " + CaptureFormat.version(header)
                        + ", this program reads version " + CaptureFormat.VERSION);
            }
            return new CaptureReader(file, input);
        } catch (final IOException e) {
            input.close();
            throw e;
        }
    }

    @Override
    public boolean next() throws IOException {
        if (next == chunkLength && !readChunk()) {
            length = 0;
            return false;
        }
        final int rest = chunkLength - next - CaptureFormat.UPDATE_HEADER_LENGTH;
        if (rest < 0) {
            throw damaged("an update's header is cut");
        }
        final ByteBuffer header = CaptureFormat.littleEndian(chunk).position(next);
        receivedMs = header.getLong();
        length = header.getInt();
        if (length < 0 || length > rest) {
            throw damaged("an update of " + Integer.toUnsignedString(length) + " bytes where " + rest + " are left");
        }
        offset = next + CaptureFormat.UPDATE_HEADER_LENGTH;
        next = offset + length;
        return true;
    }

    @Override
    public byte[] bytes() {
        return chunk;
    }

    @Override
    public int offset() {
        return offset;
    }

    @Override
    public int length() {
        return length;
    }

    @Override
    public long receivedMs() {
        return receivedMs;
    }

    @Override
    public long truncatedAt() {
        return truncatedAt;
    }

    @Override
    public void close() throws IOException {
        zstd.close();
        input.close();
    }

    private boolean readChunk() throws IOException {
        if (truncatedAt != WHOLE) {
            return false;
        }
        chunkOffset = fileOffset;
        final byte[] header = input.readNBytes(CaptureFormat.CHUNK_HEADER_LENGTH);
        if (header.length < CaptureFormat.CHUNK_HEADER_LENGTH) {
            truncatedAt = header.length == 0 ? WHOLE : chunkOffset;
            return false;
        }
        final ByteBuffer fields = CaptureFormat.littleEndian(header);
        final int bodyLength = fields.getInt(0);
        final int plainLength = fields.getInt(4);
        if (fields.getInt(8) != CaptureFormat.lengthsChecksum(header) || bodyLength <= 0 || plainLength <= 0) {
            throw damaged("wrong checksum of the lengths");
        }
        if (plainLength > CaptureFormat.MAX_CHUNK_LENGTH || bodyLength > Zstd.compressBound(plainLength)) {
            throw damaged("a body of " + bodyLength + " bytes for " + plainLength + ", allowed: "
                    + CaptureFormat.MAX_CHUNK_LENGTH);
        }
        final byte[] body = input.readNBytes(bodyLength);
        if (body.length < bodyLength) {
            truncatedAt = chunkOffset;
            return false;
        }
        fileOffset += header.length + bodyLength;
        decompress(body, plainLength);
        return true;
    }

    private void decompress(final byte[] body, final int plainLength) throws IOException {
        if (chunk.length < plainLength) {
            chunk = new byte[plainLength];
        }
        try {
            final int read = zstd.decompressByteArray(chunk, 0, plainLength, body, 0, body.length);
            if (read != plainLength) {
                throw damaged(read + " bytes where " + plainLength + " are announced");
            }
        } catch (final ZstdException e) {
            throw damaged(e.getMessage());
        }
        chunkLength = plainLength;
        next = 0;
    }

    private IOException damaged(final String reason) {
        return new IOException(file + " is damaged in the chunk at byte " + chunkOffset + ": " + reason);
    }
}
