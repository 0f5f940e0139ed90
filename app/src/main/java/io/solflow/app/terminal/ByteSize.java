package io.solflow.app.terminal;

import java.util.Locale;

/** A number of bytes as people read it: {@code 1.5 MiB}. */
public final class ByteSize {

    private ByteSize() {}

    /** Three digits or so, in B, KiB, MiB or GiB. */
    public static String text(final long bytes) {
        if (bytes < 1 << 10) {
            return bytes + " B";
        }
        if (bytes < 1 << 20) {
            return String.format(Locale.ROOT, "%.1f KiB", bytes / 1024.0);
        }
        return bytes < 1 << 30
                ? String.format(Locale.ROOT, "%.1f MiB", bytes / 1048576.0)
                : String.format(Locale.ROOT, "%.2f GiB", bytes / 1073741824.0);
    }
}
