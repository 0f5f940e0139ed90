package io.solflow.core.event;

/**
 * The counts of a row of rolling metrics, of what lies within 300 s: two share a column, each an int that is never
 * negative. They have a type of their own, so that no column that holds two is read as one number.
 *
 * <p>Adding {@link #one()} to the column counts one more, and adding {@code -one()} one less. Since no count falls below 0,
 * neither carries into the other, and one addition may change both.
 */
public enum MetricsCount {
    /** Trades. */
    TRADES_300S(Columns.TRADES_AND_WALLETS_300S, Integer.SIZE),
    /** Distinct wallets. */
    UNIQUE_WALLETS_300S(Columns.TRADES_AND_WALLETS_300S, 0),
    /** Bot trades. */
    BOT_TRADES_300S(Columns.BOT_TRADES_AND_WALLETS_300S, Integer.SIZE),
    /** Distinct wallets of bot trades. */
    BOT_WALLETS_300S(Columns.BOT_TRADES_AND_WALLETS_300S, 0),
    /** Buys. */
    BUYS_300S(Columns.BUYS_AND_DCA_WALLETS_300S, Integer.SIZE),
    /** Distinct wallets of DCA fills. */
    DCA_UNIQUE_WALLETS_300S(Columns.BUYS_AND_DCA_WALLETS_300S, 0);

    /** Columns of two counts each; where it can be, those that change together share one. */
    private static final class Columns {
        static final int TRADES_AND_WALLETS_300S = 12;
        static final int BOT_TRADES_AND_WALLETS_300S = 13;
        static final int BUYS_AND_DCA_WALLETS_300S = 14;
    }

    private final int column;
    private final int shift;

    MetricsCount(final int column, final int shift) {
        this.column = column;
        this.shift = shift;
    }

    /** The column of the row that holds it and another one. */
    public int column() {
        return column;
    }

    /** What its column grows by when it grows by one. */
    public long one() {
        return 1L << shift;
    }

    /** The count, from the value of its column. */
    public long of(final long columnValue) {
        return (int) (columnValue >>> shift);
    }

    /** The count of the row that begins at {@code at}. */
    public long in(final long[] values, final int at) {
        return of(values[at + column]);
    }

    /** Adds to the count of the row that begins at {@code at}; the sum is an int that is not negative. */
    public void add(final long[] values, final int at, final long amount) {
        values[at + column] += amount * one();
    }
}
