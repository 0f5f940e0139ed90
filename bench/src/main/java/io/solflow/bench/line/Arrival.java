package io.solflow.bench.line;

/** How updates come: at which commitment, and in which rhythm. */
enum Arrival {
    /** At processed: one by one, evenly in time; the block meta after the slot's last transaction. */
    EVEN("processed"),
    /** At confirmed: the whole slot at once every 400 ms of chain time, its block meta right behind. */
    SLOTS("confirmed");

    private final String commitment;

    Arrival(final String commitment) {
        this.commitment = commitment;
    }

    /** The product's setting. */
    String commitment() {
        return commitment;
    }
}
