package io.solflow.core.program;

import io.solflow.core.chain.Pubkey;
import java.util.function.Function;

/**
 * The supported DEX programs, the only list of them: subscription filter, lookup, counters and labels follow from it.
 * Codes are stored in databases; one that was given to a program is never changed or used again.
 */
@SuppressWarnings("ImmutableEnumChecker") // a Pubkey never changes, nor does a constructor
public enum DexProgram {
    /** Pump.fun's bonding curve. */
    PUMP_FUN(1, "PumpFun", "6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P", PumpFunDecoder::new),
    /** PumpSwap, Pump.fun's pools. */
    PUMP_SWAP(2, "PumpSwap", "pAMMBay6oceH9fJKBRHGP5D4bD4sWpmSwMn52FMfXEA", PumpSwapDecoder::new),
    /** Moonshot's bonding curve, now Moonit. */
    MOONSHOT(3, "Moonshot", "MoonCVVNZFSYkqNXP6bxHLPL6QQJiMagDL3qcqUQTrG", MoonshotDecoder::new),
    /** BonkSwap. */
    BONK_SWAP(4, "BonkSwap", "BSwp6bEBihVLdqJRKGgzjcGLHkcTuzmSo1TQkHepzH8p", BonkSwapDecoder::new),
    /** Jupiter's dollar-cost-averaging orders. */
    JUPITER_DCA(5, "JupiterDCA", "DCA265Vj8a9CEuX1eb1LWRnDT7uK6q1xMipnNyatn23M", JupiterDcaDecoder::new);

    private final int code;
    private final String label;
    private final Pubkey programId;
    private final Function<Pubkey, SwapDecoder> decoder;

    DexProgram(
            final int code, final String label, final String programId, final Function<Pubkey, SwapDecoder> decoder) {
        this.code = code;
        this.label = label;
        this.programId = Pubkey.of(programId);
        this.decoder = decoder;
    }

    /** Small positive number that databases store. */
    public int code() {
        return code;
    }

    /** The text readers see in {@code token_trades.program}. */
    public String label() {
        return label;
    }

    /** The program's address. */
    public Pubkey programId() {
        return programId;
    }

    /** A new decoder, for one thread. */
    public SwapDecoder newDecoder() {
        return decoder.apply(programId);
    }

    /**
     * The program with this code.
     *
     * @throws IllegalArgumentException when there is none.
     */
    public static DexProgram ofCode(final int code) {
        for (final DexProgram program : values()) {
            if (program.code == code) {
                return program;
            }
        }
        throw new IllegalArgumentException("program code " + code + " is not known");
    }

    /**
     * The program with this label, exactly as {@link #label()} gives it.
     *
     * @throws IllegalArgumentException when there is none; the message lists the allowed ones.
     */
    public static DexProgram ofLabel(final String label) {
        final StringBuilder allowed = new StringBuilder();
        for (final DexProgram program : values()) {
            if (program.label.equals(label)) {
                return program;
            }
            allowed.append(allowed.length() == 0 ? "" : ", ").append(program.label);
        }
        throw new IllegalArgumentException("program '" + label + "', allowed: " + allowed);
    }
}
