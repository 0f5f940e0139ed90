package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.BotFlags;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.MetricsCount;
import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.Window;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RollingMetricsTest {

    private static final long START_SECONDS = 1_780_000_000L;

    private final EngineRun engine = new EngineRun();

    @Test
    void shouldHoldATradeUntilOneSecondAfterTheEndOfEachWindow() {
        engine.transaction(List.of(trade(3, 0, 0, 700)));
        for (int second = 1; second <= 14_401; second++) {
            final UpdateEvent event = engine.slotEnd(START_SECONDS + second);
            boolean leaves = false;
            for (final Window window : Window.values()) {
                leaves |= second == window.seconds() + 1;
                assertThat(engine.rows.get(3)[MetricsRows.NET_FLOW_LAMPORTS + window.index()])
                        .as("window %s at %d", window, second)
                        .isEqualTo(second <= window.seconds() ? 700 : 0);
            }
            assertThat(event.metrics().size()).as("rows at %d", second).isEqualTo(leaves ? 1 : 0);
        }
        assertThat(engine.rows.get(3)).containsOnly(0);
        assertThat(engine.metrics.counters().mints().get()).isZero();
    }

    @Test
    void shouldFreeWalletPairsWhenTheBotRuleNoLongerNeedsThem() {
        engine.transaction(List.of(trade(3, 0, 0, 700)));
        engine.slotEnd(START_SECONDS + 360);
        assertThat(engine.metrics.counters().walletPairs().get()).isEqualTo(1);
        engine.slotEnd(START_SECONDS + 361);
        assertThat(engine.metrics.counters().walletPairs().get()).isZero();
        assertThat(engine.metrics.counters().mints().get()).isEqualTo(1);
        assertThat(engine.metrics.counters().buckets().get()).isEqualTo(1);
    }

    @Test
    void shouldGiveOneRowOfZerosForEveryMintWhenTheWatermarkJumpsByDays() {
        for (int mint = 0; mint < 5_000; mint++) {
            engine.transaction(List.of(trade(mint, mint, mint / 10, 1 + mint)));
        }
        final UpdateEvent event = engine.slotEnd(START_SECONDS + 10 * 86_400);
        assertThat(event.metrics().size()).isEqualTo(5_000);
        assertThat(engine.rows).hasSize(5_000).allSatisfy((mint, row) -> assertThat(row)
                .containsOnly(0));
        assertThat(engine.metrics.counters().mints().get()).isZero();
        assertThat(engine.slotEnd(START_SECONDS + 10 * 86_400 + 1).metrics().size())
                .isZero();
    }

    @Test
    void shouldSurviveTheHighestTimeThereIs() {
        engine.transaction(List.of(trade(1, 1, 0, 5)));
        final UpdateEvent event = engine.slotEnd(Long.MAX_VALUE);
        assertThat(event.watermarkSeconds()).isEqualTo(Long.MAX_VALUE);
        assertThat(engine.rows.get(1)).containsOnly(0);
    }

    @Test
    void shouldRefreshTheRowOfAMintWhoseTradeIsTooLateForEveryWindow() {
        engine.slotEnd(START_SECONDS + 14_401);
        final UpdateEvent event = engine.transaction(List.of(trade(1, 1, 0, 5)));
        assertThat(event.metrics().size()).isEqualTo(1);
        assertThat(engine.rows.get(1)).containsOnly(0);
        assertThat(engine.metrics.counters().expiredTrades().get()).isEqualTo(1);
        assertThat(engine.metrics.counters().mints().get()).isZero();
    }

    @Test
    void shouldCountAndPassOverATradeFromBefore1970() {
        final RollingMetrics metrics = new RollingMetrics();
        final BotFlags flags = new BotFlags();
        final MetricsRows rows = new MetricsRows();
        flags.reset(1);
        metrics.add(new Trade().timestampSeconds(Long.MIN_VALUE), 0, flags);
        metrics.drainRows(rows);
        assertThat(rows.size()).isZero();
        assertThat(metrics.watermarkSeconds()).isEqualTo(UpdateEvent.NO_TIME);
        assertThat(metrics.counters().expiredTrades().get()).isEqualTo(1);
    }

    @Test
    void shouldStartAtTheFirstSecondsAfter1970() {
        engine.transaction(List.of(new NaiveMetrics.Row(1, 1, 1, 0, 5, false)));
        engine.slotEnd(14_400);
        assertThat(engine.rows.get(1)[MetricsRows.NET_FLOW_LAMPORTS + 5]).isEqualTo(5);
        engine.slotEnd(14_401);
        assertThat(engine.rows.get(1)).containsOnly(0);
    }

    @Test
    void shouldNotAddToABucketWhoseSecondIsGoneWhenItsPlaceInTheRingComesRound() {
        final int ringSeconds = 1 << 14;
        engine.transaction(List.of(trade(1, 1, 10_000, 5)));
        engine.transaction(List.of(trade(1, 0, 0, 3)));
        engine.slotEnd(START_SECONDS + 14_401);
        engine.transaction(List.of(trade(1, 2, ringSeconds, 11)));
        assertThat(engine.metrics.counters().buckets().get()).isEqualTo(2);
        engine.slotEnd(START_SECONDS + ringSeconds + 14_401);
        assertThat(engine.rows.get(1)).containsOnly(0);
    }

    @Test
    void shouldNeverMoveTheWatermarkBack() {
        engine.slotEnd(START_SECONDS + 10);
        assertThat(engine.slotEnd(START_SECONDS).watermarkSeconds()).isEqualTo(START_SECONDS + 10);
        assertThat(engine.transaction(List.of(trade(1, 1, 5, 5))).watermarkSeconds())
                .isEqualTo(START_SECONDS + 10);
    }

    @Test
    void shouldBeExactAgainOnceAmountsThatOverflowASumHaveLeft() {
        for (int i = 0; i < 9; i++) {
            engine.transaction(List.of(trade(1, i, i, 1L << 60)));
        }
        engine.transaction(List.of(trade(1, 9, 20, 7)));
        engine.slotEnd(START_SECONDS + 69);
        assertThat(engine.rows.get(1)[MetricsRows.NET_FLOW_LAMPORTS]).isEqualTo(7);
    }

    @Test
    void shouldKeepApartKeysThatShareAllButOneWord() {
        final RollingMetrics metrics = new RollingMetrics();
        final BotFlags flags = new BotFlags();
        final Map<String, Long> flows = new HashMap<>();
        final int keys = 2_000;
        for (int i = 0; i < 4 * keys; i++) {
            final Trade trade =
                    new Trade().id(i).timestampSeconds(START_SECONDS).lamports(i + 1L);
            final long[] words = {42, 42, 42, 42};
            words[i / keys] = i % 2 == 0 ? i : (long) i << 48;
            trade.mint().set(words[0], words[1], words[2], words[3]);
            trade.wallet().set(words[3], words[2], words[1], words[0]);
            flows.put(trade.mint().toString(), i + 1L);
            flags.reset(1);
            metrics.advanceTo(trade.timestampSeconds());
            metrics.add(trade, 0, flags);
        }
        final MetricsRows rows = new MetricsRows();
        metrics.drainRows(rows);
        assertThat(rows.size()).isEqualTo(4 * keys).isEqualTo(flows.size());
        for (int i = 0; i < rows.size(); i++) {
            final String mint = rows.mint(i, new Trade().mint()).toString();
            assertThat(rows.netFlowLamports(i, Window.S60)).as(mint).isEqualTo(flows.get(mint));
            assertThat(rows.count(i, MetricsCount.UNIQUE_WALLETS_300S)).isEqualTo(1);
        }
    }

    private static NaiveMetrics.Row trade(final int mint, final int index, final int second, final long flow) {
        return new NaiveMetrics.Row(mint, index, ChainPosition.of(index, 0, 0), START_SECONDS + second, flow, false);
    }
}
