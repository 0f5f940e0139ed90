package io.solflow.app.web;

/** A request that is not answered: with which status, and why. */
final class Refusal extends Exception {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(final int status, final String message) {
        super(message);
        this.status = status;
    }

    int status() {
        return status;
    }
}
