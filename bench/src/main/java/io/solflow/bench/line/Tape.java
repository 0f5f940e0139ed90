package io.solflow.bench.line;

import io.solflow.ingest.simulator.MarketConfig;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;

/**
 * A market encoded before a run, in a file that is mapped: a million updates take 1.4 GB, which on the heap would have the
 * collector at work while the product is measured. A file that holds the same market already is used again.
 *
 * <p>Big endian: length of the title, title (the market's configuration), then slot by slot its length in bytes, slot, parent,
 * time, number of transactions, for each its position, trades and end, the end of the block meta, the updates.
 */
final class Tape {

    private static final long WINDOW_BYTES = 1L << 30;

    private final Path file;
    private final String title;

    private Tape(final Path file, final String title) {
        this.file = file;
        this.title = title;
    }

    /** The market as a tape, recorded unless the file holds it. */
    static Tape of(final Path file, final MarketConfig market) throws IOException {
        final Tape tape = new Tape(file, market.toString());
        if (!tape.isRecorded()) {
            final Path part = file.resolveSibling(file.getFileName() + ".part");
            try (SlotFeed slots = new MarketSlots(market);
                    DataOutputStream out =
                            new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(part), 1 << 20))) {
                final byte[] head = tape.title.getBytes(StandardCharsets.UTF_8);
                out.writeInt(head.length);
                out.write(head);
                for (WireSlot slot = slots.next(); slot != null; slot = slots.next()) {
                    write(out, slot);
                }
            }
            Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
        }
        return tape;
    }

    private static void write(final DataOutputStream out, final WireSlot slot) throws IOException {
        final int heads = 3 * Long.BYTES + Integer.BYTES + slot.size() * 3 * Integer.BYTES + Integer.BYTES;
        out.writeInt(heads + slot.bytes().capacity());
        out.writeLong(slot.slot());
        out.writeLong(slot.parentSlot());
        out.writeLong(slot.timeSeconds());
        out.writeInt(slot.size());
        for (int i = 0; i < slot.size(); i++) {
            out.writeInt(slot.txIndex(i));
            out.writeInt(slot.tradeCount(i));
            out.writeInt(slot.offset(i) + slot.length(i));
        }
        out.writeInt(slot.bytes().capacity());
        out.write(slot.bytes().array());
    }

    private boolean isRecorded() throws IOException {
        if (!Files.exists(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            final byte[] head = title.getBytes(StandardCharsets.UTF_8);
            final ByteBuffer start = ByteBuffer.allocate(Integer.BYTES + head.length);
            channel.read(start, 0);
            start.flip();
            return start.remaining() == Integer.BYTES + head.length
                    && start.getInt() == head.length
                    && ByteBuffer.wrap(head).equals(start);
        }
    }

    /** Plays it from the start. */
    SlotFeed play() throws IOException {
        return new Player(FileChannel.open(file, StandardOpenOption.READ), headLength());
    }

    private int headLength() {
        return Integer.BYTES + title.getBytes(StandardCharsets.UTF_8).length;
    }

    private static final class Player implements SlotFeed {
        private final FileChannel channel;
        private final long size;
        private ByteBuffer window;
        private long windowStart;

        Player(final FileChannel channel, final long start) throws IOException {
            this.channel = channel;
            size = channel.size();
            map(start);
        }

        private void map(final long start) throws IOException {
            windowStart = start;
            window = channel.map(MapMode.READ_ONLY, start, Math.min(WINDOW_BYTES, size - start));
        }

        @Override
        public WireSlot next() throws IOException {
            if (windowStart + window.position() == size) {
                return null;
            }
            if (window.remaining() < Integer.BYTES
                    || window.remaining() < Integer.BYTES + window.getInt(window.position())) {
                map(windowStart + window.position());
            }
            final int end = window.getInt() + window.position();
            final long slot = window.getLong();
            final long parent = window.getLong();
            final long timeSeconds = window.getLong();
            final int[] txIndexes = new int[window.getInt()];
            final int[] tradeCounts = new int[txIndexes.length];
            final int[] ends = new int[txIndexes.length + 1];
            for (int i = 0; i < txIndexes.length; i++) {
                txIndexes[i] = window.getInt();
                tradeCounts[i] = window.getInt();
                ends[i] = window.getInt();
            }
            ends[txIndexes.length] = window.getInt();
            final ByteBuffer bytes = window.slice(window.position(), end - window.position());
            window.position(end);
            return new WireSlot(slot, parent, timeSeconds, bytes, ends, txIndexes, tradeCounts);
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }
}
