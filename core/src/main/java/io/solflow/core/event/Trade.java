package io.solflow.core.event;

import io.solflow.core.chain.Key32;

/**
 * One executed swap of a token against SOL. Amounts are integers: lamports, and base units of the mint (an unsigned
 * 64-bit number) with its decimals. Times are unix seconds of chain time. Reused; {@link #reset()} before filling.
 */
public final class Trade {

    /** {@link #movedFromId()} of a trade that is not stored yet. */
    public static final long NOT_MOVED = -1;

    private final Key32 mint = new Key32();
    private final Key32 wallet = new Key32();
    private long id;
    private long timestampSeconds;
    private Side side = Side.BUY;
    private long lamports;
    private long baseUnits;
    private int decimals;
    private int programCode;
    private boolean dca;
    private boolean boost;
    private int ordinal;
    private long movedFromId = NOT_MOVED;

    /** Forgets everything. */
    public Trade reset() {
        mint.set(0, 0, 0, 0);
        wallet.set(0, 0, 0, 0);
        id = 0;
        timestampSeconds = 0;
        side = Side.BUY;
        lamports = 0;
        baseUnits = 0;
        decimals = 0;
        programCode = 0;
        dca = false;
        boost = false;
        ordinal = 0;
        movedFromId = NOT_MOVED;
        return this;
    }

    /** Takes everything of another trade. */
    public Trade set(final Trade other) {
        mint.set(other.mint);
        wallet.set(other.wallet);
        id = other.id;
        timestampSeconds = other.timestampSeconds;
        side = other.side;
        lamports = other.lamports;
        baseUnits = other.baseUnits;
        decimals = other.decimals;
        programCode = other.programCode;
        dca = other.dca;
        boost = other.boost;
        ordinal = other.ordinal;
        movedFromId = other.movedFromId;
        return this;
    }

    /** The token's mint; write through it to set. */
    public Key32 mint() {
        return mint;
    }

    /** The trader; write through it to set. */
    public Key32 wallet() {
        return wallet;
    }

    /** Chain position, see {@link ChainPosition}. */
    public long id() {
        return id;
    }

    /** Sets the chain position. */
    public Trade id(final long value) {
        id = value;
        return this;
    }

    /** Chain time of the trade. */
    public long timestampSeconds() {
        return timestampSeconds;
    }

    /** Sets the chain time. */
    public Trade timestampSeconds(final long value) {
        timestampSeconds = value;
        return this;
    }

    /** Buy or sell, seen from the token. */
    public Side side() {
        return side;
    }

    /** Sets the side. */
    public Trade side(final Side value) {
        side = value;
        return this;
    }

    /** SOL that the swap moved, never negative. */
    public long lamports() {
        return lamports;
    }

    /** Sets the lamports. */
    public Trade lamports(final long value) {
        lamports = value;
        return this;
    }

    /** Lamports with the sign of the side: what the trade adds to net flow. */
    public long flowLamports() {
        return side.sign() * lamports;
    }

    /** Raw token amount, unsigned. */
    public long baseUnits() {
        return baseUnits;
    }

    /** Sets the raw token amount. */
    public Trade baseUnits(final long value) {
        baseUnits = value;
        return this;
    }

    /** Decimals of the mint: whole tokens are {@code baseUnits / 10^decimals}. */
    public int decimals() {
        return decimals;
    }

    /** Sets the decimals. */
    public Trade decimals(final int value) {
        decimals = value;
        return this;
    }

    /** Code of the program that executed it, see the program registry. */
    public int programCode() {
        return programCode;
    }

    /** Sets the program code. */
    public Trade programCode(final int value) {
        programCode = value;
        return this;
    }

    /** True for a fill of a Jupiter DCA order. */
    public boolean dca() {
        return dca;
    }

    /** Sets the DCA flag. */
    public Trade dca(final boolean value) {
        dca = value;
        return this;
    }

    /** True for a buy by which Pump.fun boosts a new pool, not a trader's. */
    public boolean boost() {
        return boost;
    }

    /** Sets the boost flag. */
    public Trade boost(final boolean value) {
        boost = value;
        return this;
    }

    /**
     * Place of the instruction that proves the trade, in its transaction's execution order with token batches unpacked: the
     * last part of {@link #id()}.
     */
    public int ordinal() {
        return ordinal;
    }

    /** Sets the place of the instruction that proves the trade. */
    public Trade ordinal(final int value) {
        ordinal = value;
        return this;
    }

    /** The id under which the trade is stored already, and which {@link #id()} replaces; {@link #NOT_MOVED} as a rule. */
    public long movedFromId() {
        return movedFromId;
    }

    /** Sets the id that the trade had before. */
    public Trade movedFromId(final long value) {
        movedFromId = value;
        return this;
    }

    @Override
    public String toString() {
        return "Trade[id=" + id + " mint=" + mint + " t=" + timestampSeconds + " wallet=" + wallet + " " + side.label()
                + " lamports=" + lamports + " baseUnits=" + Long.toUnsignedString(baseUnits) + "e-" + decimals
                + " program=" + programCode + (dca ? " dca" : "") + (boost ? " boost]" : "]");
    }
}
