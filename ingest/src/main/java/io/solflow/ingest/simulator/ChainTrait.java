package io.solflow.ingest.simulator;

/**
 * What a simulated chain has beside plain swaps, each with the share that it has unless told otherwise, in 1/10 000. One
 * line is one trait.
 */
public enum ChainTrait {
    /** Of all transactions: validators' votes, which the chain has no more. */
    VOTE(0),
    /** Of transactions that swap: version 1, without lookup tables and compute budget instructions. */
    VERSION_1(1_500),
    /** Of transactions that swap: without stack heights, as old servers send them. */
    WITHOUT_HEIGHTS(0),
    /** Of swaps: their token transfers packed in a batch for each token program. */
    BATCH(1_000),
    /** Of transfers of Token-2022 coins: by the instruction that names a transfer fee. */
    TRANSFER_WITH_FEE(500),
    /** Of transactions with trades: two swaps by one multi-hop instruction. */
    MULTI_HOP(150),
    /** Of routed transactions: swaps for the account of the router, which does not sign. */
    ROUTER_ACCOUNT(1_500),
    /** Of DCA fills against SOL: those that reach their coin from dollars, or the reverse. */
    DCA_HOP(2_000),
    /** Of buys at Pump.fun: those that empty the curve, so that the coin moves to PumpSwap. */
    COMPLETION(2),
    /** Of coins that moved: those that are boosted. */
    BOOST(10_000),
    /** Of all transactions: collections of the fees that pools hold. */
    SWEEP(100),
    /** Of swaps at programs that tell trades by event: by an instruction that nobody knows. */
    UNKNOWN_INSTRUCTION(0),
    /** Of blocks: events that carry the clock of the block before. */
    PARENT_CLOCK(10_000),
    /** Of slots: those whose updates tell their bank. */
    BANK(0),
    /** Of slots: those of which another bank comes first and loses; their updates tell their banks. */
    RIVAL_BANK(0);

    /** A share of all. */
    public static final int ALL = 10_000;

    private final int usual;

    ChainTrait(final int usual) {
        this.usual = usual;
    }

    /** The share unless told otherwise, in 1/10 000. */
    int usual() {
        return usual;
    }
}
