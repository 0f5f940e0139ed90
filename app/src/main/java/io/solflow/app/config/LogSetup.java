package io.solflow.app.config;

import io.solflow.app.terminal.Terminal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Level;
import java.util.logging.LogManager;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Logging to standard error, one line a record: time, level, message. */
public final class LogSetup {

    public static final Map<String, Level> LEVELS = levels();

    /** Keep the configured loggers alive; java.util.logging holds loggers weakly. */
    private static final Logger SOLFLOW = Logger.getLogger("io.solflow");

    private static final Logger SERVER_STREAMS =
            Logger.getLogger("io.grpc.netty.shaded.io.grpc.netty.NettyServerHandler");

    private LogSetup() {}

    private static Map<String, Level> levels() {
        final Map<String, Level> levels = new LinkedHashMap<>();
        levels.put("error", Level.SEVERE);
        levels.put("warn", Level.WARNING);
        levels.put("info", Level.INFO);
        levels.put("debug", Level.FINE);
        levels.put("trace", Level.FINEST);
        return levels;
    }

    public static void apply(final Level level) {
        LogManager.getLogManager().reset();
        final ConsoleHandler handler = new ConsoleHandler();
        handler.setLevel(level);
        handler.setFormatter(new LineFormatter());
        final Logger root = Logger.getLogger("");
        root.addHandler(handler);
        // what libraries say below a warning is not for operators
        root.setLevel(Level.WARNING);
        SOLFLOW.setLevel(level);
        // below a warning this one logs the headers, tokens included; its warnings are of clients that went away
        SERVER_STREAMS.setLevel(Level.SEVERE);
    }

    private static final class LineFormatter extends Formatter {
        /** On a terminal a status line may stand where the record goes. */
        private final String lineStart = Terminal.present() ? Terminal.ERASE_LINE : "";

        @Override
        public String format(final LogRecord record) {
            final String level = LEVELS.entrySet().stream()
                    .filter(entry ->
                            entry.getValue().intValue() <= record.getLevel().intValue())
                    .map(Map.Entry::getKey)
                    .findFirst()
                    .orElse("trace");
            final StringBuilder line = new StringBuilder(160)
                    .append(lineStart)
                    .append(Instant.ofEpochMilli(record.getMillis()).truncatedTo(ChronoUnit.MILLIS))
                    .append(' ')
                    .append(level)
                    .append(' ')
                    .append(formatMessage(record))
                    .append(System.lineSeparator());
            if (record.getThrown() != null) {
                final StringWriter trace = new StringWriter();
                record.getThrown().printStackTrace(new PrintWriter(trace));
                line.append(trace);
            }
            return line.toString();
        }
    }
}
