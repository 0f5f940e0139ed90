package io.solflow.core.pipeline;

import com.lmax.disruptor.BlockingWaitStrategy;
import com.lmax.disruptor.BusySpinWaitStrategy;
import com.lmax.disruptor.SleepingWaitStrategy;
import com.lmax.disruptor.WaitStrategy;
import com.lmax.disruptor.YieldingWaitStrategy;

/** How the stages wait for the next event. */
public enum WaitMode {
    /** Sleep until woken, and look around every 100 ms; right when there are fewer cores than threads. */
    TIMEOUT_BLOCKING,
    /** Sleep until woken. */
    BLOCKING,
    /** Spin, yield, then sleep briefly: costs half a core when idle. */
    SLEEPING,
    /** Spin, then yield: costs a core. */
    YIELDING,
    /** Spin: lowest latency; needs a core of its own for each of the three stages. */
    BUSY_SPIN;

    WaitStrategy newStrategy() {
        return switch (this) {
            case TIMEOUT_BLOCKING -> new ParkingWaitStrategy(100);
            case BLOCKING -> new BlockingWaitStrategy();
            case SLEEPING -> new SleepingWaitStrategy();
            case YIELDING -> new YieldingWaitStrategy();
            case BUSY_SPIN -> new BusySpinWaitStrategy();
        };
    }
}
