package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.SignalKind;
import io.solflow.core.event.SignalList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.signal.SignalConfig;
import io.solflow.core.signal.SignalWatch;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SignalWatchTest {

    private static final long START_SECONDS = 1_780_000_000L;
    private static final long SOL = 1_000_000_000L;
    private static final int COOLDOWN = 120;

    private final RollingMetrics metrics = new RollingMetrics(true);
    private final EngineRun engine =
            new EngineRun(metrics, new SignalWatch(SignalConfig.DEFAULT.with(5 * SOL, COOLDOWN), metrics));
    private final List<String> found = new ArrayList<>();
    private int number;

    @Test
    void shouldFindNothingInASingleTradeOfAnySize() {
        trade(0, 1_000_000 * SOL, 0);
        tickTo(1_000);
        trade(0, -1_000_000 * SOL, 1_000);
        tickTo(2_000);
        assertThat(found).isEmpty();
    }

    @Test
    void shouldFindNothingInManyTradesOfSmallChange() {
        for (int second = 0; second < 300; second++) {
            trade(second % 40, SOL / 100, second);
            tickTo(second + 1);
        }
        assertThat(found).isEmpty();
    }

    @Test
    void shouldBeginASignalOnceWhileItsConditionHolds() {
        crowdBuys(0);
        tickTo(61);
        assertThat(found).contains("begin BREAKOUT 0", "begin PERSISTENCE 0");
        assertThat(found).doesNotHaveDuplicates();
    }

    @Test
    void shouldEndASignalNotBeforeItsCooldownIsOver() {
        crowdBuys(0);
        tickTo(COOLDOWN - 1);
        assertThat(found).noneMatch(signal -> signal.startsWith("end"));
        tickTo(COOLDOWN + 1);
        assertThat(found).contains("end PERSISTENCE " + COOLDOWN, "end BREAKOUT " + COOLDOWN);
    }

    @Test
    void shouldNotBeginASecondSignalWithinTheCooldownAlthoughTheConditionCameAndWent() {
        crowdBuys(0);
        tickTo(62);
        crowdBuys(62);
        tickTo(100);
        assertThat(found)
                .filteredOn(signal -> signal.startsWith("begin BREAKOUT"))
                .hasSize(1);
    }

    @Test
    void shouldBeginAgainWhenTheConditionComesBackAfterTheCooldown() {
        crowdBuys(0);
        tickTo(400);
        crowdBuys(400);
        tickTo(402);
        assertThat(found)
                .filteredOn(signal -> signal.contains("BREAKOUT"))
                .containsExactly("begin BREAKOUT 0", "end BREAKOUT " + COOLDOWN, "begin BREAKOUT 400");
    }

    @Test
    void shouldEndTheSignalsOfATokenThatTheWindowsForget() {
        crowdBuys(0);
        tickTo(1);
        take(engine.slotEnd(START_SECONDS + 30_000));
        tickTo(30_001);
        assertThat(found).contains("end BREAKOUT 30000");
    }

    @Test
    void shouldNotKeepATokenThatTheWindowsForgetWhileItHasASignal() {
        crowdBuys(0);
        tickTo(1);
        assertThat(found).contains("begin BREAKOUT 0");
        take(engine.slotEnd(START_SECONDS + 30_000));
        assertThat(metrics.counters().mints().get()).isZero();
    }

    @Test
    void shouldFindTheSignalAgainInTheSlotThatTakesADeadOnesPlace() {
        crowdBuys(0);
        tickTo(1);
        take(engine.slotDead(slot(0)));
        tickTo(3);
        crowdBuys(3);
        tickTo(4);
        assertThat(found).contains("begin BREAKOUT 0", "begin BREAKOUT 3").doesNotContain("end BREAKOUT 0");
    }

    @Test
    void shouldSayTheSlotOfTheNewestTrade() {
        crowdBuys(7);
        final UpdateEvent event = engine.slotEnd(START_SECONDS + 8);
        assertThat(event.signals().size()).isPositive();
        assertThat(event.signals().get(0, SignalList.SLOT)).isEqualTo(slot(7));
    }

    /** Six wallets buy, and nobody is a bot. */
    private void crowdBuys(final int second) {
        for (int wallet = 0; wallet < 6; wallet++) {
            trade(wallet, 2 * SOL, second);
        }
    }

    private void trade(final int wallet, final long flow, final int second) {
        take(engine.transaction(List.of(new NaiveMetrics.Row(
                1, wallet, ChainPosition.of(slot(second), number++, 0), START_SECONDS + second, flow, false))));
    }

    private static long slot(final int second) {
        return 1_000L + second;
    }

    private void tickTo(final int second) {
        final long from = metrics.watermarkSeconds() - START_SECONDS;
        for (long at = from + 1; at <= second; at++) {
            take(engine.slotEnd(START_SECONDS + at));
        }
    }

    private void take(final UpdateEvent event) {
        final SignalList signals = event.signals();
        for (int i = 0; i < signals.size(); i++) {
            final SignalKind kind = signals.kind(i);
            found.add((signals.ends(i) ? "end " : "begin ") + kind + " "
                    + (signals.get(i, SignalList.SECOND) - START_SECONDS));
        }
    }
}
