package io.solflow.core.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** Trades that move to another place in their slot, and transactions that leave it. */
class RollingMetricsMoveTest {

    private static final int RUNS = 200;
    private static final long START_SECONDS = 1_780_000_000L;
    private static final long SLOT = 400_000_000L;
    private static final int FREE_PLACE = ChainPosition.MAX_TOLD_TX_INDEX + 1;

    @Test
    void shouldEqualAnEngineThatKnewThePositionsFromTheStart() {
        for (int seed = 0; seed < RUNS; seed++) {
            final Random random = new Random(seed);
            final List<List<NaiveMetrics.Row>> transactions = transactions(random);
            final EngineRun expected = new EngineRun(new RollingMetrics(true));
            transactions.forEach(expected::transaction);

            final EngineRun actual = new EngineRun(new RollingMetrics(true));
            final List<List<NaiveMetrics.Row>> toMove = new ArrayList<>();
            for (final List<NaiveMetrics.Row> transaction : transactions) {
                if (random.nextBoolean()) {
                    actual.transaction(transaction);
                } else {
                    actual.transaction(unpositioned(transaction));
                    toMove.add(transaction);
                }
                if (!toMove.isEmpty() && random.nextInt(3) == 0) {
                    move(actual, toMove.remove(random.nextInt(toMove.size())));
                }
            }
            Collections.shuffle(toMove, random);
            toMove.forEach(transaction -> move(actual, transaction));

            assertThat(actual.flags).as("seed %d", seed).isEqualTo(expected.flags);
            assertSameRows(seed, actual, expected);
        }
    }

    @Test
    void shouldEqualAnEngineThatNeverSawTheDeadTransactions() {
        for (int seed = 0; seed < RUNS; seed++) {
            final Random random = new Random(seed);
            final List<List<NaiveMetrics.Row>> transactions = transactions(random);
            final List<List<NaiveMetrics.Row>> dead = new ArrayList<>();
            final EngineRun actual = new EngineRun(new RollingMetrics(true));
            transactions.forEach(actual::transaction);
            final EngineRun expected = new EngineRun(new RollingMetrics(true));
            for (final List<NaiveMetrics.Row> transaction : transactions) {
                if (random.nextInt(4) == 0) {
                    dead.add(transaction);
                } else {
                    expected.transaction(transaction);
                }
            }
            Collections.shuffle(dead, random);
            for (final List<NaiveMetrics.Row> transaction : dead) {
                final long id = transaction.get(0).id;
                assertThat(actual.transactionDead(ChainPosition.slot(id), ChainPosition.txIndex(id))
                                .takenBack())
                        .isTrue();
            }
            final long end = START_SECONDS + 100;
            actual.slotEnd(end);
            expected.slotEnd(end);

            assertThat(actual.flags).as("seed %d", seed).isEqualTo(expected.flags);
            assertSameRows(seed, actual, expected);
        }
    }

    @Test
    void shouldKeepATransactionThatIsTooOldToBeRemembered() {
        final EngineRun engine = new EngineRun(new RollingMetrics(true));
        engine.transaction(List.of(new NaiveMetrics.Row(0, 0, ChainPosition.of(SLOT, 1, 0), START_SECONDS, 5, false)));
        engine.transaction(List.of(new NaiveMetrics.Row(
                0, 0, ChainPosition.of(SLOT + UnsettledTrades.SLOTS, 1, 0), START_SECONDS, 5, false)));
        assertThat(engine.transactionDead(SLOT, 1).takenBack()).isFalse();
    }

    /** Few wallets and mints, many trades a second: the order within a second decides which trades are bot trades. */
    private static List<List<NaiveMetrics.Row>> transactions(final Random random) {
        final List<List<NaiveMetrics.Row>> transactions = new ArrayList<>();
        final int wallets = 1 + random.nextInt(4);
        for (int i = 0; i < 150; i++) {
            final List<NaiveMetrics.Row> trades = new ArrayList<>();
            final int slot = i / 10;
            for (int ordinal = random.nextInt(3); ordinal >= 0; ordinal--) {
                trades.add(
                        0,
                        new NaiveMetrics.Row(
                                random.nextInt(3),
                                random.nextInt(wallets),
                                ChainPosition.of(SLOT + slot, i % 10, 2 * ordinal),
                                START_SECONDS + 9L * slot * random.nextInt(2),
                                random.nextInt(1_000) - 500,
                                random.nextInt(5) == 0));
            }
            transactions.add(trades);
        }
        return transactions;
    }

    /** The same trades at a free place, in another order than the positions have. */
    private static List<NaiveMetrics.Row> unpositioned(final List<NaiveMetrics.Row> transaction) {
        return transaction.stream()
                .map(row -> new NaiveMetrics.Row(
                        row.mint, row.wallet, unpositioned(row.id), row.seconds, row.flow, row.dca))
                .toList();
    }

    private static long unpositioned(final long id) {
        return ChainPosition.of(
                ChainPosition.slot(id), FREE_PLACE + 9 - ChainPosition.txIndex(id), ChainPosition.ordinal(id));
    }

    private static void move(final EngineRun engine, final List<NaiveMetrics.Row> transaction) {
        final UpdateEvent event = engine.next();
        for (final NaiveMetrics.Row row : transaction) {
            EngineRun.fill(event.trades().add(), row).movedFromId(unpositioned(row.id));
        }
        event.kind(UpdateKind.TRANSACTION);
        engine.play(event);
    }

    private static void assertSameRows(final int seed, final EngineRun actual, final EngineRun expected) {
        final Map<Integer, long[]> zero = new TreeMap<>(expected.rows);
        actual.rows.forEach((mint, row) -> assertThat(row)
                .as("seed %d, mint %d", seed, mint)
                .isEqualTo(zero.getOrDefault(mint, new long[row.length])));
        assertThat(actual.rows.keySet()).as("seed %d", seed).containsAll(expected.rows.keySet());
    }
}
