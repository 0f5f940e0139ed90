package io.solflow.ingest.source.slots;

import io.solflow.core.event.UpdateEvent;
import io.solflow.core.wire.UpdateEnvelope;
import java.util.Arrays;

/**
 * The transactions of a slot that waits for its block meta, and which bank it is of. Pooled: {@link #open} begins a new life,
 * {@link #giveBack} ends it. Transactions are named by the order in which they came.
 */
final class OpenSlot {

    /** What a transaction costs beside its bytes, for the memory bound. */
    static final int OVERHEAD_BYTES = 48;

    private static final int INITIAL_PAGES = 4;
    private static final int INITIAL_TRANSACTIONS = 64;

    private long slot;
    private long openedNs;
    private long newerSlots;
    private long createdAtSeconds;
    private long bank;
    private long publishedBank;
    private boolean payload;

    private final BytePages pool;
    private byte[][] pages = new byte[INITIAL_PAGES][];
    private int pageCount;
    private int usedOfLast;
    private long held;
    private int count;

    private long[] txIndexes = new long[INITIAL_TRANSACTIONS];
    private long[] banks = new long[INITIAL_TRANSACTIONS];
    private int[] signatures = new int[INITIAL_TRANSACTIONS];
    private int[] pageNumbers = new int[INITIAL_TRANSACTIONS];
    private int[] offsets = new int[INITIAL_TRANSACTIONS];
    private int[] lengths = new int[INITIAL_TRANSACTIONS];
    private long[] receivedNs = new long[INITIAL_TRANSACTIONS];

    /** Without transactions; takes its arrays from {@code pool}. */
    OpenSlot(final BytePages pool) {
        this.pool = pool;
    }

    void open(final long newSlot, final long nowNs) {
        slot = newSlot;
        openedNs = nowNs;
        newerSlots = 0;
        createdAtSeconds = UpdateEvent.NO_TIME;
        bank = UpdateEnvelope.NO_BANK;
        publishedBank = UpdateEnvelope.NO_BANK;
        payload = false;
        held = 0;
        count = 0;
    }

    /**
     * Holds a transaction.
     *
     * @param update its envelope, read from the same bytes.
     */
    void add(final UpdateEnvelope update, final byte[] source, final int offset, final int length, final long nowNs) {
        ensureRoom(length);
        System.arraycopy(source, offset, pages[pageCount - 1], usedOfLast, length);
        txIndexes[count] = update.txIndex();
        banks[count] = update.bankId();
        signatures[count] = update.signatureOffset() < 0 ? -1 : update.signatureOffset() - offset;
        pageNumbers[count] = pageCount - 1;
        offsets[count] = usedOfLast;
        lengths[count] = length;
        receivedNs[count] = nowNs;
        count++;
        usedOfLast += length;
        held += length;
    }

    /** Gives the arrays back; the transactions are gone. */
    void giveBack() {
        for (int i = 0; i < pageCount; i++) {
            pool.takeBack(pages[i]);
            pages[i] = null;
        }
        pageCount = 0;
    }

    /** Lets go of the transactions held so far; the slot stays open. */
    void drop() {
        giveBack();
        held = 0;
        count = 0;
    }

    private void ensureRoom(final int length) {
        if (count == lengths.length) {
            txIndexes = Arrays.copyOf(txIndexes, count * 2);
            banks = Arrays.copyOf(banks, count * 2);
            signatures = Arrays.copyOf(signatures, count * 2);
            pageNumbers = Arrays.copyOf(pageNumbers, count * 2);
            offsets = Arrays.copyOf(offsets, count * 2);
            lengths = Arrays.copyOf(lengths, count * 2);
            receivedNs = Arrays.copyOf(receivedNs, count * 2);
        }
        if (pageCount == 0 || length > pages[pageCount - 1].length - usedOfLast) {
            if (pageCount == pages.length) {
                pages = Arrays.copyOf(pages, pageCount * 2);
            }
            // one that is larger than an array has its own
            pages[pageCount++] = length > BytePages.PAGE_BYTES ? new byte[length] : pool.lend();
            usedOfLast = 0;
        }
    }

    long slot() {
        return slot;
    }

    /** How many transactions are held. */
    int count() {
        return count;
    }

    /** Bytes held, against the memory bound. */
    long heldBytes() {
        return held + (long) count * OVERHEAD_BYTES;
    }

    /** A transaction's position as the source gave it. */
    long txIndex(final int entry) {
        return txIndexes[entry];
    }

    /** The bank that a transaction was executed in, {@link UpdateEnvelope#NO_BANK} when the source does not say. */
    long bank(final int entry) {
        return banks[entry];
    }

    /** The array that holds a transaction. */
    byte[] bytes(final int entry) {
        return pages[pageNumbers[entry]];
    }

    int offset(final int entry) {
        return offsets[entry];
    }

    int length(final int entry) {
        return lengths[entry];
    }

    /** Where a transaction's signature is in {@link #bytes}, -1 when it has none. */
    int signatureOffset(final int entry) {
        return signatures[entry] < 0 ? -1 : offsets[entry] + signatures[entry];
    }

    long receivedNs(final int entry) {
        return receivedNs[entry];
    }

    /** The bank that is part of the chain, as the block meta says; {@link UpdateEnvelope#NO_BANK} before. */
    long bank() {
        return bank;
    }

    void bank(final long value) {
        bank = value;
    }

    /** The bank whose transactions were published as they came; {@link UpdateEnvelope#NO_BANK} when there is none. */
    long publishedBank() {
        return publishedBank;
    }

    void publishedBank(final long value) {
        publishedBank = value;
    }

    /** A new stream begins, and banks have other numbers there: which bank a transaction is of is not known any longer. */
    void forgetBanks() {
        bank = UpdateEnvelope.NO_BANK;
        publishedBank = UpdateEnvelope.NO_BANK;
        Arrays.fill(banks, 0, count, UpdateEnvelope.NO_BANK);
    }

    /** Creation time of the slot's first update that has one. */
    long createdAtSeconds() {
        return createdAtSeconds;
    }

    void noteCreatedAt(final long seconds) {
        if (createdAtSeconds == UpdateEvent.NO_TIME) {
            createdAtSeconds = seconds;
        }
    }

    /** A transaction has come, held here or not. */
    void notePayload() {
        payload = true;
    }

    /** True when more has come than statuses. */
    boolean hasPayload() {
        return payload;
    }

    void noteNewerSlot() {
        newerSlots++;
    }

    void waitAfresh(final long nowNs) {
        openedNs = nowNs;
    }

    boolean isOverdue(final long nowNs, final AssemblerConfig config, final SlotClock clock) {
        return (newerSlots > 0 && newerSlots >= clock.slotsIn(config.newerMs(), slot))
                || (config.waitsByClock() && nowNs - openedNs > config.metaTimeoutNs());
    }
}
