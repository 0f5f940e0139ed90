package io.solflow.core.extract;

import java.util.Arrays;

/**
 * Sets of positions in blocks, one bit each. A set is a list of pieces of 512 positions, the newest first, named by its first
 * piece. Pieces are shared by all sets and used again. One thread.
 */
final class PositionBits {

    /** The empty set. */
    static final int NONE = -1;

    private static final int PIECE_SHIFT = 9;
    private static final int PIECE_POSITIONS = 1 << PIECE_SHIFT;

    // Fields of a piece: the next piece of the set, the number of the piece in its block, the bits.
    private static final int NEXT = 0;
    private static final int NUMBER = 1;
    private static final int BITS = 2;
    private static final int STRIDE = BITS + PIECE_POSITIONS / Long.SIZE;

    private static final int PAGE_SHIFT = 10;
    private static final int PAGE_PIECES = 1 << PAGE_SHIFT;
    private static final int PAGE_MASK = PAGE_PIECES - 1;

    private long[][] pages = new long[4][];
    private int used;
    private int firstFree = NONE;

    /** The set with room for a position: the same, or one that starts with a new piece. */
    int withPiece(final int set, final int position) {
        final int number = position >>> PIECE_SHIFT;
        if (find(set, number) != NONE) {
            return set;
        }
        final int piece = allocate();
        final long[] page = page(piece);
        final int at = offset(piece);
        Arrays.fill(page, at, at + STRIDE, 0);
        page[at + NEXT] = set;
        page[at + NUMBER] = number;
        return piece;
    }

    /** Adds a position that the set has room for; false when it was there already. */
    boolean set(final int set, final int position) {
        final int piece = find(set, position >>> PIECE_SHIFT);
        final long[] page = page(piece);
        final int at = offset(piece) + BITS + (position & (PIECE_POSITIONS - 1)) / Long.SIZE;
        final long bit = 1L << position;
        final boolean isNew = (page[at] & bit) == 0;
        page[at] |= bit;
        return isNew;
    }

    /** Forgets a set. */
    void release(final int set) {
        int piece = set;
        while (piece != NONE) {
            final int at = offset(piece) + NEXT;
            final int next = (int) page(piece)[at];
            page(piece)[at] = firstFree;
            firstFree = piece;
            piece = next;
        }
    }

    /** How many pieces have ever been made. */
    int pieces() {
        return used;
    }

    private int find(final int set, final int number) {
        int piece = set;
        while (piece != NONE && page(piece)[offset(piece) + NUMBER] != number) {
            piece = (int) page(piece)[offset(piece) + NEXT];
        }
        return piece;
    }

    private int allocate() {
        if (firstFree != NONE) {
            final int piece = firstFree;
            firstFree = (int) page(piece)[offset(piece) + NEXT];
            return piece;
        }
        if ((used & PAGE_MASK) == 0) {
            final int page = used >>> PAGE_SHIFT;
            if (page == pages.length) {
                pages = Arrays.copyOf(pages, 2 * page);
            }
            pages[page] = new long[PAGE_PIECES * STRIDE];
        }
        return used++;
    }

    private long[] page(final int piece) {
        return pages[piece >>> PAGE_SHIFT];
    }

    private int offset(final int piece) {
        return (piece & PAGE_MASK) * STRIDE;
    }
}
