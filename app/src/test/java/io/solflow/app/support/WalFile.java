package io.solflow.app.support;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * SQLite's write-ahead log as bytes on a disk, to be damaged. Layout: sqlite.org/fileformat2.html#the_write_ahead_log;
 * numbers are big-endian. Frames count from 1; frame 0 is the log without any.
 */
public final class WalFile implements AutoCloseable {

    private static final int HEADER_BYTES = 32;
    private static final int FRAME_HEADER_BYTES = 24;
    private static final int PAGE_SIZE_AT = 8;
    private static final int SALT_AT = 16;
    private static final int FRAME_DATABASE_SIZE_AT = 4;
    private static final int FRAME_SALT_AT = 8;

    private final FileChannel channel;
    private final long frameBytes;
    private final int frames;

    private WalFile(final FileChannel channel) throws IOException {
        this.channel = channel;
        final ByteBuffer header = read(0, HEADER_BYTES);
        frameBytes = (long) FRAME_HEADER_BYTES + header.getInt(PAGE_SIZE_AT);
        final long salt = header.getLong(SALT_AT);
        int valid = 0;
        while (end(valid + 1) <= channel.size()
                && read(end(valid), FRAME_HEADER_BYTES).getLong(FRAME_SALT_AT) == salt) {
            valid++;
        }
        frames = valid;
    }

    public static WalFile of(final Path database) throws IOException {
        return new WalFile(
                FileChannel.open(Path.of(database + "-wal"), StandardOpenOption.READ, StandardOpenOption.WRITE));
    }

    /** Frames written since the log was started over; what lies behind them is older. */
    public int frames() {
        return frames;
    }

    /** True when the frame ends a transaction. */
    public boolean isCommit(final int frame) throws IOException {
        return read(end(frame - 1), FRAME_HEADER_BYTES).getInt(FRAME_DATABASE_SIZE_AT) != 0;
    }

    /** Position behind a frame. */
    public long end(final int frame) {
        return HEADER_BYTES + frame * frameBytes;
    }

    public int frameBytes() {
        return (int) frameBytes;
    }

    /** Loses everything from a position on. */
    public void cut(final long position) throws IOException {
        channel.truncate(position);
    }

    /** Overwrites bytes of a frame. */
    public void overwrite(final int frame, final int offset, final byte[] bytes) throws IOException {
        channel.write(ByteBuffer.wrap(bytes), end(frame - 1) + offset);
    }

    private ByteBuffer read(final long position, final int length) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(length);
        channel.read(bytes, position);
        return bytes;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
