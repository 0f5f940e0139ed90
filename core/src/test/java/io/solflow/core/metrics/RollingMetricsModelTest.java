package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.TradeList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.extract.SeenTrades;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RollingMetricsModelTest {

    private static final int RUNS = 120;
    private static final int TRADES_PER_RUN = 20_000;
    private static final long START_SECONDS = 1_780_000_000L;

    /**
     * After every event, so at every second of event time at least, the rows are those of all mints that the model touched
     * and no others, and each equals the model. A mint that nothing touches cannot change by definition; all mints are
     * compared every 997 events nevertheless.
     */
    @Test
    void shouldEqualARecomputationAtEverySecondWhateverComesLateTwiceOrOutOfOrder() {
        // the runs share nothing, and together they are the longest test of the module
        final Played all =
                IntStream.range(0, RUNS).parallel().mapToObj(Run::played).reduce(Played.NOTHING, Played::plus);
        System.out.printf(
                "model: %d runs, %d seconds checked, %d late, %d expired, %d duplicates, %d flips%n",
                RUNS, all.seconds, all.late, all.expired, all.duplicates, all.flips);
        assertThat(all.late).isPositive();
        assertThat(all.expired).isPositive();
        assertThat(all.duplicates).isPositive();
        assertThat(all.flips).isPositive();
    }

    /** What runs have gone through. */
    private record Played(long seconds, long late, long expired, long duplicates, long flips) {

        static final Played NOTHING = new Played(0, 0, 0, 0, 0);

        Played plus(final Played other) {
            return new Played(
                    seconds + other.seconds,
                    late + other.late,
                    expired + other.expired,
                    duplicates + other.duplicates,
                    flips + other.flips);
        }
    }

    private static final class Run {

        private final int seed;
        private final Random random;
        private final int mints;
        private final int wallets;
        private final double tradesPerSecond;
        private final double lateShare;
        private final NaiveMetrics model;
        private final EngineRun engine = new EngineRun();
        private final SeenTrades seen = new SeenTrades();
        private final Map<Long, Long> modelSeen = new HashMap<>();
        private final List<Long> recentTransactions = new ArrayList<>();
        private long now = START_SECONDS;
        private int trades;
        private long events;
        private long secondsChecked;
        private long duplicates;
        private long flips;

        Run(final int seed) {
            this.seed = seed;
            random = new Random(seed);
            mints = 1 + random.nextInt(1 << (1 + random.nextInt(8)));
            wallets = 2 + random.nextInt(1 << (1 + random.nextInt(7)));
            tradesPerSecond = new double[] {0.7, 1, 2, 8}[random.nextInt(4)];
            lateShare = new double[] {0, 0.02, 0.1, 0.4}[random.nextInt(4)];
            model = new NaiveMetrics(mints, wallets);
        }

        static Played played(final int seed) {
            final Run run = new Run(seed);
            run.play();
            final MetricsCounters counters = run.engine.metrics.counters();
            return new Played(
                    run.secondsChecked,
                    counters.lateTrades().get(),
                    counters.expiredTrades().get(),
                    run.duplicates,
                    run.flips);
        }

        void play() {
            while (trades < TRADES_PER_RUN) {
                if (random.nextDouble() * (1 + tradesPerSecond) < 1) {
                    tick(random.nextInt(200) == 0 ? 2 + random.nextInt(300) : 1);
                } else {
                    transaction();
                }
                if (random.nextInt(4_000) == 0) {
                    jump();
                }
            }
            compareAll();
            assertThat(engine.flags).as("flags of seed %d", seed).allSatisfy((id, bot) -> assertThat(bot)
                    .isNotNull());
            for (final NaiveMetrics.Row row : model.all()) {
                if (engine.flags.get(row.id) != row.bot) {
                    throw new AssertionError("seed " + seed + ": flag of " + row.id + " is not " + row.bot);
                }
            }
            // Silence: everything decays, second by second, to zeros and to no state.
            if (seed % 20 == 0) {
                tick(14_401);
            } else {
                now += 14_401;
                compare(model.advanceTo(now), engine.slotEnd(now));
            }
            compareAll();
            assertThat(engine.metrics.counters().mints().get()).isZero();
            assertThat(engine.metrics.counters().walletPairs().get()).isZero();
            assertThat(engine.metrics.counters().buckets().get()).isZero();
        }

        private void tick(final int seconds) {
            for (int i = 0; i < seconds; i++) {
                now++;
                secondsChecked++;
                compare(model.advanceTo(now), engine.slotEnd(now));
            }
        }

        private void jump() {
            now += switch (random.nextInt(4)) {
                case 0 -> random.nextInt(700);
                case 1 -> random.nextInt(14_500);
                case 2 -> 14_300 + random.nextInt(200);
                default -> random.nextInt(3 * 86_400);
            };
            if (random.nextBoolean()) {
                compare(model.advanceTo(now), engine.slotEnd(now));
            }
        }

        private boolean isKnown(final long position, final long seconds) {
            final byte[] signature = ByteBuffer.allocate(TradeList.SIGNATURE_LENGTH)
                    .putLong(position)
                    .array();
            seen.begin(ChainPosition.slot(position), ChainPosition.txIndex(position), signature, 0, seconds);
            final boolean known = seen.isKnown(0);
            if (!known) {
                seen.add(0);
            }
            return known;
        }

        private void transaction() {
            final long seconds = now - lateness();
            long position = ChainPosition.of((seconds - START_SECONDS + 100_000) * 3, random.nextInt(3_000), 0);
            if (random.nextInt(20) == 0 && !recentTransactions.isEmpty()) {
                position = recentTransactions.get(random.nextInt(recentTransactions.size()));
            }
            final Long lastSeen = modelSeen.get(position);
            final boolean known = isKnown(position, seconds);
            if (known || lastSeen == null || lastSeen >= model.watermark() - 14_400) {
                assertThat(known).as("seed %d: transaction %d", seed, position).isEqualTo(lastSeen != null);
            }
            modelSeen.put(position, Math.max(seconds, model.watermark()));
            // one seen more than four hours ago may pass; the store ignores it by its id, and so does the model
            if (lastSeen != null) {
                duplicates++;
                return;
            }
            remember(position);
            final List<NaiveMetrics.Row> rows = new ArrayList<>();
            for (int i = random.nextInt(8) == 0 ? 3 : 1; i > 0; i--) {
                rows.add(trade(position + rows.size(), seconds));
            }
            trades += rows.size();
            final Set<Integer> touched = new TreeSet<>();
            rows.forEach(row -> touched.addAll(model.add(row)));
            seen.advanceTo(seconds);
            now = Math.max(now, model.watermark());
            final UpdateEvent event = engine.transaction(rows);
            flips += event.botFlags().flippedSize();
            compare(touched, event);
        }

        private void remember(final long position) {
            if (recentTransactions.size() < 50) {
                recentTransactions.add(position);
            } else {
                recentTransactions.set(random.nextInt(50), position);
            }
        }

        private long lateness() {
            if (random.nextDouble() >= lateShare) {
                return random.nextInt(50) == 0 ? -random.nextInt(3) : 0;
            }
            return switch (random.nextInt(5)) {
                case 0, 1 -> random.nextInt(61);
                case 2 -> random.nextInt(301);
                case 3 -> 290 + random.nextInt(80);
                default -> random.nextInt(16_000);
            };
        }

        private NaiveMetrics.Row trade(final long id, final long seconds) {
            final int mint = (int) (mints * random.nextDouble() * random.nextDouble());
            final int wallet = (int) (wallets * random.nextDouble() * random.nextDouble());
            final long lamports = random.nextInt(10) == 0 ? random.nextLong() >>> 12 : random.nextInt(1_000_000_000);
            return new NaiveMetrics.Row(
                    mint, wallet, id, seconds, random.nextBoolean() ? lamports : -lamports, random.nextInt(10) == 0);
        }

        private void compare(final Set<Integer> expected, final UpdateEvent event) {
            if (event.watermarkSeconds() != model.watermark()) {
                throw new AssertionError("seed " + seed + ": watermark " + event.watermarkSeconds());
            }
            final MetricsRows rows = event.metrics();
            if (rows.size() != expected.size()) {
                throw new AssertionError("seed " + seed + ": " + rows.size() + " rows, expected " + expected);
            }
            for (int i = 0; i < rows.size(); i++) {
                final int mint = engine.mint(event, i);
                if (!expected.remove(mint)) {
                    throw new AssertionError("seed " + seed + ": row of untouched mint " + mint);
                }
                compareRow(mint);
            }
            if (++events % 997 == 0) {
                compareAll();
            }
        }

        private void compareAll() {
            for (int mint = 0; mint < mints; mint++) {
                compareRow(mint);
            }
        }

        private void compareRow(final int mint) {
            final long[] actual = engine.rows.getOrDefault(mint, new long[MetricsRows.STRIDE]);
            if (!Arrays.equals(actual, model.row(mint))) {
                assertThat(actual)
                        .as("seed %d, mint %d at %d", seed, mint, model.watermark() - START_SECONDS)
                        .isEqualTo(model.row(mint));
            }
        }
    }
}
