package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class RollingMetricsTakeBackTest {

    private static final int RUNS = Integer.getInteger("solflow.takeBackRuns", 200);
    private static final int STEPS_PER_RUN = 2_500;
    private static final long START_SECONDS = 1_780_000_000L;
    private static final long SLOT = 400_000_000L;

    /** The model never had the dead slots' trades, but saw the same watermark. Compared whenever no slot is left to die. */
    @Test
    void shouldEqualAnEngineThatNeverSawTheDeadSlots() {
        long deaths = 0;
        long tradesTakenBack = 0;
        long cleared = 0;
        long flagsLeft = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            final Run run = new Run(seed);
            run.play();
            deaths += run.deaths;
            tradesTakenBack += run.tradesTakenBack;
            cleared += run.cleared;
            flagsLeft += run.flagsLeft;
        }
        System.out.printf(
                "drill: take back, %d runs, %d dead slots, %d trades taken back, %d flags cleared, %d left%n",
                RUNS, deaths, tradesTakenBack, cleared, flagsLeft);
        assertThat(tradesTakenBack).isGreaterThan(50L * RUNS);
        assertThat(cleared).isPositive();
        assertThat(flagsLeft).isPositive();
    }

    @Test
    void shouldTakeBackOnceOnly() {
        final EngineRun engine = new EngineRun(new RollingMetrics(true));
        engine.transaction(List.of(trade(1, 0)));
        engine.transaction(List.of(trade(2, 0)));
        assertThat(engine.slotDead(SLOT + 2).metrics().size()).isEqualTo(1);

        final UpdateEvent again = engine.slotDead(SLOT + 2);

        assertThat(again.takenBack()).isTrue();
        assertThat(again.metrics().size()).isZero();
        assertThat(engine.rows.get(0)[MetricsRows.NET_FLOW_LAMPORTS]).isEqualTo(5);
    }

    @Test
    void shouldChangeNothingForASlotWithoutTrades() {
        final EngineRun engine = new EngineRun(new RollingMetrics(true));
        engine.transaction(List.of(trade(1, 0)));

        final UpdateEvent event = engine.slotDead(SLOT + 7);

        assertThat(event.takenBack()).isTrue();
        assertThat(event.metrics().size()).isZero();
        assertThat(event.botFlags().clearedSize()).isZero();
        assertThat(event.watermarkSeconds()).isEqualTo(START_SECONDS);
    }

    @Test
    void shouldKeepTheTradesOfASlotThatIsTooOldToBeRemembered() {
        final EngineRun engine = new EngineRun(new RollingMetrics(true));
        engine.transaction(List.of(trade(1, 0)));
        engine.transaction(List.of(trade(1 + UnsettledTrades.SLOTS, 1)));

        final UpdateEvent event = engine.slotDead(SLOT + 1);

        assertThat(event.takenBack()).isFalse();
        assertThat(event.metrics().size()).isZero();
        assertThat(engine.rows.get(0)[MetricsRows.NET_FLOW_LAMPORTS]).isEqualTo(10);
        assertThat(engine.metrics.counters().unsettledTrades().get()).isEqualTo(1);
    }

    @Test
    void shouldRememberSlotsAgainAfterOneFarAheadOfTheChain() {
        final EngineRun engine = new EngineRun(new RollingMetrics(true));
        final long wild = SLOT + 1 + ((long) UnsettledTrades.SLOTS << 20);
        engine.transaction(List.of(trade(wild - SLOT, 0)));
        engine.transaction(List.of(trade(1, 0)));

        assertThat(engine.slotDead(SLOT + 1).takenBack()).isTrue();
        assertThat(engine.rows.get(0)[MetricsRows.NET_FLOW_LAMPORTS]).isEqualTo(5);
    }

    @Test
    void shouldKeepEverythingWhenSlotsDoNotDie() {
        final EngineRun engine = new EngineRun(new RollingMetrics());
        engine.transaction(List.of(trade(1, 0)));

        assertThat(engine.slotDead(SLOT + 1).takenBack()).isFalse();
        assertThat(engine.rows.get(0)[MetricsRows.NET_FLOW_LAMPORTS]).isEqualTo(5);
        assertThat(engine.metrics.counters().unsettledTrades().get()).isZero();
    }

    @Test
    void shouldNeverMoveTheWatermarkBack() {
        final EngineRun engine = new EngineRun(new RollingMetrics(true));
        engine.transaction(List.of(trade(1, 0)));
        engine.transaction(List.of(trade(2, 400)));

        assertThat(engine.slotDead(SLOT + 2).watermarkSeconds()).isEqualTo(START_SECONDS + 400);
        assertThat(engine.rows.get(0)[MetricsRows.NET_FLOW_LAMPORTS + 1]).isZero();
        assertThat(engine.rows.get(0)[MetricsRows.NET_FLOW_LAMPORTS + 2]).isEqualTo(5);
    }

    @Test
    void shouldClearTheTwoFlagsThatADeadTradeHadCaused() {
        final EngineRun engine = new EngineRun(new RollingMetrics(true));
        for (int i = 1; i <= 5; i++) {
            engine.transaction(List.of(trade(i, 25 * i)));
        }
        assertThat(MetricsCount.BOT_TRADES_300S.in(engine.rows.get(0), 0)).isEqualTo(3);

        final UpdateEvent event = engine.slotDead(SLOT + 3);

        assertThat(event.botFlags().clearedSize()).isEqualTo(2);
        assertThat(event.botFlags().clearedId(0)).isEqualTo(trade(4, 100).id);
        assertThat(event.botFlags().clearedId(1)).isEqualTo(trade(5, 125).id);
        assertThat(MetricsCount.BOT_TRADES_300S.in(engine.rows.get(0), 0)).isZero();
        assertThat(MetricsCount.BOT_WALLETS_300S.in(engine.rows.get(0), 0)).isZero();
        assertThat(MetricsCount.UNIQUE_WALLETS_300S.in(engine.rows.get(0), 0)).isEqualTo(1);
    }

    private static NaiveMetrics.Row trade(final long slot, final int second) {
        return new NaiveMetrics.Row(0, 0, ChainPosition.of(SLOT + slot, 1, 0), START_SECONDS + second, 5, false);
    }

    /** Slots in a row, some of which die later, some of those to be made again; late trades, jumps of time, restarts. */
    private static final class Run {

        private final int seed;
        private final Random random;
        private final int mints;
        private final int wallets;
        private final double doomedShare;
        private final double lateShare;
        private final NaiveMetrics model;
        private final Map<Long, NaiveMetrics.Row> stored = new HashMap<>();
        private final Map<Long, List<NaiveMetrics.Row>> doomed = new TreeMap<>();
        private final Set<Long> uncertain = new HashSet<>();
        private EngineRun engine = new EngineRun(new RollingMetrics(true));
        private long now = START_SECONDS;
        private long slot = SLOT;
        private int position;
        private boolean isDoomed;
        private int quietUntil;
        private int deaths;
        private int tradesTakenBack;
        private int cleared;
        private long flagsLeft;

        Run(final int seed) {
            this.seed = seed;
            random = new Random(seed);
            mints = 1 + random.nextInt(1 << (1 + random.nextInt(6)));
            wallets = 1 + random.nextInt(1 << (1 + random.nextInt(5)));
            doomedShare = new double[] {0.05, 0.2, 0.6}[random.nextInt(3)];
            lateShare = new double[] {0, 0.05, 0.4}[random.nextInt(3)];
            model = new NaiveMetrics(mints, wallets);
        }

        void play() {
            for (int step = 0; step < STEPS_PER_RUN; step++) {
                step(step);
                if (random.nextInt(900) == 0) {
                    restart();
                }
            }
            killAll();
            compare();
            now += 14_401;
            model.advanceTo(now);
            engine.slotEnd(now);
            compare();
            flagsLeft += engine.metrics.counters().botFlagsLeft().get();
            assertThat(engine.metrics.counters().mints().get())
                    .as("seed %d", seed)
                    .isZero();
            assertThat(engine.metrics.counters().walletPairs().get())
                    .as("seed %d", seed)
                    .isZero();
            assertThat(engine.metrics.counters().buckets().get())
                    .as("seed %d", seed)
                    .isZero();
        }

        private void step(final int step) {
            switch (random.nextInt(20)) {
                case 0, 1, 2 -> nextSlot(step);
                case 3, 4 -> tick(1 + random.nextInt(3));
                case 5 -> {
                    if (random.nextInt(8) == 0) {
                        tick(random.nextInt(random.nextBoolean() ? 400 : 15_000));
                    }
                }
                case 6 -> {
                    if (!doomed.isEmpty()) {
                        kill(random.nextInt(doomed.size()));
                    }
                }
                case 7 -> {
                    if (random.nextInt(5) == 0) {
                        killAll();
                        compare();
                        quietUntil = step + random.nextInt(200);
                    }
                }
                default -> transaction();
            }
        }

        private void nextSlot(final int step) {
            slot += random.nextInt(10) == 0 ? 2 : 1;
            position = 0;
            isDoomed = step > quietUntil && random.nextDouble() < doomedShare;
            if (isDoomed) {
                doomed.put(slot, new ArrayList<>());
            }
        }

        private void tick(final int seconds) {
            now += seconds;
            model.advanceTo(now);
            engine.slotEnd(now);
        }

        private void transaction() {
            final long seconds = now - lateness();
            final List<NaiveMetrics.Row> rows = new ArrayList<>();
            for (int i = random.nextInt(6) == 0 ? 3 : 1; i > 0; i--) {
                rows.add(new NaiveMetrics.Row(
                        random.nextInt(mints),
                        random.nextInt(wallets),
                        ChainPosition.of(slot, position++, 0),
                        seconds,
                        random.nextInt(10) == 0 ? random.nextLong() >> 8 : random.nextInt(),
                        random.nextInt(6) == 0));
            }
            for (final NaiveMetrics.Row row : rows) {
                stored.put(row.id, row);
                if (isDoomed) {
                    doomed.get(slot).add(row);
                    model.advanceTo(row.seconds);
                } else {
                    model.add(row);
                }
            }
            now = Math.max(now, model.watermark());
            engine.transaction(rows);
        }

        private long lateness() {
            if (random.nextDouble() >= lateShare) {
                return random.nextInt(30) == 0 ? -random.nextInt(8) : 0;
            }
            return switch (random.nextInt(5)) {
                case 0, 1 -> random.nextInt(61);
                case 2 -> random.nextInt(301);
                case 3 -> 290 + random.nextInt(80);
                default -> random.nextInt(16_000);
            };
        }

        private void killAll() {
            while (!doomed.isEmpty()) {
                kill(random.nextInt(doomed.size()));
            }
        }

        private void kill(final int index) {
            final long dead = new ArrayList<>(doomed.keySet()).get(index);
            final List<NaiveMetrics.Row> trades = doomed.remove(dead);
            trades.forEach(trade -> stored.remove(trade.id));
            trades.forEach(this::noteUncertain);
            final UpdateEvent event = engine.slotDead(dead);
            assertThat(event.takenBack()).as("seed %d", seed).isTrue();
            cleared += event.botFlags().clearedSize();
            deaths++;
            tradesTakenBack += trades.size();
            if (dead == slot) {
                // made again: what comes from now on is part of the chain, at the same positions
                isDoomed = false;
                position = 0;
            }
        }

        /** Flags older than 300 s may have been caused by the dead trade, and stay. */
        private void noteUncertain(final NaiveMetrics.Row dead) {
            for (final NaiveMetrics.Row row : stored.values()) {
                if (row.mint == dead.mint && row.wallet == dead.wallet && row.seconds < model.watermark() - 300) {
                    uncertain.add(row.id);
                }
            }
        }

        private void restart() {
            final RollingMetrics metrics = new RollingMetrics(true);
            if (engine.metrics.watermarkSeconds() != UpdateEvent.NO_TIME) {
                metrics.restoreWatermark(engine.metrics.watermarkSeconds());
            }
            stored.values().stream()
                    .sorted(Comparator.<NaiveMetrics.Row>comparingLong(t -> t.seconds)
                            .thenComparingLong(t -> t.id))
                    .forEach(t -> metrics.restore(EngineRun.fill(new Trade(), t), engine.flags.get(t.id)));
            final EngineRun restored = new EngineRun(metrics);
            restored.rows.putAll(engine.rows);
            restored.flags.putAll(engine.flags);
            flagsLeft += engine.metrics.counters().botFlagsLeft().get();
            engine = restored;
        }

        private void compare() {
            if (model.watermark() == Long.MIN_VALUE) {
                return;
            }
            assertThat(engine.metrics.watermarkSeconds()).as("seed %d", seed).isEqualTo(model.watermark());
            for (int mint = 0; mint < mints; mint++) {
                assertThat(engine.rows.getOrDefault(mint, new long[MetricsRows.STRIDE]))
                        .as("seed %d, mint %d at %d", seed, mint, model.watermark() - START_SECONDS)
                        .isEqualTo(model.row(mint));
            }
            assertThat(engine.flags.keySet()).as("seed %d", seed).isEqualTo(stored.keySet());
            for (final NaiveMetrics.Row row : model.all()) {
                if (engine.flags.get(row.id) != row.bot && !uncertain.contains(row.id)) {
                    throw new AssertionError("seed " + seed + ": flag of " + row.id + " is not " + row.bot);
                }
            }
        }
    }
}
