package io.solflow.ingest.feed;

import java.io.IOException;

/** A finite or endless sequence of blocks in ascending order of slot; one that dies may come again. Used by one thread. */
public interface BlockFeed extends AutoCloseable {

    /**
     * The next block, or null at the end.
     *
     * @throws IOException when the source cannot be read any further; the message names it.
     */
    Block next() throws IOException;

    @Override
    void close() throws IOException;
}
