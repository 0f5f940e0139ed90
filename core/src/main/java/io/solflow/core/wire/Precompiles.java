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

    /** True when the key at an offset is that of such a program; -1 is no key. Only top-level instructions are theirs. */
    public static boolean isOne(final byte[] bytes, final int program) {
        if (program < 0) {
            return false;
        }
        for (final Pubkey id : IDS) {
            if (id.matches(bytes, program)) {
                return true;
            }
        }
        return false;
    }
}
