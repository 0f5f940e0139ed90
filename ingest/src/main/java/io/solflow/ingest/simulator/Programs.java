package io.solflow.ingest.simulator;

import java.util.SplittableRandom;

/** The encoders of the programs that hold pools: one a program, and one for each instruction that is more than a swap. */
final class Programs {

    private final PumpFunEncoder pumpFun;
    private final PumpSwapEncoder pumpSwap;
    private final MoonshotEncoder moonshot;
    private final BonkSwapEncoder bonkSwap;
    private final CurveCompletion completion;
    private final MultiHopEncoder multiHop;
    private final BoostEncoder boost;
    private final Address relayer;

    Programs(final Transfers transfers, final SplittableRandom random) {
        pumpFun = new PumpFunEncoder(transfers, random);
        pumpSwap = new PumpSwapEncoder(transfers, random);
        moonshot = new MoonshotEncoder(transfers, random);
        bonkSwap = new BonkSwapEncoder(transfers, random);
        final Disguise disguise = new Disguise(random);
        completion = new CurveCompletion(transfers, disguise);
        multiHop = new MultiHopEncoder(transfers, disguise);
        boost = new BoostEncoder(transfers);
        relayer = Address.random(random, Address.Role.WALLET);
    }

    /** Sets the clock of the programs. */
    void timestampSeconds(final long seconds) {
        pumpFun.timestampSeconds(seconds);
        pumpSwap.timestampSeconds(seconds);
        completion.timestampSeconds(seconds);
        multiHop.timestampSeconds(seconds);
        boost.timestampSeconds(seconds);
    }

    SwapEncoder encoderOf(final Pool pool) {
        return switch (pool.venue()) {
            case PUMP_FUN, PUMP_FUN_USDC -> pumpFun;
            case PUMP_SWAP, PUMP_SWAP_REVERSED, PUMP_SWAP_USDC -> pumpSwap;
            case MOONSHOT -> moonshot;
            case BONK_SWAP_COIN_FIRST, BONK_SWAP_COIN_SECOND -> bonkSwap;
        };
    }

    CurveCompletion completion() {
        return completion;
    }

    MultiHopEncoder multiHop() {
        return multiHop;
    }

    BoostEncoder boost() {
        return boost;
    }

    /** A wallet that pays the fees of others' transactions. */
    Address relayer() {
        return relayer;
    }
}
