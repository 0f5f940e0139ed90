package io.solflow.app.market;

/** Nobody is free to answer at this moment; try again. */
public final class BusyException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    /** With the message for the user. */
    public BusyException(final String message) {
        super(message);
    }
}
