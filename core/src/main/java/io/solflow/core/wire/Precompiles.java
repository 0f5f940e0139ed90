package io.solflow.core.wire;

import io.solflow.core.chain.Pubkey;

/** The programs that verify signatures before a transaction runs. The runtime logs no invocation of them. */
public final class Precompiles {

    private static final Pubkey[] IDS = {
        Pubkey.of("Ed25519SigVerify111111111111111111111111111"),
        Pubkey.of("KeccakSecp256k11111111111111111111111111111"),
        Pubkey.of("Secp256r1SigVerify1111111111111111111111111")
    };

    private Precompiles() {}

    /** True when an instruction is of such a program, which only a top-level one can be. */
    public static boolean isOne(final TransactionView transaction, final int instruction) {
        final int program = transaction.programOffset(instruction);
        if (program < 0 || transaction.innerIndex(instruction) != TransactionView.TOP_LEVEL) {
            return false;
        }
        for (final Pubkey id : IDS) {
            if (id.matches(transaction.bytes(), program)) {
                return true;
            }
        }
        return false;
    }
}
