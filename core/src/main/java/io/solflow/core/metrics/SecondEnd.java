package io.solflow.core.metrics;

/** Is told each time the watermark is about to move, while the windows still are as they were. */
@FunctionalInterface
public interface SecondEnd {

    /**
     * A second of chain time is over.
     *
     * @param ending the watermark.
     * @param next the later one to which it moves.
     */
    void secondEnds(long ending, long next);
}
