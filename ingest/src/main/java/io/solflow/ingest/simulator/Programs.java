package io.solflow.ingest.simulator;

import java.util.SplittableRandom;

/** The encoders of the programs that hold pools, one each. */
final class Programs {

    private final PumpFunEncoder pumpFun;
    private final PumpSwapEncoder pumpSwap;
    private final MoonshotEncoder moonshot;
    private final BonkSwapEncoder bonkSwap;
    private final Address relayer;

    Programs(final Transfers transfers, final SplittableRandom random) {
        pumpFun = new PumpFunEncoder(transfers, random);
        pumpSwap = new PumpSwapEncoder(transfers, random);
        moonshot = new MoonshotEncoder(transfers, random);
        bonkSwap = new BonkSwapEncoder(transfers, random);
        relayer = Address.random(random, Address.Role.WALLET);
    }

    /** Sets the clock of the block. */
    void timestampSeconds(final long seconds) {
        pumpFun.timestampSeconds(seconds);
        pumpSwap.timestampSeconds(seconds);
    }

    SwapEncoder encoderOf(final Pool pool) {
        return switch (pool.venue()) {
            case PUMP_FUN, PUMP_FUN_USDC -> pumpFun;
            case PUMP_SWAP, PUMP_SWAP_REVERSED, PUMP_SWAP_USDC -> pumpSwap;
            case MOONSHOT -> moonshot;
            case BONK_SWAP_COIN_FIRST, BONK_SWAP_COIN_SECOND -> bonkSwap;
        };
    }

    /** A wallet that pays the fees of others' transactions. */
    Address relayer() {
        return relayer;
    }
}
