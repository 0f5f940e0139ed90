package io.solflow.bench.line;

import java.io.IOException;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * The header of SQLite's wal-index, the {@code -shm} file that all processes share: a commit shows in it without a query, and
 * every frame of the log is counted where the file's size would hide what is written over.
 *
 * <p>Open it before a connection of this process and close it after: closing any descriptor of the file lets go of the process's
 * POSIX locks on it, the connection's among them. One thread.
 */
public final class WalIndex implements AutoCloseable {

    private static final VarHandle INT = MethodHandles.byteBufferViewVarHandle(int[].class, ByteOrder.nativeOrder());
    private static final int HEADER_BYTES = 136;
    private static final int CHANGES_AT = 8;
    private static final int PAGE_SIZE_AT = 14;
    private static final int FRAMES_AT = 16;
    private static final int SALT_AT = 32;
    private static final int FRAME_HEADER_BYTES = 24;

    private final FileChannel channel;
    private final ByteBuffer header;
    private int changes;
    private int salt;
    private long framesBefore;
    private long frames;
    private long commits;

    /** Counts from now on; the database is open in WAL mode. */
    public WalIndex(final Path database) throws IOException {
        channel = FileChannel.open(Path.of(database + "-shm"), StandardOpenOption.READ);
        header = channel.map(MapMode.READ_ONLY, 0, HEADER_BYTES).order(ByteOrder.nativeOrder());
        changes = (int) INT.getAcquire(header, CHANGES_AT);
        salt = (int) INT.getAcquire(header, SALT_AT);
        framesBefore = Integer.toUnsignedLong((int) INT.getAcquire(header, FRAMES_AT));
    }

    /** True when something was committed since the last look. */
    public boolean changed() {
        final int now = (int) INT.getAcquire(header, CHANGES_AT);
        if (now == changes) {
            return false;
        }
        commits += Integer.toUnsignedLong(now - changes);
        changes = now;
        final long framesNow = Integer.toUnsignedLong((int) INT.getAcquire(header, FRAMES_AT));
        final int saltNow = (int) INT.getAcquire(header, SALT_AT);
        // a log begun anew has other salts and counts from zero
        frames += saltNow == salt && framesNow >= framesBefore ? framesNow - framesBefore : framesNow;
        salt = saltNow;
        framesBefore = framesNow;
        return true;
    }

    /** Commits since it was opened, as of the last look. */
    public long commits() {
        return commits;
    }

    /** Bytes written to the log since it was opened, as of the last look. */
    public long bytes() {
        return frames * (pageBytes() + FRAME_HEADER_BYTES);
    }

    private int pageBytes() {
        final int size = Short.toUnsignedInt(header.getShort(PAGE_SIZE_AT));
        return size == 1 ? 1 << 16 : size;
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
