package io.solflow.app.support;

/** The tokens of the tests. Each holds the marker that {@code .ci/run} looks for in everything that the tests wrote. */
public final class TestToken {

    /** Must show nowhere. */
    public static final String MARKER = "t0ken-of-the-test";

    public static final String RIGHT = "s3cret-" + MARKER;
    public static final String WRONG = "wr0ng-" + MARKER;

    private TestToken() {}
}
