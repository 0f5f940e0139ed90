package io.solflow.core.metrics;

import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Window;
import java.util.Arrays;

/**
 * The net flow of every mint and second that the longest window covers, and from it the net flow columns of the mints.
 *
 * <p>A ring of seconds, each a list of buckets (mint, lamports). A trade goes into the mint's newest bucket when that is of
 * the trade's second, else into a new one, so a mint may have several buckets in a second. Each window passes over a bucket
 * once, when its second leaves the window; the longest then frees it. Block times are whole seconds, so nothing is lost by
 * adding up a second.
 *
 * <p>Buckets come in chunks of 16 with one link, 12.5 bytes a bucket, because four hours hold millions. The newest chunk of
 * a second stands first; all behind it are full.
 */
final class FlowLog {

    private static final int RING_SECONDS = 1 << 14;
    private static final int RING_MASK = RING_SECONDS - 1;

    private static final int CHUNK_SHIFT = 4;
    private static final int CHUNK_BUCKETS = 1 << CHUNK_SHIFT;
    private static final int CHUNK_MASK = CHUNK_BUCKETS - 1;

    // Fields of a chunk: the next chunk of the second, the buckets' mints (two in a long), the buckets' lamports.
    private static final int NEXT = 0;
    private static final int MINTS = 1;
    private static final int LAMPORTS = MINTS + CHUNK_BUCKETS / 2;
    private static final int STRIDE = LAMPORTS + CHUNK_BUCKETS;

    private static final int LONGEST = Window.COUNT - 1;
    private static final int LONGEST_COLUMN = MetricsRows.NET_FLOW_LAMPORTS + LONGEST;
    private static final int[] SPANS_SECONDS =
            Arrays.stream(Window.values()).mapToInt(Window::seconds).toArray();

    private final MintTable mints;
    private final TouchedMints touched;
    private final RecordPool chunks = new RecordPool(STRIDE);
    private final int[] firstChunks = new int[RING_SECONDS];
    private final byte[] firstChunkSizes = new byte[RING_SECONDS];
    private int buckets;

    FlowLog(final MintTable mints, final TouchedMints touched) {
        this.mints = mints;
        this.touched = touched;
        Arrays.fill(firstChunks, RecordPool.NONE);
    }

    /** Adds a trade of a second that the longest window covers. */
    void add(final int mint, final long second, final long flowLamports, final long watermark) {
        final long[] page = mints.page(mint);
        final int at = mints.offset(mint);
        final int ringIndex = (int) second & RING_MASK;
        final long newest = page[at + MintTable.NEWEST_BUCKET];
        // Half of a second's bits are enough: a mint that has buckets has made its newest one within eight hours.
        if (IntPair.high(newest) == (int) second && (int) page[at + MintTable.BUCKETS] != 0) {
            final int chunk = IntPair.low(newest) >>> CHUNK_SHIFT;
            chunks.page(chunk)[chunks.offset(chunk) + LAMPORTS + (IntPair.low(newest) & CHUNK_MASK)] += flowLamports;
        } else {
            page[at + MintTable.NEWEST_BUCKET] = IntPair.of((int) second, append(ringIndex, mint, flowLamports));
            page[at + MintTable.BUCKETS]++;
        }
        for (int w = LONGEST; w >= 0 && second >= watermark - SPANS_SECONDS[w]; w--) {
            page[at + MetricsRows.NET_FLOW_LAMPORTS + w] += flowLamports;
        }
        touched.add(mint, page, at);
    }

    /** Takes out of each window what leaves it when the watermark moves. */
    void expire(final long oldWatermark, final long newWatermark) {
        for (int w = 0; w < LONGEST; w++) {
            // However far the watermark jumps, nothing lies beyond the old one.
            final long end = Math.min(newWatermark - SPANS_SECONDS[w], oldWatermark + 1);
            for (long second = oldWatermark - SPANS_SECONDS[w]; second < end; second++) {
                leave(w, (int) second & RING_MASK);
            }
        }
        final long end = Math.min(newWatermark - SPANS_SECONDS[LONGEST], oldWatermark + 1);
        for (long second = oldWatermark - SPANS_SECONDS[LONGEST]; second < end; second++) {
            leaveLongest((int) second & RING_MASK);
        }
    }

    /** How many buckets there are. */
    int buckets() {
        return buckets;
    }

    private int append(final int ringIndex, final int mint, final long flowLamports) {
        int chunk = firstChunks[ringIndex];
        int position = firstChunkSizes[ringIndex];
        if (chunk == RecordPool.NONE || position == CHUNK_BUCKETS) {
            final int behind = chunk;
            chunk = chunks.allocate();
            chunks.page(chunk)[chunks.offset(chunk) + NEXT] = behind;
            firstChunks[ringIndex] = chunk;
            position = 0;
        }
        final long[] page = chunks.page(chunk);
        final int at = chunks.offset(chunk);
        final int mintsAt = at + MINTS + (position >>> 1);
        page[mintsAt] = (position & 1) == 0 ? mint : IntPair.withHigh(page[mintsAt], mint);
        page[at + LAMPORTS + position] = flowLamports;
        firstChunkSizes[ringIndex] = (byte) (position + 1);
        buckets++;
        return chunk << CHUNK_SHIFT | position;
    }

    private void leave(final int window, final int ringIndex) {
        final int column = MetricsRows.NET_FLOW_LAMPORTS + window;
        int size = firstChunkSizes[ringIndex];
        int chunk = firstChunks[ringIndex];
        while (chunk != RecordPool.NONE) {
            final long[] page = chunks.page(chunk);
            final int at = chunks.offset(chunk);
            for (int i = 0; i < size; i++) {
                final int mint = mintAt(page, at, i);
                final long[] mintPage = mints.page(mint);
                final int mintAt = mints.offset(mint);
                mintPage[mintAt + column] -= page[at + LAMPORTS + i];
                touched.add(mint, mintPage, mintAt);
            }
            chunk = (int) page[at + NEXT];
            size = CHUNK_BUCKETS;
        }
    }

    private void leaveLongest(final int ringIndex) {
        int size = firstChunkSizes[ringIndex];
        int chunk = firstChunks[ringIndex];
        while (chunk != RecordPool.NONE) {
            final long[] page = chunks.page(chunk);
            final int at = chunks.offset(chunk);
            for (int i = 0; i < size; i++) {
                final int mint = mintAt(page, at, i);
                final long[] mintPage = mints.page(mint);
                final int mintAt = mints.offset(mint);
                mintPage[mintAt + LONGEST_COLUMN] -= page[at + LAMPORTS + i];
                mintPage[mintAt + MintTable.BUCKETS]--;
                touched.add(mint, mintPage, mintAt);
            }
            buckets -= size;
            final int next = (int) page[at + NEXT];
            chunks.release(chunk);
            chunk = next;
            size = CHUNK_BUCKETS;
        }
        firstChunks[ringIndex] = RecordPool.NONE;
        firstChunkSizes[ringIndex] = 0;
    }

    private static int mintAt(final long[] page, final int at, final int position) {
        final long pair = page[at + MINTS + (position >>> 1)];
        return (position & 1) == 0 ? IntPair.low(pair) : IntPair.high(pair);
    }
}
