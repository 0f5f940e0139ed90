package io.solflow.core.event;

/** The trades that earlier runs have stored, slot by slot. Asked by the extract thread, once a slot. */
public interface StoredSlots {

    /** Nothing is stored. */
    StoredSlots NONE = new StoredSlots() {
        @Override
        public long newestSlot() {
            return -1;
        }

        @Override
        public void read(final long slot, final TradeReader reader) {}
    };

    /** Highest slot of a stored trade when the run began, -1 when there was none. */
    long newestSlot();

    /**
     * Shows all stored trades of a slot. What this run has stored may be among them.
     *
     * @throws RuntimeException when they cannot be read, which ends the run.
     */
    void read(long slot, TradeReader reader);

    /** Takes the stored trades of a slot, in any order. */
    @FunctionalInterface
    interface TradeReader {

        /**
         * Takes a trade.
         *
         * @param txIndex place of its transaction in the slot.
         * @param ordinal place of its proof in the transaction.
         * @param signature the transaction's, 64 bytes; null where none is known.
         */
        void trade(int txIndex, int ordinal, byte[] signature);
    }
}
