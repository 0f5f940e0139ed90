package io.solflow.ingest.source.stream;

/**
 * Decides which refusal ends the source. What refuses a first connect would refuse it again; what refuses a reconnect after
 * a stream that worked may be a load balancer or a server that is being restarted. Counts refusals since the last stream
 * that worked. One thread.
 */
final class Refusals {

    /** So many in a row are final, where a single one is not. */
    static final int TRIES = 3;

    private boolean worked;
    private boolean refusedResumed;
    private int tries;

    /** A stream brought data. */
    void onWorked() {
        worked = true;
        refusedResumed = false;
        tries = 0;
    }

    /** True once a stream has brought data. */
    boolean worked() {
        return worked;
    }

    /**
     * Takes the end of a stream that brought nothing.
     *
     * @param resumed whether it was asked to begin with a slot: the server may refuse that only.
     * @return true when the server would refuse for ever.
     */
    boolean isFinal(final StreamEnd end, final boolean resumed) {
        return switch (end.kind()) {
            case TOKEN -> !worked || ++tries >= TRIES;
            case REQUEST -> isRefusedLive(resumed) && (!worked || ++tries >= TRIES);
            case PLACE -> (isRefusedLive(resumed && end.answered()) && !worked && (refusedResumed || ++tries >= TRIES));
            case PASSING -> false;
        };
    }

    /** Without a slot to begin with there is nothing left to leave out. */
    private boolean isRefusedLive(final boolean resumed) {
        refusedResumed |= resumed;
        return !resumed;
    }
}
