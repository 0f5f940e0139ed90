package io.solflow.core.event;

/** The spans of the rolling metrics: a window holds what happened in its span up to the watermark, both ends included. */
public enum Window {
    /** One minute. */
    S60(0, 60),
    /** Five minutes: the window of the wallet, bot and DCA metrics. */
    S300(1, 300),
    /** A quarter of an hour. */
    S900(2, 900),
    /** One hour. */
    S3600(3, 3600),
    /** Two hours. */
    S7200(4, 7200),
    /** Four hours: what no longer fits here is forgotten. */
    S14400(5, 14400);

    /** How many windows there are. */
    public static final int COUNT = values().length;

    private final int index;
    private final int seconds;

    Window(final int index, final int seconds) {
        this.index = index;
        this.seconds = seconds;
    }

    /** Position among the windows, shortest first: 0 to {@link #COUNT} - 1. */
    public int index() {
        return index;
    }

    /** The span. */
    public int seconds() {
        return seconds;
    }
}
