package io.solflow.app.market;

/** A parameter that cannot be used: the message names it, what was given and what is allowed. */
public final class BadParameterException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the message for the user. */
    public BadParameterException(final String message) {
        super(message);
    }

    /** In the words that all of SolFlow uses. */
    public static BadParameterException of(final String name, final String given, final String allowed) {
        return new BadParameterException(name + " is '" + shortened(given) + "', allowed: " + allowed);
    }

    private static String shortened(final String given) {
        return given.length() <= 60 ? given : given.substring(0, 60) + "…";
    }
}
