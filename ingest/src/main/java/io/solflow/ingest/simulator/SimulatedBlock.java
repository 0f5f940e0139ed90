package io.solflow.ingest.simulator;

import io.solflow.ingest.feed.Block;
import java.util.List;

/**
 * A block of the simulated market with its ground truth.
 *
 * @param block what goes on the wire.
 * @param expected the trades in it, in chain order.
 */
public record SimulatedBlock(Block block, List<ExpectedTrade> expected) {

    /** Copies the list. */
    public SimulatedBlock {
        expected = List.copyOf(expected);
    }
}
