package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("slow")
class BotRuleOrderTest {

    private static final long START_SECONDS = 1_780_000_000L;
    private static final int SECONDS = 900;
    private static final int TRADES = 600;

    @Test
    void shouldGiveTheSameFlagsAsTheRuleSaysInAnyOrderWithin60Seconds() {
        shouldNotDependOnOrderOfArrival(60);
    }

    @Test
    void shouldGiveTheSameFlagsAsTheRuleSaysInAnyOrderWithin300Seconds() {
        shouldNotDependOnOrderOfArrival(300);
    }

    private static void shouldNotDependOnOrderOfArrival(final int spanSeconds) {
        for (int seed = 0; seed < 100; seed++) {
            final Random random = new Random(seed);
            final int mints = 1 + random.nextInt(5);
            final int wallets = 1 + random.nextInt(20);
            final List<NaiveMetrics.Row> trades = trades(random, mints, wallets);
            final Map<Long, Boolean> flags = flagsByTheRule(trades);
            final Map<Integer, long[]> rows = play(trades, flags, "seed " + seed + " in chain order");
            for (int order = 0; order < 5; order++) {
                final String description = "seed " + seed + " order " + order;
                final Map<Integer, long[]> shuffled = play(shuffle(trades, random, spanSeconds), flags, description);
                assertThat(shuffled.keySet()).as(description).isEqualTo(rows.keySet());
                rows.forEach((mint, row) ->
                        assertThat(shuffled.get(mint)).as(description).isEqualTo(row));
            }
        }
    }

    @Test
    void shouldFlipTheTwoTradesAfterALateOneAndReportThem() {
        final EngineRun engine = new EngineRun();
        engine.transaction(List.of(trade(10, 0)));
        engine.transaction(List.of(trade(40, 50)));
        engine.transaction(List.of(trade(60, 70)));
        assertThat(engine.transaction(List.of(trade(80, 105))).botFlags().isBot(0))
                .isTrue();

        final var flags = engine.transaction(List.of(trade(30, 45))).botFlags();

        assertThat(flags.isBot(0)).isFalse();
        assertThat(flags.flippedSize()).isEqualTo(2);
        assertThat(flags.flippedId(0)).isEqualTo(trade(40, 50).id);
        assertThat(flags.flippedId(1)).isEqualTo(trade(60, 70).id);
        assertThat(MetricsCount.BOT_TRADES_300S.in(engine.rows.get(0), 0)).isEqualTo(3);
        assertThat(MetricsCount.BOT_WALLETS_300S.in(engine.rows.get(0), 0)).isEqualTo(1);
    }

    @Test
    void shouldReportAFlipWithinTheSameTransaction() {
        final EngineRun engine = new EngineRun();
        engine.transaction(List.of(trade(1, 0)));
        final NaiveMetrics.Row second = new NaiveMetrics.Row(0, 0, ChainPosition.of(9, 1, 0), at(20), 5, false);
        final NaiveMetrics.Row before = new NaiveMetrics.Row(0, 0, ChainPosition.of(9, 1, 1), at(10), 5, false);

        final var flags = engine.transaction(List.of(second, before)).botFlags();

        assertThat(flags.isBot(0)).isFalse();
        assertThat(flags.isBot(1)).isFalse();
        assertThat(flags.flippedSize()).isEqualTo(1);
        assertThat(flags.flippedId(0)).isEqualTo(second.id);
    }

    @Test
    void shouldCountTheTradeExactly60SecondsBefore() {
        final EngineRun engine = new EngineRun();
        engine.transaction(List.of(trade(1, 0)));
        engine.transaction(List.of(trade(2, 30)));
        assertThat(engine.transaction(List.of(trade(3, 60))).botFlags().isBot(0))
                .isTrue();
        assertThat(engine.transaction(List.of(trade(4, 91))).botFlags().isBot(0))
                .isFalse();
    }

    @Test
    void shouldJudgeATradeLaterThanTheMemoryAsPlainAndCountIt() {
        final EngineRun engine = new EngineRun();
        for (int i = 0; i < 3; i++) {
            engine.transaction(List.of(trade(i, i)));
        }
        engine.slotEnd(at(363));

        final var event = engine.transaction(List.of(trade(4, 2)));

        assertThat(event.botFlags().isBot(0)).isFalse();
        assertThat(engine.metrics.counters().lateTrades().get()).isEqualTo(1);
        assertThat(engine.rows.get(0)[MetricsRows.NET_FLOW_LAMPORTS + 1]).isZero();
        assertThat(engine.rows.get(0)[MetricsRows.NET_FLOW_LAMPORTS + 2]).isEqualTo(4 * 5);
    }

    private static NaiveMetrics.Row trade(final int slot, final int second) {
        return new NaiveMetrics.Row(0, 0, ChainPosition.of(slot, 1, 0), at(second), 5, false);
    }

    private static long at(final int second) {
        return START_SECONDS + second;
    }

    private static List<NaiveMetrics.Row> trades(final Random random, final int mints, final int wallets) {
        final List<NaiveMetrics.Row> trades = new ArrayList<>();
        for (int i = 0; i < TRADES; i++) {
            // Ids and times disagree now and then, as they do where programs stamp their own events.
            final int second = random.nextInt(SECONDS);
            trades.add(new NaiveMetrics.Row(
                    random.nextInt(mints),
                    random.nextInt(wallets),
                    ChainPosition.of(1_000 + second * 5L / 2 + random.nextInt(3), i, 0),
                    at(second),
                    random.nextInt(2_000) - 1_000,
                    random.nextInt(9) == 0));
        }
        trades.sort(Comparator.<NaiveMetrics.Row>comparingLong(t -> t.seconds).thenComparingLong(t -> t.id));
        return trades;
    }

    private static Map<Long, Boolean> flagsByTheRule(final List<NaiveMetrics.Row> sorted) {
        final Map<Long, Boolean> flags = new HashMap<>();
        for (int i = 0; i < sorted.size(); i++) {
            final NaiveMetrics.Row trade = sorted.get(i);
            final long count = sorted.subList(0, i + 1).stream()
                    .filter(t -> t.mint == trade.mint && t.wallet == trade.wallet && t.seconds >= trade.seconds - 60)
                    .count();
            flags.put(trade.id, count >= 3);
        }
        return flags;
    }

    private static List<NaiveMetrics.Row> shuffle(
            final List<NaiveMetrics.Row> trades, final Random random, final int spanSeconds) {
        final Map<NaiveMetrics.Row, Double> arrival = new HashMap<>();
        trades.forEach(t -> arrival.put(t, t.seconds + random.nextDouble() * spanSeconds));
        final List<NaiveMetrics.Row> shuffled = new ArrayList<>(trades);
        shuffled.sort(Comparator.comparing(arrival::get));
        return shuffled;
    }

    private static Map<Integer, long[]> play(
            final List<NaiveMetrics.Row> trades, final Map<Long, Boolean> expectedFlags, final String description) {
        final EngineRun engine = new EngineRun();
        trades.forEach(trade -> engine.transaction(List.of(trade)));
        assertThat(engine.metrics.counters().lateTrades().get()).as(description).isZero();
        assertThat(engine.flags).as(description).isEqualTo(expectedFlags);
        engine.slotEnd(at(SECONDS));
        return engine.rows;
    }
}
