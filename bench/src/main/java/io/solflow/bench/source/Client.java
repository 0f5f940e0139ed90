package io.solflow.bench.source;

/** One way of receiving the replay. A new instance for each run. */
interface Client {

    /** Subscribes; returns at once. */
    void start() throws Exception;

    /**
     * Waits until everything has come.
     *
     * @return nanoseconds from the first message to the end of the last.
     * @throws IllegalStateException when anything is missing or came out of order.
     */
    long awaitAll() throws Exception;

    /** Releases everything. */
    void release() throws Exception;
}
