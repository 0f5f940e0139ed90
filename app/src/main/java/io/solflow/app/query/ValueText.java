package io.solflow.app.query;

import java.util.HexFormat;

/** A value of SQLite as text. */
final class ValueText {

    private ValueText() {}

    /** Numbers and texts as they are, blobs as SQL writes them; null stays null. */
    static String of(final Object value) {
        return value instanceof byte[] blob
                ? "x'" + HexFormat.of().formatHex(blob) + "'"
                : value == null ? null : value.toString();
    }
}
