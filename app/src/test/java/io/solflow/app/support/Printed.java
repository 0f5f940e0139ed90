package io.solflow.app.support;

import io.solflow.app.Main;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/** Takes what commands of this process print, on whichever stream, until it is closed. */
public final class Printed implements AutoCloseable {

    private final PrintStream systemOut = System.out;
    private final PrintStream systemErr = System.err;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    public Printed() {
        System.setOut(stream);
        System.setErr(stream);
    }

    /** Runs a command; gives its exit code. */
    public int run(final String... words) {
        final PrintWriter writer = new PrintWriter(stream, true, StandardCharsets.UTF_8);
        return Main.execute(writer, writer, words);
    }

    /** All that was printed since the last call. */
    public String take() {
        final String text = bytes.toString(StandardCharsets.UTF_8);
        bytes.reset();
        return text;
    }

    @Override
    public void close() {
        System.setOut(systemOut);
        System.setErr(systemErr);
    }
}
