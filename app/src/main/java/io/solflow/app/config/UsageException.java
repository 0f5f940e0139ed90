package io.solflow.app.config;

/** A flag, variable or file that cannot be used: the message names it, what was given and what is allowed. Exit code 2. */
public final class UsageException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public UsageException(final String message) {
        super(message);
    }

    public UsageException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
