package io.solflow.bench.line;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Questions to a JVM through the JDK's {@code jcmd}. */
final class JvmCommands {

    private static final Pattern USED = Pattern.compile("used ([0-9]+)K");
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

    private static String run(final long pid, final String command) throws IOException, InterruptedException {
        final Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(), Long.toString(pid), command)
                .redirectErrorStream(true)
                .start();
        final String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException("jcmd " + command + " failed: " + output);
        }
        return output;
    }
}
