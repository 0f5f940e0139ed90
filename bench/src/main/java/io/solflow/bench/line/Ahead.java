package io.solflow.bench.line;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;

/** A feed whose next slots are encoded by another thread, so that the sender only sends. For rates that leave time for it. */
final class Ahead implements SlotFeed {

    private static final int SLOTS = 64;

    private final SlotFeed source;
    private final BlockingQueue<Optional<WireSlot>> slots = new ArrayBlockingQueue<>(SLOTS);
    private final Thread thread = new Thread(this::run, "bench-encoder");
    private volatile Exception failure;

    Ahead(final SlotFeed source) {
        this.source = source;
        thread.setDaemon(true);
        thread.start();
    }

    private void run() {
        try (source) {
            WireSlot slot = source.next();
            while (slot != null) {
                slots.put(Optional.of(slot));
                slot = source.next();
            }
            slots.put(Optional.empty());
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (final IOException | RuntimeException e) {
            failure = e;
        }
    }

    @Override
    public WireSlot next() throws IOException {
        try {
            while (true) {
                if (failure != null) {
                    throw new IOException("the market failed", failure);
                }
                final Optional<WireSlot> slot = slots.poll(1, TimeUnit.SECONDS);
                if (slot != null) {
                    return slot.orElse(null);
                }
            }
        } catch (final InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while the market was encoded", e);
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
