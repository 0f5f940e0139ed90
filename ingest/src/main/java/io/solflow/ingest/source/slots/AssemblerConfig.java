package io.solflow.ingest.source.slots;

import io.solflow.ingest.source.Commitment;
import java.util.concurrent.TimeUnit;

/**
 * How slots are put together.
 *
 * @param mode when a slot's transactions are published.
 * @param commitment slot statuses below it say nothing.
 * @param metaTimeoutNs how long a slot waits for its block meta, unless {@link Mode#REPLAY}.
 * @param newerMs how long a time, in chain time, the newer slots may last that it waits for, at most {@value #MAX_NEWER_MS}.
 * @param maxOpenSlots slots that may wait at once, 1 to {@value #MAX_OPEN_SLOTS}.
 * @param maxHeldBytes bytes that may wait at once, 1 to {@value #MAX_HELD_BYTES}.
 */
public record AssemblerConfig(
        Mode mode, Commitment commitment, long metaTimeoutNs, long newerMs, int maxOpenSlots, long maxHeldBytes) {

    /** When a slot's transactions are published. */
    public enum Mode {
        /** With their slot's block meta, or when it does not come in time. */
        WITH_BLOCK_META,
        /** At once, with an estimated time. */
        AT_ONCE,
        /** With their slot's block meta; no clock runs, so that the same input gives the same output. */
        REPLAY
    }

    /** Most slots that may wait. */
    public static final int MAX_OPEN_SLOTS = 4096;

    /** Longest time that newer slots may last. */
    public static final long MAX_NEWER_MS = TimeUnit.MINUTES.toMillis(10);

    /** Most bytes that may wait. */
    public static final long MAX_HELD_BYTES = 1L << 30;

    private static final long DEFAULT_TIMEOUT_NS = TimeUnit.SECONDS.toNanos(2);
    private static final long DEFAULT_NEWER_MS = 3_200;
    // as long as the meta timeout several times over, at 100 ms a slot
    private static final int DEFAULT_OPEN_SLOTS = 256;
    private static final long DEFAULT_HELD_BYTES = 256L << 20;

    /** Checks the values. */
    public AssemblerConfig {
        if (mode == null || commitment == null) {
            throw new IllegalArgumentException("assembler mode or commitment missing");
        }
        requireRange("meta timeout in ns", metaTimeoutNs, 1, Long.MAX_VALUE / 2);
        requireRange("newer slots in ms", newerMs, 1, MAX_NEWER_MS);
        requireRange("open slots", maxOpenSlots, 1, MAX_OPEN_SLOTS);
        requireRange("held bytes", maxHeldBytes, 1, MAX_HELD_BYTES);
    }

    /** For a live stream. */
    public static AssemblerConfig live(final Commitment commitment) {
        return of(commitment == Commitment.PROCESSED ? Mode.AT_ONCE : Mode.WITH_BLOCK_META, commitment);
    }

    /** For a capture or JSON: nothing waits for a clock, {@link SlotAssembler#flush} ends it. */
    public static AssemblerConfig replay() {
        return of(Mode.REPLAY, Commitment.PROCESSED);
    }

    private static AssemblerConfig of(final Mode mode, final Commitment commitment) {
        return new AssemblerConfig(
                mode, commitment, DEFAULT_TIMEOUT_NS, DEFAULT_NEWER_MS, DEFAULT_OPEN_SLOTS, DEFAULT_HELD_BYTES);
    }

    /** True when a slot is published before it is settled, so that it may have to be taken back. */
    boolean slotsDie() {
        return mode == Mode.AT_ONCE;
    }

    /** True for a status that says that a slot has come; a stream at once also has those that settle old ones. */
    boolean isOpenedBy(final int slotStatus) {
        return mode == Mode.AT_ONCE ? commitment.is(slotStatus) : commitment.isReachedBy(slotStatus);
    }

    boolean waitsByClock() {
        return mode != Mode.REPLAY;
    }

    private static void requireRange(final String name, final long value, final long min, final long max) {
        if (value < min || value > max) {
            throw new IllegalArgumentException(name + " " + value + ", allowed: " + min + " to " + max);
        }
    }
}
