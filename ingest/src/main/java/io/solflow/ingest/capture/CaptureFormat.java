package io.solflow.ingest.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;

/**
 * The layout of a capture file, all numbers little-endian.
 *
 * <pre>
 *   file    7 bytes "SOLFLOW", 1 byte version, then chunks up to the end
 *   chunk   u32 length of the body, u32 length of the body uncompressed, u32 CRC-32C of these eight bytes, body
 *   body    one zstd frame with its own content checksum, of updates one after the other
 *   update  i64 receivedMs, u32 length, bytes of a SubscribeUpdate
 * </pre>
 *
 * <p>A chunk is written in one piece and understood without those before it, so whatever a killed writer leaves can be
 * read up to its last whole chunk.
 */
final class CaptureFormat {

    static final int VERSION = 1;
    static final int FILE_HEADER_LENGTH = 8;
    static final int CHUNK_HEADER_LENGTH = 12;
    static final int UPDATE_HEADER_LENGTH = 12;

    /** A chunk is written when its updates have this many bytes, or one update alone has more. */
    static final int CHUNK_SIZE = 1 << 18;

    /** Largest update that a capture takes; a full block of today has 24 MB. */
    static final int MAX_UPDATE_LENGTH = 1 << 28;

    /** Most that a chunk's updates can have: a chunk that is not full yet, and the largest update. */
    static final int MAX_CHUNK_LENGTH = CHUNK_SIZE + UPDATE_HEADER_LENGTH + MAX_UPDATE_LENGTH;

    private static final byte[] MAGIC = {'S', 'O', 'L', 'F', 'L', 'O', 'W'};

    private CaptureFormat() {}

    static ByteBuffer fileHeader() {
        return ByteBuffer.allocate(FILE_HEADER_LENGTH)
                .put(MAGIC)
                .put((byte) VERSION)
                .flip();
    }

    /** True when the bytes start as a capture of any version does. */
    static boolean hasMagic(final byte[] bytes) {
        if (bytes.length < FILE_HEADER_LENGTH) {
            return false;
        }
        for (int i = 0; i < MAGIC.length; i++) {
            if (bytes[i] != MAGIC[i]) {
                return false;
            }
        }
        return true;
    }

    /** Version of bytes that have the magic. */
    static int version(final byte[] bytes) {
        return bytes[MAGIC.length] & 0xFF;
    }

    /** Little-endian view of an array. */
    static ByteBuffer littleEndian(final byte[] bytes) {
        return ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** CRC-32C of the two lengths at the start of a chunk header. */
    static int lengthsChecksum(final byte[] chunkHeader) {
        final CRC32C crc = new CRC32C();
        crc.update(chunkHeader, 0, 8);
        return (int) crc.getValue();
    }
}
