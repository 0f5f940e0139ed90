package io.solflow.persist;

import java.io.Serial;

/** The database cannot be used, or not yet: the message names the file, what was found and what is expected. */
public final class StoreException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    StoreException(final String message) {
        super(message);
    }

    StoreException(final String message, final Throwable cause) {
        super(message, cause);
    }
}
