package io.solflow.ingest.server;

import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockFeed;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochClock;
import org.agrona.concurrent.NanoClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The feed thread: takes block after block, waits until each is due, and publishes it. */
final class FeedPlayer implements Runnable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedPlayer.class);

    private final BlockFeed feed;
    private final Broadcast broadcast;
    private final BlockPacer pacer;
    private final NanoClock nanoClock;
    private final EpochClock epochClock;
    private final CountDownLatch stop = new CountDownLatch(1);
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    FeedPlayer(
            final BlockFeed feed,
            final Broadcast broadcast,
            final BlockPacer pacer,
            final NanoClock nanoClock,
            final EpochClock epochClock) {
        this.feed = feed;
        this.broadcast = broadcast;
        this.pacer = pacer;
        this.nanoClock = nanoClock;
        this.epochClock = epochClock;
    }

    /** Done when the feed is at its end and all of it finalized; failed when the feed failed. */
    CompletableFuture<Void> ended() {
        return ended;
    }

    void stop() {
        stop.countDown();
        broadcast.stop();
    }

    private boolean stopped() {
        return stop.getCount() == 0;
    }

    @Override
    public void run() {
        try (feed) {
            play();
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            ended.cancel(false);
        } catch (final IOException | RuntimeException e) {
            if (!stopped()) {
                LOG.error("the feed failed, nothing more will be played", e);
            }
            ended.completeExceptionally(e);
        }
    }

    private void play() throws IOException, InterruptedException {
        broadcast.awaitRoom();
        for (PreparedBlock block = nextBlock(); block != null; block = nextBlock()) {
            if (!awaitDue(block.slot())) {
                break;
            }
            broadcast.publish(block);
        }
        boolean more = true;
        while (more && awaitDue(pacer.lastSlot() + 1)) {
            more = broadcast.settle();
        }
        if (more) {
            ended.cancel(false);
        } else {
            broadcast.awaitDrained();
            ended.complete(null);
        }
    }

    /** Encoded before it is due, so that it is on time, and waits as bytes rather than as thousands of objects. */
    private PreparedBlock nextBlock() throws IOException {
        final Block block = stopped() ? null : feed.next();
        return block == null ? null : new PreparedBlock(block, epochClock.time());
    }

    /** Waits for the time of a slot and for room; false when stopped meanwhile. */
    private boolean awaitDue(final long slot) throws InterruptedException {
        final long waitNs = pacer.waitNs(slot, nanoClock.nanoTime());
        if (waitNs > 0 && stop.await(waitNs, TimeUnit.NANOSECONDS)) {
            return false;
        }
        broadcast.awaitRoom();
        return !stopped();
    }
}
