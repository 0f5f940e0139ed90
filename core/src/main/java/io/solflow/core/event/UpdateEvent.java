package io.solflow.core.event;

import java.util.Arrays;

/**
 * One preallocated ring entry. Sections and their single writers:
 *
 * <ul>
 *   <li>the update: kind, slot, time, payload bytes, gap — the publishing thread;
 *   <li>{@link #trades()} — the extract stage;
 *   <li>{@link #metrics()}, {@link #watermarkSeconds()}, bot flags, {@link #signals()}, {@link #takenBack()} — the rolling
 *       metrics stage.
 * </ul>
 *
 * Later stages only read. The publisher calls {@link #reset()} first and sets the kind last, so that a failed
 * translation travels as {@link UpdateKind#EMPTY}.
 */
public final class UpdateEvent {

    /** Watermark before any time is known. */
    public static final long NO_TIME = Long.MIN_VALUE;

    /** A payload larger than this has an array of its own, not kept for the next update, which bounds the ring's memory. */
    public static final int RETAINED_PAYLOAD_BYTES = 16 * 1024;

    /** Of an entry that has met no larger payload: block metas, votes and the like. */
    private static final int SMALL_PAYLOAD_BYTES = 2 * 1024;

    private static final byte[] NO_PAYLOAD = {};

    private UpdateKind kind = UpdateKind.EMPTY;
    private long slot;
    private long timeSeconds;
    private TimeSource timeSource = TimeSource.FAR_ESTIMATE;
    private long checkpointSlot;
    private long receivedNs;
    private boolean positioned = true;
    private long deadTxIndex;
    private byte[] retained = NO_PAYLOAD;
    private byte[] payload = retained;
    private int payloadLength;
    private long gapFromSlot;
    private long gapToSlot;
    private GapReason gapReason = GapReason.REPLAY_UNAVAILABLE;

    private final TradeList trades = new TradeList();

    private final MetricsRows metrics = new MetricsRows();
    private final BotFlags botFlags = new BotFlags();
    private final SignalList signals = new SignalList();
    private long watermarkSeconds = NO_TIME;
    private boolean takenBack;

    /** Makes the entry empty; publisher only. The sections of the stages are theirs to clear. */
    public UpdateEvent reset() {
        kind = UpdateKind.EMPTY;
        slot = 0;
        timeSeconds = NO_TIME;
        timeSource = TimeSource.FAR_ESTIMATE;
        checkpointSlot = -1;
        receivedNs = 0;
        positioned = true;
        deadTxIndex = 0;
        payloadLength = 0;
        usePayload(retained);
        return this;
    }

    /** What the entry carries. */
    public UpdateKind kind() {
        return kind;
    }

    /** Sets the kind; the publisher's last write. */
    public void kind(final UpdateKind value) {
        kind = value;
    }

    /** The slot of the update. */
    public long slot() {
        return slot;
    }

    /** Sets the slot. */
    public UpdateEvent slot(final long value) {
        slot = value;
        return this;
    }

    /** Chain time of the update's slot in unix seconds, {@link #NO_TIME} when nothing is known. */
    public long timeSeconds() {
        return timeSeconds;
    }

    /** Where {@link #timeSeconds()} comes from. */
    public TimeSource timeSource() {
        return timeSource;
    }

    /** Sets the time and its source. */
    public UpdateEvent time(final long seconds, final TimeSource source) {
        timeSeconds = seconds;
        timeSource = source;
        return this;
    }

    /**
     * For {@link UpdateKind#SLOT_END}: the highest slot up to which everything has entered the ring, -1 when that does
     * not change.
     */
    public long checkpointSlot() {
        return checkpointSlot;
    }

    /** Sets the checkpoint slot. */
    public UpdateEvent checkpointSlot(final long value) {
        checkpointSlot = value;
        return this;
    }

    /** For {@link UpdateKind#TRANSACTION}: true when the position in the payload is the one in the block. */
    public boolean positioned() {
        return positioned;
    }

    /** Sets whether the payload's position is to be believed. */
    public UpdateEvent positioned(final boolean value) {
        positioned = value;
        return this;
    }

    /** For {@link UpdateKind#TRANSACTION_DEAD}: the position of the transaction in its block. */
    public long deadTxIndex() {
        return deadTxIndex;
    }

    /** Sets the position of a dead transaction. */
    public UpdateEvent deadTxIndex(final long value) {
        deadTxIndex = value;
        return this;
    }

    /** Monotonic receipt time. */
    public long receivedNs() {
        return receivedNs;
    }

    /** Sets the receipt time. */
    public UpdateEvent receivedNs(final long value) {
        receivedNs = value;
        return this;
    }

    /** Bytes of the update, valid up to {@link #payloadLength()}. */
    public byte[] payload() {
        return payload;
    }

    /** How many bytes of {@link #payload()} are the update's. */
    public int payloadLength() {
        return payloadLength;
    }

    /** Copies the update's bytes in. */
    public UpdateEvent payload(final byte[] source, final int offset, final int length) {
        usePayload(arrayFor(length));
        System.arraycopy(source, offset, payload, 0, length);
        payloadLength = length;
        return this;
    }

    /** A write of a reference costs the collector a look at it, so only one that changes it is made. */
    private void usePayload(final byte[] array) {
        if (payload != array) {
            payload = array;
        }
    }

    /**
     * Swaps have 3 to 12 KB, so that each entry meets a large one sooner or later: it gets its last size at once. Growing step by
     * step would make garbage for minutes, old enough to be dear.
     */
    private byte[] arrayFor(final int length) {
        if (length > RETAINED_PAYLOAD_BYTES) {
            return new byte[length];
        }
        if (length > retained.length) {
            retained = new byte[length > SMALL_PAYLOAD_BYTES ? RETAINED_PAYLOAD_BYTES : SMALL_PAYLOAD_BYTES];
        }
        return retained;
    }

    /** Sets the hole that a {@link UpdateKind#GAP} records, both ends included. */
    public UpdateEvent gap(final long fromSlot, final long toSlot, final GapReason reason) {
        gapFromSlot = fromSlot;
        gapToSlot = toSlot;
        gapReason = reason;
        return this;
    }

    /** First missing slot. */
    public long gapFromSlot() {
        return gapFromSlot;
    }

    /** Last missing slot. */
    public long gapToSlot() {
        return gapToSlot;
    }

    /** Why the slots are missing. */
    public GapReason gapReason() {
        return gapReason;
    }

    /** The trades that the transaction executed, empty for other kinds and for transactions seen before. */
    public TradeList trades() {
        return trades;
    }

    /** Metrics of each mint that this event touched, as they are after it. */
    public MetricsRows metrics() {
        return metrics;
    }

    /** Which trades are bot trades. */
    public BotFlags botFlags() {
        return botFlags;
    }

    /** Signals that begin or end because this event moved the watermark; empty when nobody looks for them. */
    public SignalList signals() {
        return signals;
    }

    /** The watermark after this event, {@link #NO_TIME} before any time is known. */
    public long watermarkSeconds() {
        return watermarkSeconds;
    }

    /** Sets the watermark; metrics stage only. */
    public void watermarkSeconds(final long value) {
        watermarkSeconds = value;
    }

    /**
     * For {@link UpdateKind#SLOT_DEAD} and {@link UpdateKind#TRANSACTION_DEAD}: true when the windows hold none of its trades
     * any longer; false when the slot is too old to be remembered, so that the stored trades have to stay as well.
     */
    public boolean takenBack() {
        return takenBack;
    }

    /** Sets whether the slot's trades were taken back; metrics stage only. */
    public void takenBack(final boolean value) {
        takenBack = value;
    }

    /** A copy of the payload, for tests and tools. */
    public byte[] copyPayload() {
        return Arrays.copyOf(payload, payloadLength);
    }
}
