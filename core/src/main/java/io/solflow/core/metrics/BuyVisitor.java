package io.solflow.core.metrics;

/** Is shown buys, one by one. */
@FunctionalInterface
public interface BuyVisitor {

    /**
     * One buy.
     *
     * @param mint the mint's slot, as in {@link WatchedMints}.
     * @param pair a number that the buys of the same wallet in the same mint share, and no others.
     * @param lamports what it brought.
     */
    void buy(int mint, int pair, long lamports);
}
