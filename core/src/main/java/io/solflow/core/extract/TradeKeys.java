package io.solflow.core.extract;

import java.util.Arrays;

/**
 * Sets of trades, one set a slot, one long a trade: 34 bits of its signature's hash, the transaction's place in the slot, the
 * ordinal. A set is a list of pieces of {@value #PIECE_KEYS} trades, the newest first, named by its first piece. Pieces are
 * shared by all sets and used again. One thread; allocates nothing once the pieces are made.
 */
final class TradeKeys {

    /** The empty set; also what a search that finds nothing returns. */
    static final int NONE = -1;

    /** Fingerprint of a signature that is not known. */
    static final long UNKNOWN = 0;

    private static final int ORDINAL_BITS = 12;
    private static final int PLACE_BITS = 17;
    private static final int PLACE_MASK = (1 << PLACE_BITS) - 1;
    private static final int FINGERPRINT_SHIFT = ORDINAL_BITS + PLACE_BITS;
    private static final int HASH_SHIFT = Long.SIZE - 34;

    private static final int STRIDE = 16;
    private static final int PIECE_KEYS = STRIDE - 1;
    // the next piece and how many trades the piece holds, then the trades
    private static final int NEXT_AND_SIZE = 0;
    private static final int KEYS = 1;

    private static final int PAGE_SHIFT = 10;
    private static final int PAGE_PIECES = 1 << PAGE_SHIFT;
    private static final int PAGE_MASK = PAGE_PIECES - 1;

    private long[][] pages = new long[4][];
    private int used;
    private int firstFree = NONE;

    /** The part of a signature's hash that is kept. */
    static long fingerprint(final long hash) {
        return hash == SignatureHash.UNKNOWN ? UNKNOWN : Math.max(1, hash >>> HASH_SHIFT);
    }

    /** The set with one more trade. */
    int add(final int set, final long fingerprint, final int place, final int ordinal) {
        int piece = set;
        if (set == NONE || size(set) == PIECE_KEYS) {
            piece = allocate();
            header(piece, set, 0);
        }
        final int size = size(piece);
        page(piece)[offset(piece) + KEYS + size] =
                fingerprint << FINGERPRINT_SHIFT | (long) place << ORDINAL_BITS | ordinal;
        header(piece, next(piece), size + 1);
        return piece;
    }

    /** Fingerprint of the transaction at a place, {@link #NONE} when no trade of the set is there. */
    long fingerprintAt(final int set, final int place) {
        for (int piece = set; piece != NONE; piece = next(piece)) {
            final long[] page = page(piece);
            final int first = offset(piece) + KEYS;
            for (int at = first + size(piece) - 1; at >= first; at--) {
                if (place(page[at]) == place) {
                    return page[at] >>> FINGERPRINT_SHIFT;
                }
            }
        }
        return NONE;
    }

    /** Place, {@code lowest} or above, of a transaction with this fingerprint; {@link #NONE} when there is none. */
    int placeOf(final int set, final long fingerprint, final int lowest) {
        for (int piece = set; piece != NONE; piece = next(piece)) {
            final long[] page = page(piece);
            final int first = offset(piece) + KEYS;
            for (int at = first + size(piece) - 1; at >= first; at--) {
                if (page[at] >>> FINGERPRINT_SHIFT == fingerprint && place(page[at]) >= lowest) {
                    return place(page[at]);
                }
            }
        }
        return NONE;
    }

    /** True when the set holds this trade of the transaction at a place. */
    boolean contains(final int set, final int place, final int ordinal) {
        final int wanted = place << ORDINAL_BITS | ordinal;
        final long mask = (1L << FINGERPRINT_SHIFT) - 1;
        for (int piece = set; piece != NONE; piece = next(piece)) {
            final long[] page = page(piece);
            final int first = offset(piece) + KEYS;
            for (int at = first + size(piece) - 1; at >= first; at--) {
                if ((page[at] & mask) == wanted) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Gives the trades of the transaction at one place another place. */
    void move(final int set, final int fromPlace, final int toPlace) {
        for (int piece = set; piece != NONE; piece = next(piece)) {
            final long[] page = page(piece);
            final int first = offset(piece) + KEYS;
            for (int at = first + size(piece) - 1; at >= first; at--) {
                if (place(page[at]) == fromPlace) {
                    page[at] = (page[at] & ~((long) PLACE_MASK << ORDINAL_BITS)) | (long) toPlace << ORDINAL_BITS;
                }
            }
        }
    }

    /** The set without the trades of the transaction at a place. */
    int remove(final int set, final int place) {
        int rest = set;
        int piece = rest;
        while (piece != NONE) {
            final int at = find(piece, place);
            if (at == NONE) {
                piece = next(piece);
            } else {
                rest = takeLast(rest, piece, at);
                // the first piece may be gone, and others may have been moved into this one
                piece = rest;
            }
        }
        return rest;
    }

    private int find(final int piece, final int place) {
        for (int at = KEYS; at < KEYS + size(piece); at++) {
            if (place(page(piece)[offset(piece) + at]) == place) {
                return at;
            }
        }
        return NONE;
    }

    /** Puts the last trade of the set's first piece in place of another one; the set that is left. */
    private int takeLast(final int set, final int piece, final int at) {
        final int last = size(set) - 1;
        page(piece)[offset(piece) + at] = page(set)[offset(set) + KEYS + last];
        header(set, next(set), last);
        if (last > 0) {
            return set;
        }
        final int rest = next(set);
        free(set);
        return rest;
    }

    /** Forgets a set. */
    void release(final int set) {
        int piece = set;
        while (piece != NONE) {
            final int next = next(piece);
            free(piece);
            piece = next;
        }
    }

    /** How many pieces have ever been made. */
    int pieces() {
        return used;
    }

    private static int place(final long key) {
        return (int) (key >>> ORDINAL_BITS) & PLACE_MASK;
    }

    private int next(final int piece) {
        return (int) page(piece)[offset(piece) + NEXT_AND_SIZE];
    }

    private int size(final int piece) {
        return (int) (page(piece)[offset(piece) + NEXT_AND_SIZE] >>> Integer.SIZE);
    }

    private void header(final int piece, final int next, final int size) {
        page(piece)[offset(piece) + NEXT_AND_SIZE] = (long) size << Integer.SIZE | (next & 0xFFFF_FFFFL);
    }

    private void free(final int piece) {
        header(piece, firstFree, 0);
        firstFree = piece;
    }

    private int allocate() {
        if (firstFree != NONE) {
            final int piece = firstFree;
            firstFree = next(piece);
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
