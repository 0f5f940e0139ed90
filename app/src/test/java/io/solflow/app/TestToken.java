package io.solflow.app;

/** The tokens of the tests. Each holds the marker that {@code .ci/run} looks for in everything that the tests wrote. */
final class TestToken {

    /** Must show nowhere. */
    static final String MARKER = "t0ken-of-the-test";

    static final String RIGHT = "s3cret-" + MARKER;
    static final String WRONG = "wr0ng-" + MARKER;

    private TestToken() {}
}
