package io.solflow.app.support;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * A real file system of a few megabytes, in a mount namespace of its own: nobody else sees it, and it is gone with the
 * process that holds it. Needs Linux, root, and util-linux' {@code unshare} and {@code nsenter}.
 */
public final class SmallDisk implements AutoCloseable {

    private static final long COMMAND_SECONDS = 60;

    private final Path mount;
    private final Process holder;

    private SmallDisk(final Path mount, final Process holder) {
        this.mount = mount;
        this.holder = holder;
    }

    /** True when a disk can be made here. */
    public static boolean isPossible() throws InterruptedException {
        try {
            return run(List.of("unshare", "-m", "mount", "-t", "tmpfs", "tmpfs", System.getProperty("java.io.tmpdir")))
                    == 0;
        } catch (final IOException e) {
            return false;
        }
    }

    /** Mounts it on an empty folder. */
    public static SmallDisk mount(final Path folder, final long bytes) throws IOException {
        final Path ready = folder.resolveSibling("mounted.txt");
        final Process holder = new ProcessBuilder(
                        "unshare",
                        "-m",
                        "sh",
                        "-c",
                        "mount -t tmpfs -o size=" + bytes + " tmpfs '" + folder + "' && touch '" + ready
                                + "' && exec sleep 3600")
                .inheritIO()
                .start();
        await().atMost(Duration.ofSeconds(COMMAND_SECONDS)).until(() -> Files.exists(ready));
        return new SmallDisk(folder, holder);
    }

    /** What has to stand before a command that is to see the disk. */
    public List<String> prefix() {
        return List.of("nsenter", "-t", Long.toString(holder.pid()), "-m", "--");
    }

    public void resize(final long bytes) throws IOException, InterruptedException {
        inside("mount", "-o", "remount,size=" + bytes, mount.toString());
    }

    /** Copies a file from the disk to where everybody sees it. */
    public void copy(final String name, final Path target) throws IOException, InterruptedException {
        inside("cp", mount.resolve(name).toString(), target.toString());
    }

    /** Size of a file on it, 0 when it is not there. */
    public long bytes(final String name) {
        return Path.of("/proc/" + holder.pid() + "/root" + mount.resolve(name))
                .toFile()
                .length();
    }

    private void inside(final String... command) throws IOException, InterruptedException {
        final List<String> whole = new ArrayList<>(prefix());
        whole.addAll(List.of(command));
        assertThat(run(whole)).as("exit code of %s", whole).isZero();
    }

    private static int run(final List<String> command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(COMMAND_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            return -1;
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        holder.destroyForcibly();
    }
}
