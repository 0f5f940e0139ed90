package io.solflow.bench.wire;

import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockFeed;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.feed.JsonRpcFiles;
import io.solflow.ingest.simulator.ChainTrait;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Kinds of transaction updates to read, the same bytes in every run. */
public enum UpdateSet {
    /** Those of the simulated market that come closest to 1.3 KB. */
    KB_1_3,
    /** Swaps of the simulated market as they come. */
    MARKET,
    /** Recorded mainnet transactions; only where the corpus is there. */
    MAINNET;

    /** Together they stay in a core's second cache; one alone would be learned by heart by the branch predictor. */
    private static final int TOTAL_BYTES = 256 << 10;

    private static final int WANTED_BYTES = 1_300;
    private static final long SEED = 11;
    private static final int MARKET_SECONDS = 20;
    private static final int TRADES_PER_SECOND = 100;
    private static final int TOKENS = 100;

    /** The updates, serialized, in random order. */
    public List<byte[]> load() {
        try {
            final List<byte[]> updates =
                    switch (this) {
                        case KB_1_3 -> closest(market(), WANTED_BYTES);
                        case MARKET -> market();
                        case MAINNET -> mainnet();
                    };
            Collections.shuffle(updates, new Random(SEED));
            return first(updates);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** False for recorded ones without the corpus. */
    public boolean isPresent() {
        return this != MAINNET || CorpusFolder.find().isPresent();
    }

    /** The mean size in bytes, for a table. */
    public String describe() {
        final double mean =
                load().stream().mapToInt(update -> update.length).average().orElseThrow();
        final String name =
                switch (this) {
                    case KB_1_3 -> "simulated, about 1.3 KB";
                    case MARKET -> "simulated market";
                    case MAINNET -> "recorded mainnet swaps";
                };
        return String.format(Locale.ROOT, "%s, mean %,d bytes", name, Math.round(mean));
    }

    /** Without token batches: only the product unpacks them, so the readers would not read the same. */
    private static List<byte[]> market() throws IOException {
        try (MarketSimulator simulator = new MarketSimulator(MarketConfig.of(TRADES_PER_SECOND, TOKENS, SEED)
                .lasting(MARKET_SECONDS)
                .with(ChainTrait.BATCH, 0))) {
            return transactions(simulator);
        }
    }

    private static List<byte[]> mainnet() throws IOException {
        final var folder = CorpusFolder.find()
                .orElseThrow(() -> new IOException(
                        "no corpus: put it beside the project as shared/corpus, or name it with SOLFLOW_CORPUS"));
        try (JsonRpcFiles files = JsonRpcFiles.open(List.of(folder.resolve("tx")))) {
            return transactions(files);
        }
    }

    private static List<byte[]> transactions(final BlockFeed feed) throws IOException {
        final List<byte[]> updates = new ArrayList<>();
        for (Block block = feed.next(); block != null; block = feed.next()) {
            for (final var transaction : block.transactions()) {
                updates.add(BlockUpdates.plain().transaction(block, transaction).toByteArray());
            }
        }
        return updates;
    }

    private static List<byte[]> closest(final List<byte[]> updates, final int wantedBytes) {
        updates.sort(Comparator.comparingInt(update -> Math.abs(update.length - wantedBytes)));
        return new ArrayList<>(updates.subList(0, TOTAL_BYTES / wantedBytes));
    }

    private static List<byte[]> first(final List<byte[]> updates) {
        int count = 0;
        int bytes = 0;
        while (count < updates.size() && bytes + updates.get(count).length <= TOTAL_BYTES) {
            bytes += updates.get(count++).length;
        }
        return List.copyOf(updates.subList(0, count));
    }
}
