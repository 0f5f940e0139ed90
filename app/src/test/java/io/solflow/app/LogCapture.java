package io.solflow.app;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that is logged at any level by this process, until closed. */
final class LogCapture extends Handler implements AutoCloseable {

    private final Logger root = Logger.getLogger("");
    private final Level levelBefore = root.getLevel();
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final StringBuilder text = new StringBuilder();

    private LogCapture() {
        setLevel(Level.ALL);
    }

    static LogCapture start() {
        final LogCapture capture = new LogCapture();
        capture.root.addHandler(capture);
        capture.root.setLevel(Level.ALL);
        return capture;
    }

    synchronized String text() {
        return text.toString();
    }

    @Override
    public synchronized void publish(final LogRecord record) {
        text.append(formatter.format(record));
    }

    @Override
    public void flush() {
        // nothing is buffered
    }

    @Override
    public void close() {
        root.setLevel(levelBefore);
        root.removeHandler(this);
    }
}
