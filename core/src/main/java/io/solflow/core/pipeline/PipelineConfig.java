package io.solflow.core.pipeline;

/**
 * Size and manners of the ring.
 *
 * @param ringSize entries, a power of two from {@value #MIN_RING_SIZE} to {@value #MAX_RING_SIZE}.
 * @param waitMode how stages wait.
 */
public record PipelineConfig(int ringSize, WaitMode waitMode) {

    /** Smallest ring. */
    public static final int MIN_RING_SIZE = 2;

    /** Largest ring. */
    public static final int MAX_RING_SIZE = 1 << 20;

    /** A ring of 4096 entries with blocking waits. */
    public static final PipelineConfig DEFAULT = new PipelineConfig(4096, WaitMode.TIMEOUT_BLOCKING);

    /** Checks the values. */
    public PipelineConfig {
        if (ringSize < MIN_RING_SIZE || ringSize > MAX_RING_SIZE || Integer.bitCount(ringSize) != 1) {
            throw new IllegalArgumentException("ring size " + ringSize + ", allowed: a power of two from "
                    + MIN_RING_SIZE + " to " + MAX_RING_SIZE);
        }
        if (waitMode == null) {
            throw new IllegalArgumentException("wait mode missing");
        }
    }
}
