package io.solflow.app.market;

/**
 * What a token's trades moved in equal steps of time. Lamports; the arrays belong to whoever has the bars.
 *
 * @param fromSeconds left edge of the first bar, chain time.
 * @param barSeconds width.
 * @param buyLamports bought in each bar.
 * @param sellLamports sold.
 * @param botLamports net flow of bot trades.
 * @param dcaLamports net flow of DCA fills.
 * @param trades number of trades.
 */
@SuppressWarnings("ArrayRecordComponent") // thousands of numbers, made for one answer and never compared
public record TokenBars(
        long fromSeconds,
        int barSeconds,
        long[] buyLamports,
        long[] sellLamports,
        long[] botLamports,
        long[] dcaLamports,
        long[] trades) {

    /** Empty bars. */
    static TokenBars empty(final long fromSeconds, final int barSeconds, final int count) {
        return new TokenBars(
                fromSeconds,
                barSeconds,
                new long[count],
                new long[count],
                new long[count],
                new long[count],
                new long[count]);
    }

    /** How many there are. */
    public int count() {
        return trades.length;
    }
}
