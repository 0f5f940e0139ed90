package io.solflow.bench.line;

import java.io.IOException;

/** Slots in chain order. Used by one thread. */
interface SlotFeed extends AutoCloseable {

    /** The next slot, null at the end. */
    WireSlot next() throws IOException;

    @Override
    void close() throws IOException;

    /** The same feed for a borrower that may not close it. */
    static SlotFeed kept(final SlotFeed feed) {
        return new SlotFeed() {
            @Override
            public WireSlot next() throws IOException {
                return feed.next();
            }

            @Override
            public void close() {
                // its owner closes it
            }
        };
    }
}
