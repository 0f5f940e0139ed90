package io.solflow.ingest.simulator;

/**
 * A token.
 *
 * @param address of the mint account.
 * @param decimals its scale.
 * @param tokenProgram SPL Token or Token-2022.
 */
record Mint(Address address, int decimals, Address tokenProgram) {

    /** Wrapped SOL. */
    static final Mint WSOL = new Mint(
            Address.of("So11111111111111111111111111111111111111112", Address.Role.MINT), 9, WellKnown.TOKEN_PROGRAM);

    /** A dollar coin, for pools without a SOL side. */
    static final Mint USDC = new Mint(
            Address.of("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", Address.Role.MINT), 6, WellKnown.TOKEN_PROGRAM);

    private static final long ASSOCIATED = 0x617461L;

    /** The owner's associated token account. */
    Address accountOf(final Address owner) {
        return Address.derived(owner, address, ASSOCIATED, Address.Role.TOKEN_ACCOUNT);
    }

    boolean isWrappedSol() {
        return address.same(WSOL.address);
    }

    boolean isToken2022() {
        return tokenProgram == WellKnown.TOKEN_2022_PROGRAM;
    }
}
