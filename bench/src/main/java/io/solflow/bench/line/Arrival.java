package io.solflow.bench.line;

/** How updates come: at which commitment, and in which rhythm. */
enum Arrival {
    /** At processed: one by one, evenly in time; the block meta after the slot's last transaction. */
    EVEN("processed", "one by one"),
    /** At confirmed: the whole slot at once every 200 ms of chain time, its block meta right behind. */
    SLOTS("confirmed", "slot by slot");

    private final String commitment;
    private final String rhythm;

    Arrival(final String commitment, final String rhythm) {
        this.commitment = commitment;
        this.rhythm = rhythm;
    }

    /** The product's setting. */
    String commitment() {
        return commitment;
    }

    /** Both in words. */
    String conditions() {
        return commitment + ", " + rhythm;
    }
}
