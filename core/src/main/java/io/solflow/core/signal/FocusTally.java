package io.solflow.core.signal;

import io.solflow.core.metrics.BuyCursor;
import java.util.Arrays;

/**
 * What each wallet has bought of some mints, added up in one pass over the buys of all: they stand in memory in the order
 * in which they came, so that a pass takes a few nanoseconds a buy, and nothing has to be kept for it in between. Holds
 * what it has grown to. One thread.
 */
final class FocusTally {

    private static final int INITIAL_MINTS = 64;
    private static final int INITIAL_WALLETS = 1024;

    private final SlotSet mints = new SlotSet(INITIAL_MINTS);
    private final SlotSet pairs = new SlotSet(INITIAL_WALLETS);
    private int[] mintOfPair = new int[INITIAL_WALLETS];
    private long[] bought = new long[INITIAL_WALLETS];
    private long[] sorted = new long[INITIAL_WALLETS];
    private int[] ends = new int[INITIAL_MINTS];

    /** Adds a mint whose buyers are asked for. */
    void add(final int mint) {
        mints.add(mint);
    }

    /** How many mints there are. */
    int size() {
        return mints.size();
    }

    int mint(final int index) {
        return mints.get(index);
    }

    /** Adds up all buys that the cursor has. */
    void addAll(final BuyCursor buys) {
        while (buys.next()) {
            buy(buys.mint(), buys.pair(), buys.lamports());
        }
    }

    /** Adds a buy of one of the mints; those of others are passed over. */
    void buy(final int mint, final int pair, final long lamports) {
        final int of = mints.indexOf(mint);
        if (of == SlotSet.NONE) {
            return;
        }
        final int known = pairs.size();
        final int at = pairs.add(pair);
        if (at == known) {
            if (at == bought.length) {
                bought = Arrays.copyOf(bought, 2 * at);
                mintOfPair = Arrays.copyOf(mintOfPair, 2 * at);
                sorted = new long[2 * at];
            }
            bought[at] = 0;
            mintOfPair[at] = of;
        }
        bought[at] += lamports;
    }

    /** Puts what was bought in the order of the mints, once all buys are added. */
    void group() {
        if (ends.length < mints.size() + 1) {
            ends = new int[2 * mints.size()];
        }
        Arrays.fill(ends, 0);
        for (int i = 0; i < pairs.size(); i++) {
            ends[mintOfPair[i] + 1]++;
        }
        for (int i = 0; i < mints.size(); i++) {
            ends[i + 1] += ends[i];
        }
        for (int i = 0; i < pairs.size(); i++) {
            sorted[ends[mintOfPair[i]]++] = bought[i];
        }
    }

    /**
     * Tells {@code figures} what the buyers of the mint at {@code index} bought; after {@link #group}, once a mint.
     *
     * @param shareThousandths share of the inflow that the fewest buyers are to bring.
     * @param mostThousandths share of the buyers beyond which these few are not counted on.
     */
    void tell(final int index, final int shareThousandths, final int mostThousandths, final SignalFigures figures) {
        final int start = index == 0 ? 0 : ends[index - 1];
        final int buyers = ends[index] - start;
        long inflow = 0;
        for (int i = start; i < start + buyers; i++) {
            inflow += sorted[i];
        }
        final long asked = share(inflow, shareThousandths);
        final long most = (long) mostThousandths * buyers;
        long focusedInflow = 0;
        int focused = 0;
        for (int parent = buyers / 2 - 1; parent >= 0; parent--) {
            sink(start, parent, buyers);
        }
        while (focused < buyers
                && (focused == 0 || focusedInflow < asked)
                && (long) focused * SignalConfig.WHOLE <= most) {
            focusedInflow += sorted[start];
            focused++;
            sorted[start] = sorted[start + buyers - focused];
            sink(start, 0, buyers - focused);
        }
        figures.buyers(inflow, buyers, focused, focusedInflow);
    }

    /** Forgets everything. */
    void clear() {
        mints.clear();
        pairs.clear();
    }

    /** So many thousandths of an amount, rounded up; exact where the product would not fit. */
    static long share(final long amount, final int thousandths) {
        final long whole = amount / SignalConfig.WHOLE * thousandths;
        final long rest = amount % SignalConfig.WHOLE * thousandths;
        return whole + (rest + SignalConfig.WHOLE - 1) / SignalConfig.WHOLE;
    }

    /** Restores the heap, largest first, below a place that may be too small. */
    private void sink(final int start, final int place, final int size) {
        int parent = place;
        final long value = sorted[start + parent];
        for (int child = 2 * parent + 1; child < size; child = 2 * parent + 1) {
            if (child + 1 < size && sorted[start + child + 1] > sorted[start + child]) {
                child++;
            }
            if (sorted[start + child] <= value) {
                break;
            }
            sorted[start + parent] = sorted[start + child];
            parent = child;
        }
        sorted[start + parent] = value;
    }
}
