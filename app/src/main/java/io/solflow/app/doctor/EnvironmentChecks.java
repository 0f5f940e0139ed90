package io.solflow.app.doctor;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.UnixOperatingSystemMXBean;
import io.solflow.app.config.TemporaryFolder;
import io.solflow.app.config.UsageException;
import io.solflow.app.terminal.ByteSize;
import io.solflow.app.terminal.Terminal;
import io.solflow.persist.file.SqliteLibrary;
import java.lang.management.ManagementFactory;
import java.nio.charset.Charset;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** The part of {@code doctor} about the machine and the Java runtime. */
public final class EnvironmentChecks {

    private static final long SMALL_HEAP_BYTES = 256L << 20;
    private static final long FEW_FILES = 256;

    private EnvironmentChecks() {}

    public static List<Check> run() {
        final List<Check> checks = new ArrayList<>();
        checks.add(Check.ok(
                "java",
                Runtime.version() + " (" + System.getProperty("java.vendor") + "), " + System.getProperty("os.name")
                        + " " + System.getProperty("os.arch")));
        checks.add(memory());
        checks.add(cores());
        files(checks);
        checks.add(sqlite());
        checks.add(Check.ok(
                "terminal",
                (Terminal.present() ? "yes" : "no") + ", colour " + (Terminal.colour() ? "yes" : "no") + ", text in "
                        + Charset.defaultCharset() + ", locale "
                        + Locale.getDefault().toLanguageTag()));
        return checks;
    }

    private static Check memory() {
        final long heapBytes = Runtime.getRuntime().maxMemory();
        final String machine = ManagementFactory.getOperatingSystemMXBean() instanceof OperatingSystemMXBean system
                ? ", the machine has " + ByteSize.text(system.getTotalMemorySize())
                : "";
        return Check.warnUnless(
                heapBytes >= SMALL_HEAP_BYTES,
                "memory",
                "heap up to " + ByteSize.text(heapBytes) + machine,
                "give java -Xmx512m or more");
    }

    private static Check cores() {
        final int cores = Runtime.getRuntime().availableProcessors();
        return Check.warnUnless(
                cores > 1,
                "cores",
                Integer.toString(cores),
                "two or more: network, three stages and SQLite share them");
    }

    private static void files(final List<Check> checks) {
        if (ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean unix) {
            final long limit = unix.getMaxFileDescriptorCount();
            checks.add(Check.warnUnless(
                    limit >= FEW_FILES,
                    "open files",
                    String.format(Locale.ROOT, "limit %,d", limit),
                    "raise ulimit -n"));
        }
    }

    /** Opening a database in memory shows too whether the driver can unpack its library. */
    private static Check sqlite() {
        try {
            TemporaryFolder.any();
        } catch (final UsageException e) {
            return Check.failed("sqlite", "cannot be loaded", e.getMessage());
        }
        SqliteLibrary.load();
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite::memory:");
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT sqlite_version()")) {
            return Check.ok("sqlite", row.getString(1) + ", inside the jar");
        } catch (final SQLException e) {
            return Check.failed(
                    "sqlite",
                    "cannot be loaded: " + e.getMessage(),
                    "the driver unpacks its library into a folder for temporary files, which has to be writable and allow"
                            + " execution; give java -Djava.io.tmpdir=FOLDER");
        }
    }
}
