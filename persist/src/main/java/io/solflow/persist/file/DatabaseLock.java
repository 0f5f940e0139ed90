package io.solflow.persist.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The right to write a database: a lock on {@code <database>.lock}, which holds the process id of its owner. The system
 * frees it when the process dies, however it dies. The file stays: deleting it would let two owners lock two files.
 */
public final class DatabaseLock implements AutoCloseable {

    /** Ends the lock file's name. */
    static final String SUFFIX = ".lock";

    // POSIX drops all of a process's locks on a file when it closes any descriptor of it, so a second attempt in this
    // process must be refused before it opens the file.
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    // Far behind the process id: where locks are mandatory, others can still read it.
    private static final long LOCK_POSITION = Long.MAX_VALUE - 1;

    private static final int MAX_PID_BYTES = 20;

    private final Path file;
    private final FileChannel channel;
    private boolean closed;

    private DatabaseLock(final Path file, final FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock of a database, given by its real path.
     *
     * @throws StoreException when another process or another store of this process has it.
     */
    public static DatabaseLock acquire(final Path database) {
        final Path file = Path.of(database + SUFFIX);
        if (!HELD_HERE.add(file)) {
            throw inUse(database, file, "process " + ProcessHandle.current().pid() + " (this one)");
        }
        FileChannel channel = null;
        boolean acquired = false;
        try {
            channel = FileChannel.open(
                    file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
            final FileLock lock = channel.tryLock(LOCK_POSITION, 1, false);
            if (lock == null) {
                throw inUse(database, file, owner(file, channel));
            }
            writePid(channel);
            acquired = true;
            return new DatabaseLock(file, channel);
        } catch (final IOException e) {
            throw new StoreException("lock file " + file + " cannot be written: " + e, e);
        } finally {
            if (!acquired) {
                closeQuietly(channel);
                HELD_HERE.remove(file);
            }
        }
    }

    /**
     * Process id of the living process that writes a database, as far as it can be told without touching the lock: trying
     * it could make another process's start fail.
     */
    public static OptionalLong owner(final Path database) {
        final Path file = Path.of(database + ".lock");
        if (HELD_HERE.contains(file)) {
            return OptionalLong.of(ProcessHandle.current().pid());
        }
        try {
            final String pid = Files.readString(file, StandardCharsets.US_ASCII);
            if (pid.matches("\\d{1,18}")
                    && ProcessHandle.of(Long.parseLong(pid))
                            .filter(ProcessHandle::isAlive)
                            .isPresent()) {
                return OptionalLong.of(Long.parseLong(pid));
            }
        } catch (final IOException e) {
            // without a lock file nobody writes; one that cannot be read tells nothing
            return OptionalLong.empty();
        }
        return OptionalLong.empty();
    }

    /** Gives the lock back. Idempotent. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        try (channel) {
            channel.truncate(0);
        } catch (final IOException e) {
            throw new StoreException("lock file " + file + " cannot be released: " + e, e);
        } finally {
            HELD_HERE.remove(file);
        }
    }

    private static StoreException inUse(final Path database, final Path file, final String owner) {
        return new StoreException("database " + database + " is written by " + owner
                + ", allowed: one process at a time (lock file " + file + ")");
    }

    private static void writePid(final FileChannel channel) throws IOException {
        final String pid = Long.toString(ProcessHandle.current().pid());
        channel.truncate(0);
        channel.write(ByteBuffer.wrap(pid.getBytes(StandardCharsets.US_ASCII)), 0);
    }

    /** Who holds the lock, as far as the file says: its owner may not have written it yet, others may have. */
    private static String owner(final Path file, final FileChannel channel) throws IOException {
        final ByteBuffer bytes = ByteBuffer.allocate(MAX_PID_BYTES);
        channel.read(bytes, 0);
        final String pid = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        if (pid.isEmpty()) {
            return "a process that is just starting or ending";
        }
        final boolean number = pid.chars().allMatch(c -> c >= '0' && c <= '9');
        return number ? "process " + pid : "another process, " + file.getFileName() + " does not say which";
    }

    private static void closeQuietly(final FileChannel channel) {
        if (channel != null) {
            try {
                channel.close();
            } catch (final IOException ignored) {
                // the failure that brought us here is the one to report
            }
        }
    }
}
