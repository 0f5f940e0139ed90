package io.solflow.core.extract;

import io.solflow.core.counter.Counter;
import java.util.Arrays;

/**
 * The transactions seen in the last {@value #HORIZON_SLOTS} slots (about seven hours), one bit each. Drops what a resumed
 * stream sends again. Used by one thread; {@link #tooOld()} may be read from any.
 *
 * <p>A ring of slots, each a list of pieces of 512 positions, the newest first. Pieces are shared by all slots and used
 * again, so memory follows the transactions seen within the horizon, not the highest position in a block, and nothing is
 * allocated once it has grown.
 */
public final class SeenTransactions implements SeenFilter {

    /** How many slots back a transaction is remembered. */
    public static final int HORIZON_SLOTS = 1 << 16;

    private static final int SLOT_MASK = HORIZON_SLOTS - 1;
    private static final int NONE = -1;

    private static final int PIECE_SHIFT = 9;
    private static final int PIECE_POSITIONS = 1 << PIECE_SHIFT;

    // Fields of a piece: the next piece of the slot, the number of the piece in its block, the bits.
    private static final int NEXT = 0;
    private static final int NUMBER = 1;
    private static final int BITS = 2;
    private static final int STRIDE = BITS + PIECE_POSITIONS / Long.SIZE;

    private static final int PAGE_SHIFT = 10;
    private static final int PAGE_PIECES = 1 << PAGE_SHIFT;
    private static final int PAGE_MASK = PAGE_PIECES - 1;

    private final Counter tooOld = new Counter();
    private final long[] slots = new long[HORIZON_SLOTS];
    private final int[] firstPieces = new int[HORIZON_SLOTS];
    private long[][] pages = new long[4][];
    private int usedPieces;
    private int firstFreePiece = NONE;

    /** A filter that has seen nothing. */
    public SeenTransactions() {
        Arrays.fill(slots, NONE);
        Arrays.fill(firstPieces, NONE);
    }

    /**
     * Remembers a transaction by its chain position, both parts not negative.
     *
     * @return false when it has been seen before. A slot beyond the horizon is always new, and counted as too old: no
     *     window covers it, and the store ignores a trade it has.
     */
    @Override
    public boolean add(final long slot, final int txIndex) {
        final int ringIndex = (int) slot & SLOT_MASK;
        if (slot < slots[ringIndex]) {
            tooOld.increment();
            return true;
        }
        if (slot > slots[ringIndex]) {
            releasePieces(ringIndex);
            slots[ringIndex] = slot;
        }
        final int piece = piece(ringIndex, txIndex >>> PIECE_SHIFT);
        final long[] page = page(piece);
        final int at = offset(piece) + BITS + (txIndex & (PIECE_POSITIONS - 1)) / Long.SIZE;
        final long bit = 1L << txIndex;
        final boolean isNew = (page[at] & bit) == 0;
        page[at] |= bit;
        return isNew;
    }

    @Override
    public void forget(final long slot) {
        final int ringIndex = (int) slot & SLOT_MASK;
        if (slots[ringIndex] == slot) {
            releasePieces(ringIndex);
        }
    }

    /** Transactions of slots beyond the horizon. */
    public Counter tooOld() {
        return tooOld;
    }

    /** How many pieces have ever been made, for tests of memory. */
    int pieces() {
        return usedPieces;
    }

    private int piece(final int ringIndex, final int number) {
        for (int piece = firstPieces[ringIndex]; piece != NONE; piece = (int) page(piece)[offset(piece) + NEXT]) {
            if (page(piece)[offset(piece) + NUMBER] == number) {
                return piece;
            }
        }
        final int piece = allocate();
        final long[] page = page(piece);
        final int at = offset(piece);
        Arrays.fill(page, at, at + STRIDE, 0);
        page[at + NEXT] = firstPieces[ringIndex];
        page[at + NUMBER] = number;
        firstPieces[ringIndex] = piece;
        return piece;
    }

    private int allocate() {
        if (firstFreePiece != NONE) {
            final int piece = firstFreePiece;
            firstFreePiece = (int) page(piece)[offset(piece) + NEXT];
            return piece;
        }
        if ((usedPieces & PAGE_MASK) == 0) {
            final int page = usedPieces >>> PAGE_SHIFT;
            if (page == pages.length) {
                pages = Arrays.copyOf(pages, 2 * page);
            }
            pages[page] = new long[PAGE_PIECES * STRIDE];
        }
        return usedPieces++;
    }

    private void releasePieces(final int ringIndex) {
        int piece = firstPieces[ringIndex];
        while (piece != NONE) {
            final int at = offset(piece) + NEXT;
            final int next = (int) page(piece)[at];
            page(piece)[at] = firstFreePiece;
            firstFreePiece = piece;
            piece = next;
        }
        firstPieces[ringIndex] = NONE;
    }

    private long[] page(final int piece) {
        return pages[piece >>> PAGE_SHIFT];
    }

    private int offset(final int piece) {
        return (piece & PAGE_MASK) * STRIDE;
    }
}
