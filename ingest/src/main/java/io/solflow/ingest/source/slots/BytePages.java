package io.solflow.ingest.source.slots;

/**
 * Arrays of one size for the bytes of open slots, lent to one slot at a time. What comes back is lent again, up to
 * {@value #MAX_KEPT} arrays, 128 MiB; the rest is left to the garbage collector. So slots of any size are held without
 * copying what is there already, and without allocation once as much has been open. Used by one thread.
 */
final class BytePages {

    /** Bytes of an array: many transactions, of which few are larger than some kilobytes. */
    static final int PAGE_BYTES = 256 * 1024;

    private static final int MAX_KEPT = 512;

    private final byte[][] kept = new byte[MAX_KEPT][];
    private int keptCount;
    private long made;

    byte[] lend() {
        if (keptCount == 0) {
            made++;
            return new byte[PAGE_BYTES];
        }
        final byte[] page = kept[--keptCount];
        kept[keptCount] = null;
        return page;
    }

    /** Takes back an array that was lent; one of another size is dropped. */
    void takeBack(final byte[] page) {
        if (page.length == PAGE_BYTES && keptCount < MAX_KEPT) {
            kept[keptCount++] = page;
        }
    }

    /** How many arrays have ever been made, for tests of memory. */
    long made() {
        return made;
    }
}
