package io.solflow.ingest.source.slots;

/**
 * How long a slot is, measured from block times as they are learned: the newest {@value #SAMPLES} of them, ever farther apart.
 * Spans that differ much from the middle one are left out, so neither a wild block time nor a chain that stood still changes
 * the pace. A jump counts once a second slot lies there. One thread, allocates nothing.
 */
final class SlotPace {

    /** A pace is told once it was measured over so many seconds, when the whole seconds of block times are 2 % of it. */
    static final int MIN_SPAN_SECONDS = 60;

    /** What lies farther apart is no pace: ten minutes at 100 ms a slot. */
    static final long JUMP_SLOTS = 6_000;

    private static final int SAMPLES = 32;
    private static final int SPANS = SAMPLES - 1;
    private static final int MIN_KEPT_SPANS = SPANS * 3 / 4;
    private static final int FIRST_SPACING = 4;
    private static final int LAST_SPACING = 256;
    private static final long MICROS = 1_000_000;
    private static final long NONE = -1;

    private final long[] slots = new long[SAMPLES];
    private final long[] seconds = new long[SAMPLES];
    private final long[] sorted = new long[SPANS];
    private int count;
    private int spacing = FIRST_SPACING;
    private long jumpedTo = NONE;
    private long micros;

    /** Takes the block time of a slot. */
    void learn(final long slot, final long blockTimeSeconds) {
        if (count > 0 && isFar(slot, slots[count - 1])) {
            if (jumpedTo == NONE || isFar(slot, jumpedTo)) {
                jumpedTo = slot;
                return;
            }
            clear();
        }
        jumpedTo = NONE;
        if (count == 0 || slot - slots[count - 1] >= spacing) {
            add(slot, blockTimeSeconds);
        }
    }

    /** Forgets everything. */
    void clear() {
        count = 0;
        spacing = FIRST_SPACING;
        jumpedTo = NONE;
        micros = 0;
    }

    /** True when the pace around a slot is known. */
    boolean covers(final long slot) {
        return micros > 0 && !isFar(slot, slots[count - 1]);
    }

    /** Length of a slot in microseconds. */
    long micros() {
        return micros;
    }

    private static boolean isFar(final long slot, final long other) {
        return Math.abs(slot - other) > JUMP_SLOTS;
    }

    private void add(final long slot, final long blockTimeSeconds) {
        if (count == SAMPLES) {
            makeRoom();
        }
        slots[count] = slot;
        seconds[count++] = blockTimeSeconds;
        if (count == SAMPLES) {
            measure();
        }
    }

    /** Leaves out every second sample, or the oldest when they are as far apart as they shall be. */
    private void makeRoom() {
        if (spacing == LAST_SPACING) {
            System.arraycopy(slots, 1, slots, 0, SPANS);
            System.arraycopy(seconds, 1, seconds, 0, SPANS);
            count = SPANS;
            return;
        }
        for (int i = 0; i < SAMPLES / 2; i++) {
            slots[i] = slots[2 * i + 1];
            seconds[i] = seconds[2 * i + 1];
        }
        count = SAMPLES / 2;
        spacing *= 2;
    }

    private void measure() {
        final long middle = middleMicros();
        long keptSlots = 0;
        long keptSeconds = 0;
        int kept = 0;
        for (int i = 0; i < SPANS; i++) {
            final long length = slots[i + 1] - slots[i];
            final long span = seconds[i + 1] - seconds[i];
            final long expected = length * middle / MICROS;
            if (Math.abs(span - expected) <= 2 + expected / 2) {
                keptSlots += length;
                keptSeconds += span;
                kept++;
            }
        }
        if (kept >= MIN_KEPT_SPANS && keptSeconds >= MIN_SPAN_SECONDS) {
            micros = keptSeconds * MICROS / keptSlots;
        }
    }

    private long middleMicros() {
        for (int i = 0; i < SPANS; i++) {
            final long each = (seconds[i + 1] - seconds[i]) * MICROS / (slots[i + 1] - slots[i]);
            int at = i;
            while (at > 0 && sorted[at - 1] > each) {
                sorted[at] = sorted[at - 1];
                at--;
            }
            sorted[at] = each;
        }
        return sorted[SPANS / 2];
    }
}
