package io.solflow.bench.line;

import java.io.IOException;

/** Slots in chain order. Used by one thread. */
interface SlotFeed extends AutoCloseable {

    /** The next slot, null at the end. */
    WireSlot next() throws IOException;

    @Override
    void close() throws IOException;
}
