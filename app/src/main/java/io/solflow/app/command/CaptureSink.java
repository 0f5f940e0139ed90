package io.solflow.app.command;

import io.solflow.core.event.GapReason;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.capture.CaptureWriter;
import io.solflow.ingest.source.UpdateSink;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.TimeUnit;
import org.agrona.concurrent.EpochClock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes updates to a capture as they come. A slot counts as taken when its block meta has come. */
final class CaptureSink implements UpdateSink {

    private static final Logger LOG = LoggerFactory.getLogger(CaptureSink.class);

    private static final long FLUSH_NS = TimeUnit.SECONDS.toNanos(1);

    private final CaptureWriter writer;
    private final EpochClock clock;
    private long checkpointSlot = NO_CHECKPOINT;
    private long lastFlushNs = System.nanoTime();

    CaptureSink(final CaptureWriter writer, final EpochClock clock) {
        this.writer = writer;
        this.clock = clock;
    }

    @Override
    public boolean onUpdate(
            final UpdateEnvelope update,
            final byte[] bytes,
            final int offset,
            final int length,
            final long receivedNs) {
        try {
            writer.write(clock.time(), bytes, offset, length);
        } catch (final IOException e) {
            throw failed(e);
        }
        if (update.kind() == UpdateEnvelope.Kind.BLOCK_META && update.slot() > checkpointSlot) {
            checkpointSlot = update.slot();
        }
        return true;
    }

    @Override
    public boolean onGap(final long fromSlot, final long toSlot, final GapReason reason, final long receivedNs) {
        LOG.warn("slots {} to {} are missing from the capture: {}", fromSlot, toSlot, reason.label());
        return true;
    }

    /** Lets a quiet stream's last updates reach the file. */
    @Override
    public boolean onTime(final long nowNs) {
        if (nowNs - lastFlushNs >= FLUSH_NS) {
            lastFlushNs = nowNs;
            try {
                writer.flush();
            } catch (final IOException e) {
                throw failed(e);
            }
        }
        return true;
    }

    @Override
    public void onResume(final long nowNs) {
        // what a new stream repeats is dropped when the capture is played
    }

    @Override
    public long checkpointSlot() {
        return checkpointSlot;
    }

    private UncheckedIOException failed(final IOException cause) {
        return new UncheckedIOException(
                "capture " + writer.file() + " cannot be written: " + cause.getMessage(), cause);
    }
}
