package io.solflow.ingest.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Blocks from files of Solana JSON-RPC responses: {@code getTransaction} or {@code getBlock}, with or without the
 * JSON-RPC wrapper, in any of the encodings json, jsonParsed, base64 and base58. A {@code .json} file holds one
 * response (or several, one after the other or in an array), a {@code .ndjson} or {@code .jsonl} file one a line; each
 * may be compressed as {@code .gz} or {@code .zst}; a folder is read with its subfolders.
 *
 * <p>Blocks come in ascending order of slot, one for each slot, its transactions by position. A transaction without a
 * position comes behind those with one, in the order in which it was read, and is numbered so: files as given, a
 * folder's by path, lines as they stand. The same signature twice in a slot is kept once.
 *
 * <p>{@link #open} reads everything once into a temporary file beside an index, then blocks are read back slot by slot:
 * memory holds one response and one slot at a time, and about a hundred bytes for each response.
 *
 * <p>Responses that cannot be used are skipped and named in {@link #summary()}: no slot, an error, no meta, broken JSON
 * (in a {@code .json} file that ends the file, in lines only the line). {@code getBlock} does not answer with the slot:
 * it is taken from a field {@code slot} beside the others, from a file name such as {@code 254170887.json}, from the
 * parentSlot of a child block among the files, or else as parentSlot + 1, which is noted.
 *
 * <p>Used by one thread.
 */
public final class JsonRpcFiles implements BlockFeed {

    /** How many messages and notes are kept. */
    public static final int MAX_MESSAGES = 20;

    private final SkippedItems skipped = new SkippedItems(MAX_MESSAGES);
    private final SkippedItems notes = new SkippedItems(MAX_MESSAGES);
    private final BlockSpool spool = new BlockSpool();
    private final RpcFileList list;
    private List<RpcIndex.Entry> entries = List.of();
    private int next;
    private long transactions;
    private long blocks;
    private long duplicates;

    private JsonRpcFiles(final RpcFileList list) throws IOException {
        this.list = list;
    }

    /**
     * Reads files and folders to their end.
     *
     * @throws java.nio.file.NoSuchFileException when a path does not exist.
     * @throws IllegalArgumentException when a file that was named has none of the known endings.
     * @throws IOException when a file or the temporary one fails.
     */
    public static JsonRpcFiles open(final List<Path> paths) throws IOException {
        final JsonRpcFiles files = new JsonRpcFiles(RpcFileList.of(paths));
        try {
            files.readAll();
            return files;
        } catch (final IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /** True for a folder, and for a file whose name ends as {@link #open} wants it. */
    public static boolean accepts(final Path path) {
        return Files.isDirectory(path) || RpcFileList.isJson(path);
    }

    @Override
    public Block next() throws IOException {
        if (next == entries.size()) {
            return null;
        }
        final long slot = entries.get(next).slot();
        final SlotMerge merge = new SlotMerge(slot, notes);
        for (; next < entries.size() && entries.get(next).slot() == slot; next++) {
            final RpcIndex.Entry entry = entries.get(next);
            merge.add(spool.read(entry.place()), entry.positioned());
        }
        final Block block = merge.build();
        blocks++;
        transactions += block.transactions().size();
        duplicates += merge.duplicates();
        return block;
    }

    /** What was read, handed out and skipped so far. */
    public JsonRpcSummary summary() {
        return new JsonRpcSummary(
                list.files().size(),
                list.otherFiles(),
                transactions,
                blocks,
                duplicates,
                skipped.count(),
                skipped.messages(),
                notes.messages());
    }

    /** Deletes the temporary file; further calls do nothing. */
    @Override
    public void close() throws IOException {
        spool.close();
    }

    private void readAll() throws IOException {
        final RpcIndex index = new RpcIndex(spool, skipped, notes);
        for (final Path file : list.files()) {
            index.read(file);
        }
        entries = index.finish();
    }
}
