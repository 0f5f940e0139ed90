package io.solflow.app.support;

import io.solflow.app.Main;
import java.io.PrintWriter;
import java.io.StringWriter;

/** A command run within the tests' process: what it printed and its exit code. */
public record Cli(int exitCode, String out, String err) {

    public static Cli run(final String... args) {
        final StringWriter out = new StringWriter();
        final StringWriter err = new StringWriter();
        final int exitCode = Main.execute(new PrintWriter(out, true), new PrintWriter(err, true), args);
        return new Cli(exitCode, out.toString(), err.toString());
    }
}
