package io.solflow.ingest.feed;

/** JSON that is well formed but no transaction or block: the message says what is wrong with which field. */
final class UnusableItemException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    UnusableItemException(final String message) {
        super(message, null, false, false);
    }
}
