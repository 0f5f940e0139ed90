package io.solflow.ingest.feed;

import io.solflow.ingest.proto.SubscribeUpdateBlock;
import java.io.BufferedOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * A temporary file of blocks, written one after the other and then read at any place. It is gone when closed, or when
 * the process dies. Bytes, not objects, wait here for their turn, so input need not be in order nor fit in memory.
 */
final class BlockSpool implements Closeable {

    /**
     * Where a block lies.
     *
     * @param offset first byte in the file.
     * @param length bytes.
     */
    record Place(long offset, int length) {}

    private final FileChannel channel;
    private final OutputStream output;
    private long size;

    BlockSpool(final Path folder) throws IOException {
        final Path file = Files.createTempFile(folder, "solflow-", ".spool");
        channel = FileChannel.open(
                file, StandardOpenOption.READ, StandardOpenOption.WRITE, StandardOpenOption.DELETE_ON_CLOSE);
        output = new BufferedOutputStream(Channels.newOutputStream(channel), 1 << 16);
    }

    Place append(final SubscribeUpdateBlock block) throws IOException {
        final Place place = new Place(size, block.getSerializedSize());
        block.writeTo(output);
        size += place.length;
        return place;
    }

    /** Ends the writing. */
    void flush() throws IOException {
        output.flush();
    }

    SubscribeUpdateBlock read(final Place place) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(place.length);
        while (bytes.hasRemaining()) {
            if (channel.read(bytes, place.offset + bytes.position()) < 0) {
                throw new EOFException("temporary file ends before " + place);
            }
        }
        return SubscribeUpdateBlock.parseFrom(bytes.flip());
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
