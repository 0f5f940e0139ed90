package io.solflow.ingest.feed;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.github.luben.zstd.ZstdIOException;
import java.io.CharConversionException;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.zip.ZipException;

/**
 * Reads JSON files once, from first to last, into a {@link BlockSpool}, and remembers for each response its slot and
 * its place. Holds one response at a time, and about a hundred bytes for each that was read.
 */
final class RpcIndex {

    /**
     * A response in the spool.
     *
     * @param slot its slot.
     * @param whole whether it holds all transactions of its block.
     * @param place where its transactions lie.
     */
    record Entry(long slot, boolean whole, BlockSpool.Place place) {}

    /** A block whose response did not say its slot. */
    private record Slotless(String source, String blockhash, long parentSlot, boolean whole, BlockSpool.Place place) {}

    private final JsonFactory factory = new JsonFactory();
    private final BlockSpool spool;
    private final SkippedItems skipped;
    private final SkippedItems notes;
    private final List<Entry> entries = new ArrayList<>();
    private final List<Slotless> slotless = new ArrayList<>();
    private final Map<String, Long> slotByBlockhash = new HashMap<>();

    RpcIndex(final BlockSpool spool, final SkippedItems skipped, final SkippedItems notes) {
        this.spool = spool;
        this.skipped = skipped;
        this.notes = notes;
    }

    /** Reads one file; what is wrong in it is skipped. */
    void read(final Path file) throws IOException {
        try (InputStream input = RpcFileList.open(file)) {
            if (RpcFileList.isLines(file)) {
                readLines(file, input);
            } else {
                readValues(file, input);
            }
        } catch (final ZipException | EOFException | ZstdIOException e) {
            skipped.add(file + ": damaged compressed file: " + e.getMessage());
        }
    }

    /** Ends the reading: all entries by slot, those of one slot in no order. */
    List<Entry> finish() throws IOException {
        spool.flush();
        slotless.forEach(this::assumeSlot);
        entries.sort(Comparator.comparingLong(Entry::slot));
        return entries;
    }

    private void readLines(final Path file, final InputStream input) throws IOException {
        final JsonLines lines = new JsonLines(input);
        while (lines.next()) {
            if (!lines.isBlank()) {
                try (JsonParser json = factory.createParser(lines.bytes(), 0, lines.length())) {
                    readAll(file + ":" + lines.number(), json, RpcItem.ABSENT);
                }
            }
        }
    }

    private void readValues(final Path file, final InputStream input) throws IOException {
        try (JsonParser json = factory.createParser(input)) {
            if (!readAll(file.toString(), json, RpcFileList.numberInName(file))) {
                skipped.add(file + ": empty file");
            }
        }
    }

    /** Reads every value of a document, and the elements of an array of responses; true when there was any. */
    private boolean readAll(final String source, final JsonParser json, final long namedSlot) throws IOException {
        boolean any = false;
        try {
            while (json.nextToken() != null) {
                final boolean named = !any && json.currentToken() == JsonToken.START_OBJECT;
                new RpcResponses(new Taker(source, named ? namedSlot : RpcItem.ABSENT)).read(json);
                any = true;
            }
        } catch (final JacksonException e) {
            skipped.add(source + ": unreadable JSON at line " + e.getLocation().getLineNr() + ", column "
                    + e.getLocation().getColumnNr() + ": " + e.getOriginalMessage());
            return true;
        } catch (final CharConversionException e) {
            skipped.add(source + ": unreadable JSON: " + e.getMessage());
            return true;
        }
        return any;
    }

    /** Puts what is found in a value into the spool, or says why it is left out. */
    private final class Taker implements RpcResponses.Sink {

        private final String source;
        private final long namedSlot;

        Taker(final String source, final long namedSlot) {
            this.source = source;
            this.namedSlot = namedSlot;
        }

        @Override
        public void item(final RpcItem item) throws IOException {
            final boolean hasParent = item.isBlock() && item.parentSlot() != RpcItem.ABSENT;
            if (item.slot() == RpcItem.ABSENT && !hasParent && !(item.isBlock() && namedSlot >= 0)) {
                skipped(item.name() + " has no slot");
            } else {
                add(source, item, hasParent, namedSlot);
            }
        }

        @Override
        public void skipped(final String message) {
            skipped.add(source + ": " + message);
        }
    }

    private void add(final String source, final RpcItem item, final boolean hasParent, final long namedSlot)
            throws IOException {
        if (hasParent && !item.block().getParentBlockhash().isEmpty()) {
            slotByBlockhash.merge(item.block().getParentBlockhash(), item.parentSlot(), Math::max);
        }
        final BlockSpool.Place place = spool.append(item.block());
        if (item.slot() != RpcItem.ABSENT) {
            entries.add(new Entry(item.slot(), item.isWhole(), place));
        } else if (namedSlot > item.parentSlot()) {
            entries.add(new Entry(namedSlot, item.isWhole(), place));
        } else {
            slotless.add(new Slotless(source, item.block().getBlockhash(), item.parentSlot(), item.isWhole(), place));
        }
    }

    /** getBlock answers without the slot that was asked for; a child's parentSlot says it. */
    private void assumeSlot(final Slotless block) {
        final long known = slotByBlockhash.getOrDefault(block.blockhash, RpcItem.ABSENT);
        final long slot = Math.max(known, block.parentSlot + 1);
        if (known != slot) {
            notes.add(block.source + ": block " + block.blockhash + " does not say its slot; taken as " + slot
                    + ", the one after its parent");
        }
        entries.add(new Entry(slot, block.whole, block.place));
    }
}
