package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.solflow.core.chain.Key32;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.SignalKind;
import io.solflow.core.event.SignalList;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.signal.SignalConfig;
import io.solflow.core.signal.SignalWatch;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class SignalModelTest {

    private static final int RUNS = 30;
    private static final int EVENTS_PER_RUN = 6_000;
    private static final long START_SECONDS = 1_780_000_003L;
    private static final long SOL = 1_000_000_000L;
    private static final SignalConfig CONFIG = SignalConfig.DEFAULT.with(5 * SOL, 45);

    /** Every signal is found at the second at which the model finds it, whether the run was restarted before or not. */
    @Test
    void shouldFindWhatTheModelFindsAlsoAfterRestarts() {
        final Map<SignalKind, Integer> begun = new EnumMap<>(SignalKind.class);
        int restarts = 0;
        for (int seed = 0; seed < RUNS; seed++) {
            final Run run = new Run(seed);
            run.play();
            run.begun.forEach((kind, count) -> begun.merge(kind, count, Integer::sum));
            restarts += run.restarts;
        }
        System.out.printf("signals: %d runs, %d restarts, %s%n", RUNS, restarts, begun);
        assertThat(begun).containsOnlyKeys(SignalKind.values());
        assertThat(restarts).isPositive();
    }

    private static final class Run {

        private final int seed;
        private final Random random;
        private final int mints;
        private final int wallets;
        private final NaiveMetrics model;
        private final NaiveSignals expected;
        private final Map<Integer, Long> updatedAt = new HashMap<>();
        private final Map<String, long[]> open = new HashMap<>();
        private final Map<SignalKind, Integer> begun = new EnumMap<>(SignalKind.class);
        private EngineRun engine;
        private long now = START_SECONDS;
        private int number;
        private int restarts;

        Run(final int seed) {
            this.seed = seed;
            random = new Random(seed);
            mints = 1 + random.nextInt(6);
            wallets = 8 + random.nextInt(60);
            model = new NaiveMetrics(mints, wallets);
            expected = new NaiveSignals(model, CONFIG);
            final RollingMetrics metrics = new RollingMetrics();
            engine = new EngineRun(metrics, new SignalWatch(CONFIG, metrics));
        }

        void play() {
            for (int i = 0; i < EVENTS_PER_RUN; i++) {
                if (random.nextInt(3) == 0) {
                    now += random.nextInt(300) == 0 ? random.nextInt(random.nextBoolean() ? 400 : 20_000) : 1;
                    event(now, List.of());
                } else {
                    final long seconds = random.nextInt(10) == 0 ? now - random.nextInt(400) : now + random.nextInt(2);
                    now = Math.max(now, seconds);
                    final List<NaiveMetrics.Row> trades = new ArrayList<>();
                    for (int trade = random.nextInt(4) == 0 ? 3 : 1; trade > 0; trade--) {
                        trades.add(trade(seconds));
                    }
                    event(seconds, trades);
                }
                if (random.nextInt(200) == 0) {
                    restart();
                }
            }
        }

        private void event(final long seconds, final List<NaiveMetrics.Row> trades) {
            final List<NaiveSignals.Found> found = expected.secondEnds(seconds);
            final Set<Integer> touched = new TreeSet<>(model.advanceTo(seconds));
            trades.forEach(trade -> touched.addAll(model.add(trade)));
            final UpdateEvent event = trades.isEmpty() ? engine.slotEnd(seconds) : engine.transaction(trades);
            expected.drained(touched);
            touched.forEach(mint -> updatedAt.put(mint, model.watermark()));
            compare(found, event.signals());
        }

        private void compare(final List<NaiveSignals.Found> found, final SignalList signals) {
            final Comparator<NaiveSignals.Found> order = Comparator.comparing(NaiveSignals.Found::ends)
                    .thenComparing(NaiveSignals.Found::mint)
                    .thenComparing(NaiveSignals.Found::kind);
            found.sort(order);
            final List<NaiveSignals.Found> actual = new ArrayList<>();
            final Key32 key = new Key32();
            for (int i = 0; i < signals.size(); i++) {
                actual.add(new NaiveSignals.Found(
                        signals.get(i, SignalList.SECOND),
                        signals.ends(i),
                        (int) signals.mint(i, key).word3(),
                        signals.kind(i),
                        signals.strength(i)));
                remember(actual.get(i), signals, i);
            }
            actual.sort(order);
            assertThat(actual)
                    .as("seed %d at %d", seed, now)
                    .usingComparatorForType((a, b) -> Math.abs(a - b) < 1e-9 ? 0 : 1, Double.class)
                    .usingRecursiveFieldByFieldElementComparator()
                    .isEqualTo(found);
            actual.forEach(signal -> assertThat(signal.strength()).isCloseTo(0.5, within(0.5)));
        }

        private void remember(final NaiveSignals.Found signal, final SignalList signals, final int index) {
            final String name = signal.mint() + " " + signal.kind();
            if (signal.ends()) {
                assertThat(open.remove(name)).isNotNull();
                return;
            }
            final long[] state = {
                signal.mint(), signal.kind().index(), signal.second(), signals.get(index, SignalList.SLOT)
            };
            assertThat(open.put(name, state)).isNull();
            begun.merge(signal.kind(), 1, Integer::sum);
        }

        /** From what the tables would hold: the trades with their flags, the open signals, the rows' watermarks. */
        private void restart() {
            restarts++;
            final RollingMetrics metrics = new RollingMetrics();
            metrics.restoreWatermark(model.watermark());
            for (final NaiveMetrics.Row row : model.all()) {
                if (row.seconds >= model.watermark() - 14_400) {
                    metrics.restore(EngineRun.fill(new Trade(), row), engine.flags.get(row.id));
                }
            }
            final SignalWatch watch = new SignalWatch(CONFIG, metrics);
            open.values()
                    .forEach(state ->
                            watch.restore(key((int) state[0]), SignalKind.at((int) state[1]), state[2], state[3]));
            updatedAt.forEach((mint, second) -> {
                if (second >= SignalWatch.restoreFrom(model.watermark())) {
                    watch.restoreDrained(key(mint), second, model.watermark());
                }
            });
            final EngineRun restarted = new EngineRun(metrics, watch);
            restarted.flags.putAll(engine.flags);
            engine = restarted;
        }

        private static Key32 key(final int mint) {
            return EngineRun.fill(new Trade(), new NaiveMetrics.Row(mint, 0, 0, 0, 0, false))
                    .mint();
        }

        private NaiveMetrics.Row trade(final long seconds) {
            final int mint = (int) (mints * random.nextDouble() * random.nextDouble());
            final boolean selling = (seconds / 200 + mint) % 3 == 0;
            final int wallet = (int) (wallets * random.nextDouble() * (selling ? 0.2 : 1));
            final long lamports =
                    1 + (random.nextInt(8) == 0 ? random.nextInt(6) * SOL : random.nextInt((int) SOL / 2));
            final boolean buy = random.nextInt(10) < (selling ? 1 : 8);
            return new NaiveMetrics.Row(
                    mint,
                    wallet,
                    ChainPosition.of(1_000 + number, 0, number++ & 7),
                    seconds,
                    buy ? lamports : -lamports,
                    random.nextInt(15) == 0);
        }
    }
}
