package io.solflow.ingest.feed;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Blocks from files of Solana JSON: responses to {@code getTransaction}, {@code getBlock} and
 * {@code getTransactionsForAddress}, or notifications of transactions and blocks as a websocket sends them, with or without
 * their JSON-RPC wrapper, in any of the encodings json, jsonParsed, base64 and base58; transactions legacy, 0 and 1. A
 * {@code .json} file holds one value (or several, one after the other or in an array), a {@code .ndjson} or {@code .jsonl}
 * file one a line; each may be compressed as {@code .gz} or {@code .zst}; a folder is read with its subfolders.
 *
 * <p>Blocks come in ascending order of slot, one for each slot, its transactions by position: their place in a whole
 * block, or their {@code transactionIndex}. A transaction whose position no response tells has
 * {@link io.solflow.core.event.ChainPosition#NO_POSITION} and comes behind those with one, several by signature. The same
 * signature twice in a slot is one transaction. The order of the files, and how the responses lie in them, changes nothing.
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
    private final BlockSpool spool;
    private final RpcFileList list;
    private List<RpcIndex.Entry> entries = List.of();
    private int next;
    private long transactions;
    private long blocks;
    private long duplicates;
    private long unpositioned;

    private JsonRpcFiles(final RpcFileList list, final Path temporary) throws IOException {
        this.list = list;
        spool = new BlockSpool(temporary);
    }

    /**
     * Reads files and folders to their end.
     *
     * @param temporary folder of the temporary file.
     * @throws java.nio.file.NoSuchFileException when a path does not exist.
     * @throws IllegalArgumentException when a file that was named has none of the known endings.
     * @throws IOException when a file or the temporary one fails.
     */
    public static JsonRpcFiles open(final List<Path> paths, final Path temporary) throws IOException {
        final JsonRpcFiles files = new JsonRpcFiles(RpcFileList.of(paths), temporary);
        try {
            files.readAll();
            return files;
        } catch (final IOException | RuntimeException e) {
            files.close();
            throw e;
        }
    }

    /** The same with its temporary file in the system's folder for those. */
    public static JsonRpcFiles open(final List<Path> paths) throws IOException {
        return open(paths, Path.of(System.getProperty("java.io.tmpdir")));
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
            merge.add(spool.read(entry.place()), entry.whole());
        }
        final Block block = merge.build();
        blocks++;
        transactions += block.transactions().size();
        duplicates += merge.duplicates();
        unpositioned += merge.unpositioned();
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
                unpositioned,
                skipped.count(),
                skipped.messages(),
                notes.count(),
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
