package io.solflow.app.health;

import java.util.Locale;

/** How bad it is. */
public enum HealthLevel {
    /** All is well. */
    GREEN,
    /** Works, but needs attention. */
    YELLOW,
    /** Nothing is stored at present. */
    RED;

    /** The word that users read. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
