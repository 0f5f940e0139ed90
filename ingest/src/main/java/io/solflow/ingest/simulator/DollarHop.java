package io.solflow.ingest.simulator;

import io.solflow.core.chain.Discriminator;
import java.util.SplittableRandom;

/** A swap between SOL and dollars in a Whirlpool: a step of a route, at a program whose trades nobody here counts. */
final class DollarHop {

    /** Lamports that a millionth of a dollar costs. */
    static final int LAMPORTS_PER_MICRO_DOLLAR = 7;

    private static final long SWAP_V2 = Discriminator.ofHex("2b04ed0b1ac91e62");
    private static final SplittableRandom ADDRESSES = new SplittableRandom(5);
    private static final Address POOL = Address.random(ADDRESSES, Address.Role.POOL);
    private static final Address SOL_VAULT = Address.random(ADDRESSES, Address.Role.VAULT);
    private static final Address DOLLAR_VAULT = Address.random(ADDRESSES, Address.Role.VAULT);
    private static final Address ORACLE = Address.random(ADDRESSES, Address.Role.POOL);

    private final Transfers transfers;
    private final ByteWriter writer = new ByteWriter();

    DollarHop(final Transfers transfers) {
        this.transfers = transfers;
    }

    /** Swaps so many lamports' worth for {@code user}, into SOL or out of it. */
    void encode(final TransactionBuilder tx, final Address user, final boolean intoSol, final long lamports) {
        final long dollars = dollarsFor(lamports);
        final Mint from = intoSol ? Mint.USDC : Mint.WSOL;
        final Mint to = intoSol ? Mint.WSOL : Mint.USDC;
        tx.tokenAccount(SOL_VAULT, Mint.WSOL, POOL);
        tx.tokenAccount(DOLLAR_VAULT, Mint.USDC, POOL);
        tx.tokenAccount(Mint.WSOL.accountOf(user), Mint.WSOL, user);
        tx.tokenAccount(Mint.USDC.accountOf(user), Mint.USDC, user);
        tx.enter(
                WellKnown.WHIRLPOOL,
                writer.discriminator(SWAP_V2)
                        .u64(intoSol ? dollars : lamports)
                        .u64(0)
                        .u128(0)
                        .bool(true)
                        .bool(!intoSol)
                        .u8(0)
                        .take(),
                WellKnown.TOKEN_PROGRAM,
                WellKnown.TOKEN_PROGRAM,
                WellKnown.MEMO_PROGRAM,
                user,
                POOL,
                Mint.WSOL.address(),
                Mint.USDC.address(),
                Mint.WSOL.accountOf(user),
                SOL_VAULT,
                Mint.USDC.accountOf(user),
                DOLLAR_VAULT,
                ORACLE);
        tx.logInstruction("SwapV2");
        transfers.checked(
                tx, from, from.accountOf(user), intoSol ? DOLLAR_VAULT : SOL_VAULT, user, intoSol ? dollars : lamports);
        transfers.checked(
                tx, to, intoSol ? SOL_VAULT : DOLLAR_VAULT, to.accountOf(user), POOL, intoSol ? lamports : dollars);
        tx.leave();
    }

    /** What so many lamports are worth in millionths of a dollar. */
    static long dollarsFor(final long lamports) {
        return Math.max(1, lamports / LAMPORTS_PER_MICRO_DOLLAR);
    }
}
