package io.solflow.app.support;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;

/** Everything that is logged at any level by this process, until closed. */
public final class LogCapture extends Handler implements AutoCloseable {

    private final Logger root = Logger.getLogger("");
    // a command that ran in this process before may have left it at a level of its own
    private final Logger solflow = Logger.getLogger("io.solflow");
    private final Level levelBefore = root.getLevel();
    private final Level solflowLevelBefore = solflow.getLevel();
    private final SimpleFormatter formatter = new SimpleFormatter();
    private final StringBuilder text = new StringBuilder();

    private LogCapture() {
        setLevel(Level.ALL);
    }

    public static LogCapture start() {
        final LogCapture capture = new LogCapture();
        capture.root.addHandler(capture);
        capture.root.setLevel(Level.ALL);
        capture.solflow.setLevel(Level.ALL);
        return capture;
    }

    public synchronized String text() {
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
        solflow.setLevel(solflowLevelBefore);
        root.removeHandler(this);
    }
}
