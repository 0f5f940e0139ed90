package io.solflow.core.extract;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.MetricsRows;
import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.event.Window;
import io.solflow.core.metrics.RollingMetrics;
import io.solflow.core.pipeline.RollingMetricsHandler;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.core.program.SwapDecoder;
import io.solflow.core.program.Swaps;
import io.solflow.core.program.UpdateBuilder;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Amounts that no swap can move, in the wire format of all five programs: refused and counted, and never a wrong sum. */
final class HostileAmountTest {

    private static final long U64_MAX = -1;
    private static final long SOL = 1_000_000_000L;

    private final Extraction extraction = new Extraction();

    private static UpdateBuilder update() {
        return new UpdateBuilder().balance(Swaps.MINT, 6);
    }

    private TradeList extract(final DexProgram program, final boolean buy, final long lamports, final long baseUnits) {
        return extraction.of(Swaps.swap(update(), program, buy, lamports, baseUnits));
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseMoreLamportsThanASwapCanMove(final DexProgram program) {
        final long[] hostile = {U64_MAX, Long.MIN_VALUE, Long.MAX_VALUE, 1L << 60, SwapDecoder.MAX_LAMPORTS + 1};
        for (final long lamports : hostile) {
            assertThat(extract(program, true, lamports, 5).size())
                    .as("bought for %s lamports", Long.toUnsignedString(lamports))
                    .isZero();
            assertThat(extract(program, false, lamports, 5).size())
                    .as("sold for %s lamports", Long.toUnsignedString(lamports))
                    .isZero();
        }
        assertThat(extraction.counters.outcome(program, Outcome.MALFORMED).get())
                .isEqualTo(2L * hostile.length);
        assertThat(extraction.counters.tradeless().get()).isEqualTo(2L * hostile.length);
    }

    @ParameterizedTest
    @EnumSource
    void shouldTakeTheLargestAmountsThatCanBe(final DexProgram program) {
        for (final boolean buy : new boolean[] {true, false}) {
            final TradeList trades = extract(program, buy, SwapDecoder.MAX_LAMPORTS / 4, U64_MAX);
            assertThat(trades.size()).as("buy %s", buy).isEqualTo(1);
            assertThat(trades.get(0).flowLamports()).isEqualTo((buy ? 1 : -1) * (SwapDecoder.MAX_LAMPORTS / 4));
            assertThat(trades.get(0).baseUnits()).isEqualTo(U64_MAX);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldRefuseAbsurdDecimals(final DexProgram program) {
        for (final int decimals : new int[] {20, 127, 128, 255, 256, Integer.MAX_VALUE, -1}) {
            final UpdateBuilder update = new UpdateBuilder().balance(Swaps.MINT, decimals);
            assertThat(extraction.of(Swaps.swap(update, program, true, SOL, 5)).size())
                    .as("%d decimals", decimals)
                    .isZero();
        }
        assertThat(extraction.counters.outcome(program, Outcome.MALFORMED).get())
                .isEqualTo(7);
    }

    /** The hostile trades are as large as is taken, so many that their sum would pass 2^63 twice. */
    @ParameterizedTest
    @EnumSource
    void shouldRefuseTradesWithWhichASumWouldOverflow(final DexProgram program) {
        final byte[] hostileUpdate = Swaps.swap(update(), program, true, SwapDecoder.MAX_LAMPORTS / 2, 5)
                .build();
        BigInteger sum = BigInteger.ZERO;
        final int hostile = 4 * VolumeLimit.SHARES;
        for (int i = 0; i < hostile; i++) {
            final TradeList trades = extraction.of(hostileUpdate);
            sum = trades.size() == 0
                    ? sum
                    : sum.add(BigInteger.valueOf(trades.get(0).lamports()));
        }
        final ExtractCounters counters = extraction.counters;
        assertThat(sum.bitLength()).isLessThanOrEqualTo(63);
        assertThat(counters.excessive().get()).isPositive();
        assertThat(counters.traded().get() + counters.excessive().get()).isEqualTo(hostile);
        assertThat(counters.outcome(program, Outcome.TRADE).get()).isEqualTo(hostile);
        assertThat(extract(program, true, 100 * SOL, 5).size())
                .as("an honest trade beside %d hostile ones", hostile)
                .isEqualTo(1);
    }

    @Test
    void shouldKeepTheIdsOfTheTradesThatStay() {
        extract(DexProgram.PUMP_FUN, true, SwapDecoder.MAX_LAMPORTS, 5);
        final UpdateBuilder update = update();
        Swaps.swap(update, DexProgram.PUMP_FUN, true, SwapDecoder.MAX_LAMPORTS, 5);
        Swaps.swap(update, DexProgram.PUMP_SWAP, true, SOL, 5);
        final TradeList trades = extraction.of(update);
        assertThat(trades.size()).isEqualTo(1);
        assertThat(trades.get(0).lamports()).isEqualTo(SOL);
        assertThat(trades.get(0).id() & 0xFFF).isEqualTo(3);
    }

    /** Random amounts up to u64 max through both stages: every row that leaves the engine is the exact sum. */
    @Test
    void shouldNeverGiveAWrongSum() {
        final long seed = 20_261_124;
        final Random random = new Random(seed);
        final RollingMetricsHandler metrics = new RollingMetricsHandler(new RollingMetrics());
        final List<Trade> passed = new ArrayList<>();
        final DexProgram[] programs = DexProgram.values();
        for (int i = 0; i < 6_000; i++) {
            final long lamports = -1L >>> random.nextInt(i < 3_000 ? 15 : 64);
            final TradeList trades =
                    extract(programs[random.nextInt(programs.length)], i % 3 != 0, lamports, random.nextLong());
            if (trades.size() == 1) {
                passed.add(new Trade().set(trades.get(0)));
            }
            metrics.onEvent(extraction.event, i, true);
            if (i % 100 == 99) {
                assertExact(passed, extraction.event.metrics(), "seed " + seed + ", trade " + i);
            }
        }
        assertThat(extraction.counters.excessive().get()).as("seed %d", seed).isPositive();
        assertThat(extraction.outcomes(Outcome.MALFORMED)).as("seed %d", seed).isGreaterThan(500);
        assertThat(extraction.counters.transactions().get())
                .isEqualTo(extraction.counters.traded().get()
                        + extraction.counters.tradeless().get());
    }

    private static void assertExact(final List<Trade> trades, final MetricsRows rows, final String when) {
        BigInteger net = BigInteger.ZERO;
        BigInteger dca = BigInteger.ZERO;
        for (final Trade trade : trades) {
            final BigInteger lamports = BigInteger.valueOf(trade.lamports());
            final BigInteger flow = trade.side() == Side.BUY ? lamports : lamports.negate();
            net = net.add(flow);
            dca = trade.dca() ? dca.add(flow) : dca;
        }
        if (rows.size() == 0) {
            return;
        }
        assertThat(rows.size()).as(when).isEqualTo(1);
        for (final Window window : Window.values()) {
            assertThat(BigInteger.valueOf(rows.values()[MetricsRows.NET_FLOW_LAMPORTS + window.index()]))
                    .as("%s, %s", when, window)
                    .isEqualTo(net);
        }
        assertThat(BigInteger.valueOf(rows.values()[MetricsRows.DCA_FLOW_LAMPORTS_300S]))
                .as(when)
                .isEqualTo(dca);
    }
}
