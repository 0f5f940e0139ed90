package io.solflow.app.market;

import io.solflow.core.event.Window;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The rolling windows as users name them. */
public final class Windows {

    private Windows() {}

    /** The window of so many seconds; the name is that of the parameter. */
    public static Window parse(final String name, final String seconds) {
        return Arrays.stream(Window.values())
                .filter(window -> Integer.toString(window.seconds()).equals(seconds))
                .findFirst()
                .orElseThrow(() -> BadParameterException.of(name, seconds, allowed()));
    }

    private static String allowed() {
        return Arrays.stream(Window.values())
                        .map(window -> Integer.toString(window.seconds()))
                        .collect(Collectors.joining(", "))
                + " (seconds)";
    }
}
