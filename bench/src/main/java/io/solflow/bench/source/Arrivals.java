package io.solflow.bench.source;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Counts what arrives, on one thread, against what was sent. */
final class Arrivals {

    private static final long TIMEOUT_SECONDS = 120;

    private final long expectedMessages;
    private final long expectedSum;
    private final CountDownLatch all = new CountDownLatch(1);
    private long messages;
    private long sum;
    private long firstNs;
    private long lastNs;

    /** Expects so many messages, whose values add up to {@code expectedSum}. */
    Arrivals(final long expectedMessages, final long expectedSum) {
        this.expectedMessages = expectedMessages;
        this.expectedSum = expectedSum;
    }

    /** A message that came now. */
    void add(final long value) {
        if (messages == 0) {
            firstNs = System.nanoTime();
        }
        addLater(value);
    }

    /** A message that came at {@code receivedNs} and has only now gone all the way. */
    void add(final long value, final long receivedNs) {
        if (messages == 0) {
            firstNs = receivedNs;
        }
        addLater(value);
    }

    private void addLater(final long value) {
        sum += value;
        if (++messages == expectedMessages) {
            lastNs = System.nanoTime();
            all.countDown();
        }
    }

    /** Nanoseconds from the first to the last. */
    long await() throws InterruptedException {
        if (!all.await(TIMEOUT_SECONDS, TimeUnit.SECONDS)) {
            throw new IllegalStateException("only " + messages + " messages of " + expectedMessages + " came");
        }
        if (sum != expectedSum) {
            throw new IllegalStateException("the messages add up to " + sum + ", sent were " + expectedSum);
        }
        return lastNs - firstNs;
    }
}
