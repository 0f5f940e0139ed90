package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.app.support.PipelineRun;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.program.DexProgram;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.persist.file.PersistConfig;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * A trade's identity follows from its transaction alone: whatever part of a market comes first, by whatever run, with or without
 * positions, the tables end up the same. {@code -Dsolflow.identity.runs} sets how many markets are played.
 */
class IdentityTest {

    private static final int RUNS = Integer.getInteger("solflow.identity.runs", 8);
    private static final long SEED = 20_261_201;
    private static final String TRADES = "SELECT * FROM token_trades ORDER BY id";
    private static final String METRICS = "SELECT * FROM token_rolling_metrics ORDER BY mint";

    @TempDir
    Path folder;

    @Test
    void shouldStoreTheSameWhenSomeProgramsComeFirstAndAllOfThemLater() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            final Random random = new Random(SEED + run);
            final List<byte[]> market = market(SEED + run, random);
            final Path once = play(run, "once", EnumSet.allOf(DexProgram.class), market);
            final Path twice = play(run, "twice", someOf(random), market);
            play(run, "twice", EnumSet.allOf(DexProgram.class), market);
            assertSame(run, twice, once);
        }
    }

    @Test
    void shouldStoreTheSameWhateverPartsComeInWhateverOrder() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            final Random random = new Random(SEED + 1_000 + run);
            final List<byte[]> market = market(SEED + run, random);
            final Path once = play(run, "whole", EnumSet.allOf(DexProgram.class), market);
            final Path parts = folder.resolve(run + "parts.db");
            for (final List<byte[]> part : overlappingParts(market, random)) {
                play(run, "parts", EnumSet.allOf(DexProgram.class), part);
            }
            assertSame(run, parts, once);
        }
    }

    @Test
    void shouldStoreTheSameWhateverVersionsComeFirstWithAPositionOrWithout() throws Exception {
        for (int run = 0; run < RUNS; run++) {
            final Random random = new Random(SEED + 2_000 + run);
            final List<byte[]> market = market(SEED + run, random);
            final Path once = play(run, "told", EnumSet.allOf(DexProgram.class), market);
            final List<List<byte[]>> versions = new ArrayList<>(List.of(withoutPositions(market, 3, random), market));
            versions.add(withoutPositions(market, 2, random));
            Collections.shuffle(versions, random);
            for (final List<byte[]> version : versions) {
                play(run, "mixed", EnumSet.allOf(DexProgram.class), version);
            }
            assertSame(run, folder.resolve(run + "mixed.db"), once);
        }
    }

    private static List<byte[]> market(final long seed, final Random random) {
        final List<byte[]> updates = new ArrayList<>();
        // longer than the memory of the bot rule, so that parts come too late for it
        final MarketConfig config = MarketConfig.of(2 + random.nextInt(4), 3 + random.nextInt(5), seed)
                .lasting(100 + random.nextInt(500));
        try (MarketSimulator simulator = new MarketSimulator(config)) {
            for (Block block = simulator.next(); block != null; block = simulator.next()) {
                updates.addAll(BlockUpdates.plain().bytes(block));
            }
        }
        return updates;
    }

    private static Set<DexProgram> someOf(final Random random) {
        final Set<DexProgram> some = EnumSet.noneOf(DexProgram.class);
        for (final DexProgram program : DexProgram.values()) {
            if (random.nextBoolean()) {
                some.add(program);
            }
        }
        return some.isEmpty() ? EnumSet.of(DexProgram.PUMP_SWAP) : some;
    }

    /** Runs of slots that cover the market, overlap, and come in any order. */
    private static List<List<byte[]>> overlappingParts(final List<byte[]> market, final Random random)
            throws Exception {
        final List<List<byte[]>> parts = new ArrayList<>();
        final int count = 2 + random.nextInt(3);
        final long first = slot(market.get(0));
        final long slots = slot(market.get(market.size() - 1)) - first + 1;
        for (int i = 0; i < count; i++) {
            final long from = first + slots * i / count - random.nextInt(20);
            final long to = first + slots * (i + 1) / count + random.nextInt(20);
            final List<byte[]> part = new ArrayList<>();
            for (final byte[] update : market) {
                final long slot = slot(update);
                if (slot >= from && slot <= to) {
                    part.add(update);
                }
            }
            parts.add(part);
        }
        Collections.shuffle(parts, random);
        return parts;
    }

    private static long slot(final byte[] bytes) throws Exception {
        final SubscribeUpdate update = SubscribeUpdate.parseFrom(bytes);
        return switch (update.getUpdateOneofCase()) {
            case TRANSACTION -> update.getTransaction().getSlot();
            case BLOCK_META -> update.getBlockMeta().getSlot();
            default -> update.getSlot().getSlot();
        };
    }

    /** The same updates, but one transaction of {@code share} does not tell its position. */
    private static List<byte[]> withoutPositions(final List<byte[]> market, final int share, final Random random)
            throws Exception {
        final List<byte[]> changed = new ArrayList<>();
        for (final byte[] bytes : market) {
            final SubscribeUpdate.Builder update = SubscribeUpdate.parseFrom(bytes).toBuilder();
            if (update.hasTransaction() && random.nextInt(share) == 0) {
                final SubscribeUpdateTransactionInfo.Builder info =
                        update.getTransactionBuilder().getTransactionBuilder();
                info.setIndex(ChainPosition.NO_POSITION);
            }
            changed.add(update.build().toByteArray());
        }
        return changed;
    }

    private Path play(final int run, final String name, final Set<DexProgram> programs, final List<byte[]> updates) {
        final Path database = folder.resolve(run + name + ".db");
        PipelineRun.play(programs, PersistConfig.of(database), updates);
        return database;
    }

    private static void assertSame(final int run, final Path actual, final Path expected) throws Exception {
        assertThat(PipelineRun.rows(expected, TRADES)).as("run %d", run).isNotEmpty();
        assertSame(run, PipelineRun.rows(actual, TRADES), PipelineRun.rows(expected, TRADES));
        assertSame(
                run, withoutTime(PipelineRun.rows(actual, METRICS)), withoutTime(PipelineRun.rows(expected, METRICS)));
        assertThat(PipelineRun.verify(actual).details()).as("run %d", run).isEmpty();
    }

    private static void assertSame(final int run, final List<String> actual, final List<String> expected) {
        final List<String> surplus = new ArrayList<>(actual);
        surplus.removeAll(Set.copyOf(expected));
        final List<String> missing = new ArrayList<>(expected);
        missing.removeAll(Set.copyOf(actual));
        assertThat(surplus).as("run %d, surplus; missing are %s", run, missing).isEmpty();
        assertThat(missing).as("run %d, missing", run).isEmpty();
    }

    /** Rows are true at the time at which something touched them last, which a part that came late does too. */
    private static List<String> withoutTime(final List<String> rows) {
        return rows.stream().map(row -> row.replaceFirst("\\|\\d+\\|", "|")).toList();
    }
}
