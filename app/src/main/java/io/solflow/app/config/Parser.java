package io.solflow.app.config;

/**
 * Turns the text of a setting into its value.
 *
 * @param <T> type of the value.
 */
interface Parser<T> {

    /**
     * The value of a text that is not blank.
     *
     * @param name of the variable or flag that gave the text.
     * @throws IllegalArgumentException when it is not allowed; the message begins with the name, says what was given, except
     *     for secrets, and what is allowed.
     */
    T parse(String name, String text);

    /** What is allowed, as it reads after "allowed: ". */
    String allowed();

    /** What to throw for a text that is not allowed, and not secret. */
    default IllegalArgumentException refused(final String name, final String text) {
        return new IllegalArgumentException(name + " is '" + text + "', allowed: " + allowed());
    }
}
