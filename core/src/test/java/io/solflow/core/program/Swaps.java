package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/** Instructions and events of the five programs as they look on the wire, and one whole swap of each. */
public final class Swaps {

    /** The event's own time in every event that has one. */
    public static final long TIME = 1_785_000_000L;

    /** What every swap moves unless a test says otherwise. */
    public static final long LAMPORTS = 2_500_000_000L;

    /** What every swap moves unless a test says otherwise. */
    public static final long BASE_UNITS = 123_456_789_012L;

    /** The token. */
    public static final Pubkey MINT = key("mint");

    /** The trader. */
    public static final Pubkey USER = key("user");

    /** Any other program. */
    public static final Pubkey FOREIGN = key("foreign program");

    public static final Pubkey POOL = key("pool");
    public static final Pubkey AUTHORITY = key("event authority");
    public static final Pubkey USDC = Pubkey.of("EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v");
    public static final Pubkey SOL = Pubkey.WRAPPED_SOL;

    public static final Pubkey VAULT_X = key("vault x");
    public static final Pubkey VAULT_Y = key("vault y");
    static final Pubkey SWAPPER_X = key("swapper x");
    static final Pubkey SWAPPER_Y = key("swapper y");
    static final Pubkey REFERRER = key("referrer");

    private Swaps() {}

    /** A key of its own for each name. */
    public static Pubkey key(final String name) {
        final byte[] bytes = new byte[Pubkey.LENGTH];
        final byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        System.arraycopy(text, 0, bytes, 4, Math.min(text.length, 24));
        Arrays.fill(bytes, 0, 4, (byte) 0xAB);
        return Pubkey.copyOf(bytes, 0);
    }

    /** Instruction data: the discriminator and arguments that would make a wrong amount, to the given length. */
    public static byte[] instruction(final String name, final int length) {
        return new Borsh()
                .u64(Discriminator.instruction(name))
                .u64(999)
                .u64(777)
                .padTo(length)
                .toByteArray();
    }

    /** The data of a self-CPI around an event as the log has it. */
    public static byte[] cpi(final byte[] event) {
        return new Borsh()
                .u64(Discriminator.CPI_EVENT_TAG)
                .hex(HexFormat.of().formatHex(event))
                .toByteArray();
    }

    /** A top-level swap of any of the programs that moves these amounts, without token balances. */
    public static UpdateBuilder swap(
            final UpdateBuilder update,
            final DexProgram program,
            final boolean buy,
            final long lamports,
            final long baseUnits) {
        return switch (program) {
            case PUMP_FUN -> pumpFun(update, 1, buy, pumpFunEvent(buy, lamports, baseUnits, TIME));
            case PUMP_SWAP ->
                pumpSwap(update, 1, buy ? "buy" : "sell", pumpSwapEvent(buy, baseUnits, lamports), MINT, SOL);
            case MOONSHOT -> moonshot(update, buy, moonshotEvent(buy, SOL, lamports, baseUnits));
            case BONK_SWAP -> bonkSwap(update, 1, buy, lamports, baseUnits);
            case JUPITER_DCA ->
                buy
                        ? jupiterDca(
                                update, "fulfill_flash_fill", SOL, MINT, filledEvent(SOL, MINT, lamports, baseUnits))
                        : jupiterDca(
                                update, "fulfill_flash_fill", MINT, SOL, filledEvent(MINT, SOL, baseUnits, lamports));
        };
    }

    /** Pump.fun's event up to its second group. */
    public static byte[] pumpFunEvent(final boolean buy, final long lamports, final long baseUnits, final long time) {
        return pumpFunFields(MINT, USER, buy, lamports, baseUnits, time).toByteArray();
    }

    static Borsh pumpFunFields(
            final Pubkey mint,
            final Pubkey user,
            final boolean buy,
            final long lamports,
            final long baseUnits,
            final long time) {
        return new Borsh()
                .u64(Discriminator.event("TradeEvent"))
                .key(mint)
                .u64(lamports)
                .u64(baseUnits)
                .u8(buy ? 1 : 0)
                .key(user)
                .u64(time)
                .padTo(8 + 121);
    }

    /** Pump.fun's event with all groups of 2026-05. */
    static byte[] pumpFunEventV2(
            final boolean buy, final long lamports, final int shareholders, final Pubkey quoteMint, final long quote) {
        final Borsh event = pumpFunFields(MINT, USER, buy, lamports, BASE_UNITS, TIME)
                .padTo(8 + 250)
                .text(buy ? "buy_v2" : "sell_v2")
                .u8(0)
                .u64(0)
                .u64(0)
                .u64(5000)
                .u64(11)
                .u32(shareholders);
        for (int i = 0; i < shareholders; i++) {
            event.key(key("holder")).u8(1).u8(0);
        }
        return event.key(quoteMint).u64(quote).u64(0).u64(0).toByteArray();
    }

    public static Pubkey[] pumpFunAccounts(final Pubkey mint, final Pubkey user) {
        return accounts(16, 2, mint, 6, user);
    }

    static Pubkey[] pumpFunV2Accounts(final Pubkey quoteMint) {
        return accounts(27, 1, MINT, 2, quoteMint, 13, USER);
    }

    /** Accounts of no importance but those given as pairs of index and key. */
    public static Pubkey[] accounts(final int count, final Object... indexesAndKeys) {
        final Pubkey[] accounts = new Pubkey[count];
        Arrays.fill(accounts, key("other account"));
        for (int i = 0; i < indexesAndKeys.length; i += 2) {
            accounts[(int) indexesAndKeys[i]] = (Pubkey) indexesAndKeys[i + 1];
        }
        return accounts;
    }

    /** A Pump.fun swap at a stack height. */
    public static UpdateBuilder pumpFun(final UpdateBuilder update, final int height, final boolean buy) {
        return pumpFun(update, height, buy, pumpFunEvent(buy, LAMPORTS, BASE_UNITS, TIME));
    }

    /** A Pump.fun swap with that event. */
    public static UpdateBuilder pumpFun(
            final UpdateBuilder update, final int height, final boolean buy, final byte[] event) {
        final Pubkey program = DexProgram.PUMP_FUN.programId();
        return update.at(height, program, instruction(buy ? "buy" : "sell", 24), pumpFunAccounts(MINT, USER))
                .inner(height + 1, program, cpi(event), AUTHORITY);
    }

    /** A Pump.fun swap of another coin. */
    public static UpdateBuilder pumpFun(
            final UpdateBuilder update,
            final int height,
            final Pubkey mint,
            final boolean buy,
            final long lamports,
            final long baseUnits) {
        final Pubkey program = DexProgram.PUMP_FUN.programId();
        final byte[] event =
                pumpFunFields(mint, USER, buy, lamports, baseUnits, TIME).toByteArray();
        return update.at(height, program, instruction(buy ? "buy" : "sell", 24), pumpFunAccounts(mint, USER))
                .inner(height + 1, program, cpi(event), AUTHORITY);
    }

    /** PumpSwap's event of its first group; quote with LP fee is net plus 50. */
    static byte[] pumpSwapEvent(final boolean baseOut, final long base, final long netQuote) {
        return pumpSwapEvent(baseOut, base, baseOut ? netQuote + 1_000_000 : netQuote, 50, netQuote + 50, TIME);
    }

    static byte[] pumpSwapEvent(
            final boolean baseOut,
            final long base,
            final long quoteAmount,
            final long lpFee,
            final long quoteWithLpFee,
            final long time) {
        return new Borsh()
                .u64(Discriminator.event(baseOut ? "BuyEvent" : "SellEvent"))
                .u64(time)
                .u64(base)
                .padTo(8 + 56)
                .u64(quoteAmount)
                .u64(20)
                .u64(lpFee)
                .padTo(8 + 96)
                .u64(quoteWithLpFee)
                .u64(3)
                .key(POOL)
                .key(USER)
                .padTo(8 + 304)
                .toByteArray();
    }

    /** PumpSwap's event of the standard amounts that names the user's token accounts. */
    public static byte[] pumpSwapEventOf(final boolean baseOut, final Pubkey userBase, final Pubkey userQuote) {
        return pumpSwapEventOf(baseOut, POOL, userBase, userQuote);
    }

    public static byte[] pumpSwapEventOf(
            final boolean baseOut, final Pubkey pool, final Pubkey userBase, final Pubkey userQuote) {
        return new Borsh()
                .u64(Discriminator.event(baseOut ? "BuyEvent" : "SellEvent"))
                .u64(TIME)
                .u64(BASE_UNITS)
                .padTo(8 + 56)
                .u64(LAMPORTS)
                .padTo(8 + 96)
                .u64(LAMPORTS)
                .u64(3)
                .key(pool)
                .key(USER)
                .key(userBase)
                .key(userQuote)
                .padTo(8 + 304)
                .toByteArray();
    }

    public static Pubkey[] pumpSwapAccounts(final Pubkey base, final Pubkey quote) {
        return accounts(19, 0, POOL, 1, USER, 3, base, 4, quote);
    }

    /** A PumpSwap swap of the token at a stack height. */
    public static UpdateBuilder pumpSwap(final UpdateBuilder update, final int height, final boolean buy) {
        return pumpSwap(update, height, buy ? "buy" : "sell", pumpSwapEvent(buy, BASE_UNITS, LAMPORTS), MINT, SOL);
    }

    static UpdateBuilder pumpSwap(
            final UpdateBuilder update,
            final int height,
            final String name,
            final byte[] event,
            final Pubkey base,
            final Pubkey quote) {
        final Pubkey program = DexProgram.PUMP_SWAP.programId();
        return update.at(height, program, instruction(name, 24), pumpSwapAccounts(base, quote))
                .inner(height + 1, program, cpi(event), AUTHORITY);
    }

    public static byte[] moonshotEvent(final boolean buy, final Pubkey costToken) {
        return moonshotEvent(buy, costToken, LAMPORTS, BASE_UNITS);
    }

    public static byte[] moonshotEvent(
            final boolean buy, final Pubkey costToken, final long lamports, final long baseUnits) {
        return new Borsh()
                .u64(Discriminator.event("TradeEvent"))
                .u64(baseUnits)
                .u64(lamports)
                .u64(1)
                .u64(2)
                .u64(3)
                .key(POOL)
                .key(costToken)
                .key(USER)
                .u8(buy ? 0 : 1)
                .text("trade")
                .toByteArray();
    }

    public static Pubkey[] moonshotAccounts() {
        return accounts(11, 0, USER, 2, POOL, 6, MINT);
    }

    /** A Moonshot swap, a top-level one, with its log. */
    public static UpdateBuilder moonshot(final UpdateBuilder update, final boolean buy) {
        return moonshot(update, buy, moonshotEvent(buy, SOL));
    }

    static UpdateBuilder moonshot(final UpdateBuilder update, final boolean buy, final byte[] event) {
        final String id = DexProgram.MOONSHOT.programId().toString();
        return update.top(DexProgram.MOONSHOT.programId(), instruction(buy ? "buy" : "sell", 33), moonshotAccounts())
                .inner(2, Pubkey.TOKEN_PROGRAM, transfer(1), VAULT_X, VAULT_Y, USER)
                .log(
                        "Program " + id + " invoke [1]",
                        "Program log: Instruction: Buy",
                        UpdateBuilder.dataLine(event),
                        "Program " + id + " consumed 34944 of 299700 compute units",
                        "Program " + id + " success");
    }

    /** Data of a token batch: pairs of a number of accounts and an entry's data. */
    public static byte[] tokenBatch(final Object... accountsAndData) {
        final Borsh batch = new Borsh().u8(255);
        for (int i = 0; i < accountsAndData.length; i += 2) {
            final byte[] data = (byte[]) accountsAndData[i + 1];
            batch.u8((int) accountsAndData[i])
                    .u8(data.length)
                    .hex(HexFormat.of().formatHex(data));
        }
        return batch.toByteArray();
    }

    /** Data of SPL Token's {@code Transfer}. */
    public static byte[] transfer(final long amount) {
        return new Borsh().u8(3).u64(amount).toByteArray();
    }

    /** Data of {@code TransferChecked}. */
    public static byte[] transferChecked(final long amount, final int decimals) {
        return new Borsh().u8(12).u64(amount).u8(decimals).toByteArray();
    }

    public static byte[] bonkSwapData(final boolean xToY) {
        return new Borsh()
                .u64(Discriminator.instruction("swap"))
                .u64(999)
                .u64(-1)
                .u64(-1)
                .u8(xToY ? 1 : 0)
                .toByteArray();
    }

    public static Pubkey[] bonkSwapAccounts(final Pubkey mintX, final Pubkey mintY) {
        return new Pubkey[] {
            key("state"), POOL, mintX, mintY, VAULT_X, VAULT_Y, SWAPPER_X, SWAPPER_Y, USER, REFERRER, REFERRER
        };
    }

    /** A BonkSwap swap at a stack height that puts in x, which is wrapped SOL, or takes it out. */
    public static UpdateBuilder bonkSwap(final UpdateBuilder update, final int height, final boolean buy) {
        return bonkSwap(update, height, buy, LAMPORTS, BASE_UNITS);
    }

    static UpdateBuilder bonkSwap(
            final UpdateBuilder update,
            final int height,
            final boolean buy,
            final long lamports,
            final long baseUnits) {
        update.at(height, DexProgram.BONK_SWAP.programId(), bonkSwapData(buy), bonkSwapAccounts(SOL, MINT));
        return buy
                ? bonkTransfers(update, height, SWAPPER_X, VAULT_X, lamports, VAULT_Y, SWAPPER_Y, baseUnits)
                : bonkTransfers(update, height, SWAPPER_Y, VAULT_Y, baseUnits, VAULT_X, SWAPPER_X, lamports);
    }

    static UpdateBuilder bonkTransfers(
            final UpdateBuilder update,
            final int height,
            final Pubkey from,
            final Pubkey intoVault,
            final long in,
            final Pubkey outOfVault,
            final Pubkey to,
            final long out) {
        return update.inner(height + 1, Pubkey.TOKEN_PROGRAM, transfer(in), from, intoVault, USER)
                .inner(height + 1, Pubkey.TOKEN_PROGRAM, transfer(out), outOfVault, to, POOL)
                .inner(height + 1, Pubkey.TOKEN_PROGRAM, transfer(4242), outOfVault, REFERRER, POOL);
    }

    public static byte[] filledEvent(final Pubkey in, final Pubkey out, final long inAmount, final long outAmount) {
        return new Borsh()
                .u64(Discriminator.event("Filled"))
                .key(USER)
                .key(POOL)
                .key(in)
                .key(out)
                .u64(inAmount)
                .u64(outAmount)
                .key(out)
                .u64(44)
                .toByteArray();
    }

    /** A fill of a Jupiter DCA order, a top-level instruction. */
    public static UpdateBuilder jupiterDca(final UpdateBuilder update, final boolean buy) {
        return buy
                ? jupiterDca(update, "fulfill_flash_fill", SOL, MINT, filledEvent(SOL, MINT, LAMPORTS, BASE_UNITS))
                : jupiterDca(update, "fulfill_flash_fill", MINT, SOL, filledEvent(MINT, SOL, BASE_UNITS, LAMPORTS));
    }

    public static UpdateBuilder jupiterDca(
            final UpdateBuilder update, final String name, final Pubkey in, final Pubkey out, final byte[] event) {
        final Pubkey program = DexProgram.JUPITER_DCA.programId();
        final byte[] collectedFee =
                new Borsh().u64(Discriminator.event("CollectedFee")).padTo(112).toByteArray();
        return update.top(program, instruction(name, 16), accounts(15, 0, key("keeper"), 1, POOL, 2, in, 3, out))
                .inner(2, Pubkey.TOKEN_PROGRAM, transfer(44), VAULT_X, VAULT_Y, POOL)
                .inner(2, program, cpi(collectedFee), AUTHORITY)
                .inner(2, program, cpi(event), AUTHORITY);
    }
}
