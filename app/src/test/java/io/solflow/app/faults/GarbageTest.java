package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.app.engine.Engine;
import io.solflow.app.support.Garbage;
import io.solflow.app.support.PipelineRun;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.pipeline.PipelineConfig;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.core.wire.UpdateEnvelope.Kind;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.simulator.SimulatedBlock;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.SlotAssembler;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * Garbage of all kinds through the whole line, in the midst of a good market: {@code -Dsolflow.garbage} updates of seed
 * {@code -Dsolflow.garbageSeed}.
 */
@Timeout(value = 30, unit = TimeUnit.MINUTES)
class GarbageTest {

    private static final int MESSAGES = Integer.getInteger("solflow.garbage", 1_000_000);
    private static final long SEED = Long.getLong("solflow.garbageSeed", 20_261_126L);
    private static final int HEAP_POINTS = 10;
    /** A block for every 350 messages or so: far more of them between two blocks push good slots out before their metas. */
    private static final int BLOCKS = Math.max(2_850, MESSAGES / 350 / HEAP_POINTS * HEAP_POINTS);

    private static final MarketConfig MARKET = MarketConfig.of(35, 50, SEED + 1).lasting(BLOCKS * 21L / 100);
    private static final long SLOT_NS = TimeUnit.MILLISECONDS.toNanos(200);
    private static final long DRAIN_MS = 600_000;

    /** The ring's entries keep up to 16 KB each, and grow to it as they meet larger updates. */
    private static final int WARM_POINTS = 4;

    /** What the windows gain in the rest of the run stays far below this; a leak of 32 bytes an update does not. */
    private static final long HEAP_TOLERANCE_BYTES = 16L << 20;

    private static final String GOOD_POSITION = "(id >> 12 & 131071) < " + Garbage.FIRST_INDEX;
    private static final String GOOD_TRADES = "SELECT * FROM token_trades WHERE " + GOOD_POSITION + " ORDER BY id";
    private static final String GOOD_METRICS = "SELECT * FROM token_rolling_metrics WHERE mint IN (SELECT mint FROM"
            + " token_trades WHERE " + GOOD_POSITION + ") ORDER BY mint";
    private static final List<String> TABLES =
            List.of(GOOD_TRADES, GOOD_METRICS, "SELECT slot, watermark FROM checkpoint", "SELECT * FROM ingest_gaps");

    @TempDir
    Path folder;

    private final List<Long> heapBytes = new ArrayList<>();

    @Test
    void shouldCountAllGarbageAndLoseNothingOfTheMarketAroundIt() throws SQLException {
        final Path clean = folder.resolve("clean.db");
        play(clean, null);
        final Path littered = folder.resolve("littered.db");
        final Garbage garbage = new Garbage(SEED);
        final long startNs = System.nanoTime();

        play(littered, garbage);

        final long seconds = TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - startNs);
        for (final String table : TABLES) {
            assertThat(PipelineRun.rows(littered, table))
                    .as("%s, seed %d", table, SEED)
                    .isEqualTo(PipelineRun.rows(clean, table));
        }
        assertThat(PipelineRun.rows(clean, GOOD_TRADES)).hasSizeGreaterThan(15_000);
        // garbage has moved transactions to other slots, whole; verify finds them there
        assertThat(PipelineRun.verify(littered).details())
                .as("seed %d", SEED)
                .allMatch(detail -> detail.contains("are one trade, stored twice"));
        System.out.printf(
                "drill: garbage, %,d updates in %d s, seed %d; heap in MB: %s%n", MESSAGES, seconds, SEED, heapText());
        assertThat(heapBytes).hasSize(HEAP_POINTS);
        final long warm =
                heapBytes.subList(0, WARM_POINTS).stream().max(Long::compare).orElseThrow();
        // what waits in open slots comes and goes; a leak would stay in every later point
        final long later = heapBytes.subList(WARM_POINTS, HEAP_POINTS).stream()
                .min(Long::compare)
                .orElseThrow();
        assertThat(later).as("used heap, seed %d: %s MB", SEED, heapText()).isLessThan(warm + HEAP_TOLERANCE_BYTES);
    }

    /** Plays the market, with garbage between its updates unless that is null. */
    private void play(final Path database, final Garbage garbage) {
        try (Engine engine = PipelineRun.open(database);
                MarketSimulator simulator = new MarketSimulator(MARKET)) {
            final SlotAssembler assembler = new SlotAssembler(
                    AssemblerConfig.live(Commitment.CONFIRMED), engine.publisher(), UpdateSink.NO_CHECKPOINT);
            final UpdateRouter router = new UpdateRouter(assembler);
            final SplittableRandom random = new SplittableRandom(SEED);
            long sent = 0;
            long littered = 0;
            for (int i = 0; i < BLOCKS; i++) {
                final SimulatedBlock block = simulator.nextSimulated();
                final long slot = block.block().slot();
                final List<byte[]> updates =
                        new ArrayList<>(BlockUpdates.plain().bytes(block.block()));
                if (garbage != null) {
                    final long due = (long) MESSAGES * (i + 1) / BLOCKS;
                    litter(updates, garbage, random, slot, (int) (due - littered));
                    littered = due;
                }
                for (final byte[] update : updates) {
                    assertThat(router.onUpdate(update, 0, update.length, i * SLOT_NS))
                            .isTrue();
                }
                sent += updates.size();
                if (garbage != null && (i + 1) % (BLOCKS / HEAP_POINTS) == 0) {
                    heapBytes.add(usedHeap(engine));
                }
            }
            assembler.flush(BLOCKS * SLOT_NS);
            assertThat(stages()).hasSize(PipelineConfig.DEFAULT.stageThreads());
            engine.finish(DRAIN_MS);
            assertEachCounted(engine, router, assembler, sent);
            if (garbage != null) {
                assertThat(sent).isGreaterThan(MESSAGES);
                report(engine, router, garbage);
            }
        }
    }

    /** Puts garbage at random places, before, within and behind the block; some good updates get unknown fields. */
    private static void litter(
            final List<byte[]> updates,
            final Garbage garbage,
            final SplittableRandom random,
            final long slot,
            final int count) {
        final List<byte[]> good = List.copyOf(updates);
        updates.clear();
        int left = count;
        for (int i = 0; i <= good.size(); i++) {
            final int here = i == good.size() ? left : random.nextInt(2 * left / (good.size() - i + 1) + 1);
            for (int n = 0; n < here; n++) {
                updates.add(garbage.next(slot));
            }
            left -= here;
            if (i < good.size()) {
                updates.add(random.nextInt(4) == 0 ? garbage.withUnknownFields(good.get(i)) : good.get(i));
            }
        }
    }

    /** Every update ends in exactly one counter of the router, every transaction in exactly one behind it. */
    private static void assertEachCounted(
            final Engine engine, final UpdateRouter router, final SlotAssembler assembler, final long sent) {
        final ExtractCounters extract = engine.extractCounters();
        assertThat(router.updates() + router.malformed().get())
                .as("updates, seed %d", SEED)
                .isEqualTo(sent);
        assertThat(extract.transactions().get() + assembler.counters().votes().get())
                .as("transactions, seed %d", SEED)
                .isEqualTo(router.count(Kind.TRANSACTION).get());
        assertThat(extract.undecodable().get()
                        + extract.votes().get()
                        + extract.failed().get()
                        + extract.malformedUpdates().get()
                        + extract.duplicates().get()
                        + extract.tradeless().get()
                        + extract.traded().get())
                .as("ends of transactions, seed %d", SEED)
                .isEqualTo(extract.transactions().get());
        assertThat(router.count(Kind.BLOCK_META).get() + router.count(Kind.SLOT).get())
                .as("block metas and slots, seed %d", SEED)
                .isEqualTo(2L * BLOCKS);
        assertThat(engine.store().counters().tradesWritten().get()
                        + engine.store().counters().tradesKnown().get())
                .as("trades, seed %d", SEED)
                .isEqualTo(extract.trades().get());
    }

    private static void report(final Engine engine, final UpdateRouter router, final Garbage garbage) {
        final ExtractCounters extract = engine.extractCounters();
        System.out.printf(
                "  %,d malformed, %,d of unknown kind, %,d undecodable, %,d refused as a whole, %,d duplicates, %,d"
                        + " failed, %,d without trade, %,d trades stored in all, %,d refused amounts, %,d made anew%n",
                router.malformed().get(),
                router.count(Kind.UNKNOWN).get(),
                extract.undecodable().get(),
                extract.malformedUpdates().get(),
                extract.duplicates().get(),
                extract.failed().get(),
                extract.tradeless().get(),
                extract.trades().get(),
                extract.excessive().get(),
                garbage.madeAnew());
        for (final Garbage.Kind kind : Garbage.Kind.values()) {
            System.out.printf("  %,d %s%n", garbage.made(kind), kind);
            assertThat(garbage.made(kind)).as("%s, seed %d", kind, SEED).isPositive();
        }
        for (final DexProgram program : DexProgram.values()) {
            assertThat(extract.outcome(program, Outcome.MALFORMED).get())
                    .as("%s, seed %d", program, SEED)
                    .isPositive();
        }
    }

    private static List<String> stages() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(
                        List.of("solflow-extract", "solflow-metrics", "solflow-extract-metrics", "solflow-persist")
                                ::contains)
                .toList();
    }

    /** Used heap after a full collection, the ring empty. */
    private static long usedHeap(final Engine engine) {
        await().atMost(Duration.ofMinutes(2)).until(() -> engine.pipeline().backlog() == 0);
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }

    private String heapText() {
        return Arrays.toString(heapBytes.stream()
                .mapToDouble(bytes -> Math.round(bytes / 1e5) / 10.0)
                .toArray());
    }
}
