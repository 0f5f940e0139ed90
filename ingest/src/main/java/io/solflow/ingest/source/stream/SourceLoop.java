package io.solflow.ingest.source.stream;

import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.netty.shaded.io.netty.channel.EventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.MultiThreadIoEventLoopGroup;
import io.grpc.netty.shaded.io.netty.channel.nio.NioIoHandler;
import io.grpc.netty.shaded.io.netty.util.concurrent.DefaultThreadFactory;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * The one thread of a source: network, timers and tasks. The ring takes a single publishing thread for its whole life, so
 * this one outlives every connection. Tasks given after {@link #shutdown} are dropped.
 */
public final class SourceLoop implements Executor {

    private static final long QUIET_MS = 20;
    private static final long SHUTDOWN_MS = 2_000;

    // Netty reads these once. Its events for Flight Recorder load a hundred classes and make a dozen more; its native
    // transports are unpacked and loaded although the loop below uses none of them.
    private static final Map<String, String> NETTY_DEFAULTS = Map.of(
            "io.grpc.netty.shaded.io.netty.jfr.enabled", "false",
            "io.grpc.netty.shaded.io.netty.transport.noNative", "true");

    static {
        NETTY_DEFAULTS.forEach((name, value) -> {
            if (System.getProperty(name) == null) {
                System.setProperty(name, value);
            }
        });
    }

    private final Consumer<RuntimeException> onFailure;
    private final EventLoopGroup group = new MultiThreadIoEventLoopGroup(
            1, new DefaultThreadFactory("solflow-ingest", true), NioIoHandler.newFactory());
    private final EventLoop loop = group.next();

    // own thread only
    private Future<?> repeated;
    private Future<?> scheduled;

    /** A loop that tells {@code onFailure} what a task throws; Netty would only log it. */
    public SourceLoop(final Consumer<RuntimeException> onFailure) {
        this.onFailure = onFailure;
    }

    public EventLoop eventLoop() {
        return loop;
    }

    /** Runs a task soon; any thread. */
    @Override
    public void execute(final Runnable task) {
        try {
            loop.execute(guarded(task));
        } catch (final RejectedExecutionException e) {
            // the loop has ended, and with it whatever the task was for
            return;
        }
    }

    /** Runs a task later, in place of the one scheduled before; own thread. */
    void schedule(final Runnable task, final long delayMs) {
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        scheduled = loop.schedule(guarded(task), delayMs, TimeUnit.MILLISECONDS);
    }

    /** Runs a task again and again; own thread, once. */
    void repeat(final Runnable task, final long periodMs) {
        repeated = loop.scheduleWithFixedDelay(guarded(task), periodMs, periodMs, TimeUnit.MILLISECONDS);
    }

    /** Ends the thread soon; any thread. */
    @SuppressWarnings("FutureReturnValueIgnored") // nobody waits for the thread's end
    public void shutdown() {
        if (repeated != null) {
            repeated.cancel(false);
        }
        if (scheduled != null) {
            scheduled.cancel(false);
        }
        group.shutdownGracefully(QUIET_MS, SHUTDOWN_MS, TimeUnit.MILLISECONDS);
    }

    private Runnable guarded(final Runnable task) {
        return () -> {
            try {
                task.run();
            } catch (final RuntimeException e) {
                onFailure.accept(e);
            }
        };
    }
}
