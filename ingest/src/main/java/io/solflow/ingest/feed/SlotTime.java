package io.solflow.ingest.feed;

/** How long a slot takes where blocks are made or played here. */
public final class SlotTime {

    /** What mainnet aims at since October 2026. */
    public static final int DEFAULT_MS = 200;

    private static final int MIN_MS = 50;
    private static final int MAX_MS = 2_000;

    private SlotTime() {}

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException naming the setting, what was given and what is allowed.
     */
    public static int checked(final int slotMs) {
        if (slotMs < MIN_MS || slotMs > MAX_MS) {
            throw new IllegalArgumentException("slotMs is " + slotMs + ", allowed: " + MIN_MS + " to " + MAX_MS);
        }
        return slotMs;
    }
}
