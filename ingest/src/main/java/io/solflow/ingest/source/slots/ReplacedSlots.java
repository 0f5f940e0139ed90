package io.solflow.ingest.source.slots;

/**
 * Notices slots that come again with other transactions, where slots are published before they are settled and no bank tells
 * their versions apart: another signature at a known position. The new version takes the first one's place, whose transactions
 * are reported dead but for those that came again, which are in both. One thread, allocates nothing.
 */
final class ReplacedSlots {

    private final SlotVersions versions;
    private final RingWriter ring;
    private final AssemblerCounters counters;

    ReplacedSlots(final AssemblerConfig config, final RingWriter ring, final AssemblerCounters counters) {
        versions = config.slotsDie() ? new SlotVersions() : null;
        this.ring = ring;
        this.counters = counters;
    }

    /**
     * Takes a transaction whose position is told, before it is published.
     *
     * @param signatureOffset of its signature in {@code bytes}; one without is not looked at.
     * @return false when the pipeline takes no more updates.
     */
    boolean take(final long slot, final long txIndex, final byte[] bytes, final int signatureOffset, final long nowNs) {
        if (versions == null || signatureOffset < 0) {
            return true;
        }
        final long print = Fingerprint.of(bytes, signatureOffset);
        final long entry = versions.find(slot, txIndex);
        if (entry != SlotVersions.NONE && versions.print(entry) == print) {
            versions.renew(entry, slot);
            return true;
        }
        if (entry != SlotVersions.NONE && !replace(slot, entry, nowNs)) {
            return false;
        }
        versions.add(slot, txIndex, print);
        return true;
    }

    /** A slot's transactions are taken back as a whole. */
    void onSlotDead(final long slot) {
        if (versions != null) {
            versions.forgetSlot(slot);
        }
    }

    /** A new stream begins: what comes now is a version of its own. */
    void onResume() {
        if (versions != null) {
            versions.onResume();
        }
    }

    private boolean replace(final long slot, final long contradicted, final long nowNs) {
        counters.slotsReplaced().increment();
        final long versionFrom = versions.versionFrom(slot, contradicted);
        versions.closeVersion(slot);
        for (long entry = versions.last(slot); entry != SlotVersions.NONE; entry = versions.before(entry)) {
            if (entry >= versionFrom || versions.isForgotten(entry)) {
                continue;
            }
            final long txIndex = versions.txIndex(entry);
            versions.forget(entry);
            counters.transactionsReplaced().increment();
            if (!ring.transactionDead(slot, txIndex, nowNs)) {
                return false;
            }
        }
        return true;
    }
}
