package io.solflow.bench.line;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Questions to a JVM through the JDK's {@code jcmd}. */
final class JvmCommands {

    private static final Pattern USED = Pattern.compile("used ([0-9]+)K");
    private static final Pattern ALLOCATED = Pattern.compile(" allocated=([0-9]+)([BKMG]) ");
    private static final String UNITS = "BKMG";
    private static final long BYTES_PER_KIB = 1024;

    private JvmCommands() {}

    /** Bytes of heap that are in use after a full collection, which this causes. */
    static long liveHeapBytes(final long pid) throws IOException, InterruptedException {
        run(pid, "GC.run");
        final String info = run(pid, "GC.heap_info");
        final Matcher used = USED.matcher(info);
        if (!used.find()) {
            throw new IOException("GC.heap_info tells no size: " + info);
        }
        return Long.parseLong(used.group(1)) * BYTES_PER_KIB;
    }

    /**
     * Bytes that the threads which are alive have ever allocated, those of the JVM itself left out. The JVM rounds what it says of
     * a thread down, by less than a hundredth.
     */
    static long allocatedBytes(final long pid) throws IOException, InterruptedException {
        return allocatedBytes(run(pid, "Thread.print", "-e"));
    }

    static long allocatedBytes(final String threads) throws IOException {
        final Matcher thread = ALLOCATED.matcher(threads);
        long bytes = 0;
        boolean found = false;
        while (thread.find()) {
            found = true;
            bytes += Long.parseLong(thread.group(1)) << (10 * UNITS.indexOf(thread.group(2)));
        }
        if (!found) {
            throw new IOException("Thread.print tells of no allocation: " + threads);
        }
        return bytes;
    }

    private static String run(final long pid, final String... command) throws IOException, InterruptedException {
        final List<String> words = new ArrayList<>();
        words.add(Path.of(System.getProperty("java.home"), "bin", "jcmd").toString());
        words.add(Long.toString(pid));
        words.addAll(List.of(command));
        final Process process =
                new ProcessBuilder(words).redirectErrorStream(true).start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + String.join(" ", command) + " failed: " + output);
        }
        return output;
    }
}
