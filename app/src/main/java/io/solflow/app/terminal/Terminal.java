package io.solflow.app.terminal;

import java.io.Console;
import java.lang.reflect.Method;

/** What the console can show. */
public final class Terminal {

    /** Brings the cursor to the start of its line and empties the line. */
    public static final String ERASE_LINE = "\r\u001b[2K";

    /** A screen of its own, without cursor and without wrapping, so that a line too long is cut. */
    public static final String OPEN_SCREEN = "\u001b[?1049h\u001b[?25l\u001b[?7l\u001b[2J";

    /** Brings back what was there before {@link #OPEN_SCREEN}. */
    public static final String CLOSE_SCREEN = "\u001b[?7h\u001b[?25h\u001b[?1049l";

    /** Brings the cursor to the first line. */
    public static final String HOME = "\u001b[H";

    /** Empties the line behind the cursor. */
    public static final String ERASE_REST_OF_LINE = "\u001b[K";

    /** Empties the screen behind the cursor. */
    public static final String ERASE_BELOW = "\u001b[J";

    private Terminal() {}

    /** True when a person sees the output. From Java 22 on a console exists even without a terminal, so it is asked. */
    @SuppressWarnings("SystemConsoleNull") // what null does not tell from Java 22 on, isTerminal does
    public static boolean present() {
        final Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            final Method isTerminal = Console.class.getMethod("isTerminal");
            return (boolean) isTerminal.invoke(console);
        } catch (final NoSuchMethodException e) {
            return true;
        } catch (final ReflectiveOperationException e) {
            return false;
        }
    }

    /** True when colour is welcome: a terminal, and no {@code NO_COLOR} in the environment. */
    public static boolean colour() {
        final String noColor = System.getenv("NO_COLOR");
        return present() && (noColor == null || noColor.isEmpty()) && !"dumb".equals(System.getenv("TERM"));
    }
}
