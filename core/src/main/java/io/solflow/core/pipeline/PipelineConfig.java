package io.solflow.core.pipeline;

/**
 * Size and manners of the ring.
 *
 * @param ringSize entries, a power of two from {@value #MIN_RING_SIZE} to {@value #MAX_RING_SIZE}.
 * @param waitMode how stages wait.
 * @param stageThreads 3: a thread for each stage; 2: extract and metrics share one.
 */
public record PipelineConfig(int ringSize, WaitMode waitMode, int stageThreads) {

    /** Smallest ring. */
    public static final int MIN_RING_SIZE = 2;

    /** Largest ring. */
    public static final int MAX_RING_SIZE = 1 << 20;

    /** Fewest threads of the three stages. */
    public static final int MIN_STAGE_THREADS = 2;

    /** Most threads of the three stages. */
    public static final int MAX_STAGE_THREADS = 3;

    /** From so many cores on each stage gets a thread: the source, the three stages, and one for the rest. */
    private static final int CORES_FOR_ALL = 5;

    /** A ring of 4096 entries with blocking waits, and as many threads as suit the machine. */
    public static final PipelineConfig DEFAULT = new PipelineConfig(
            4096,
            WaitMode.TIMEOUT_BLOCKING,
            Runtime.getRuntime().availableProcessors() < CORES_FOR_ALL ? MIN_STAGE_THREADS : MAX_STAGE_THREADS);

    /** Checks the values. */
    public PipelineConfig {
        if (ringSize < MIN_RING_SIZE || ringSize > MAX_RING_SIZE || Integer.bitCount(ringSize) != 1) {
            throw new IllegalArgumentException("ring size " + ringSize + ", allowed: a power of two from "
                    + MIN_RING_SIZE + " to " + MAX_RING_SIZE);
        }
        if (waitMode == null) {
            throw new IllegalArgumentException("wait mode missing");
        }
        if (stageThreads < MIN_STAGE_THREADS || stageThreads > MAX_STAGE_THREADS) {
            throw new IllegalArgumentException(
                    "stage threads " + stageThreads + ", allowed: " + MIN_STAGE_THREADS + " or " + MAX_STAGE_THREADS);
        }
    }

    /** The default with another ring and other waits. */
    public PipelineConfig(final int ringSize, final WaitMode waitMode) {
        this(ringSize, waitMode, DEFAULT.stageThreads);
    }
}
