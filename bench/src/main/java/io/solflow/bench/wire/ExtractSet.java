package io.solflow.bench.wire;

import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.simulator.ExpectedTrade;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.simulator.SimulatedBlock;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/**
 * Ring entries as the source fills them, and how many trades the simulated market says are in them.
 *
 * @param events each with a transaction.
 * @param trades all of them together.
 */
public record ExtractSet(List<UpdateEvent> events, long trades) {

    private static final int SECONDS = 5;
    private static final int TRADES_PER_SECOND = 100;
    private static final int TOKENS = 100;
    private static final long SEED = 1;

    /** All transactions of a market. */
    public static ExtractSet market() {
        return of(transaction -> true);
    }

    /** The transactions of a market whose trades are all of one program. */
    static ExtractSet ofProgram(final String label) {
        return of(trades -> !trades.isEmpty()
                && trades.stream().allMatch(trade -> trade.programLabel().equals(label)));
    }

    private static ExtractSet of(final Predicate<List<ExpectedTrade>> wanted) {
        final List<UpdateEvent> events = new ArrayList<>();
        long trades = 0;
        try (MarketSimulator simulator = new MarketSimulator(
                MarketConfig.of(TRADES_PER_SECOND, TOKENS, SEED).lasting(SECONDS))) {
            for (SimulatedBlock block = simulator.nextSimulated(); block != null; block = simulator.nextSimulated()) {
                final Map<Integer, List<ExpectedTrade>> byTransaction = new HashMap<>();
                for (final ExpectedTrade trade : block.expected()) {
                    byTransaction
                            .computeIfAbsent(trade.txIndex(), index -> new ArrayList<>())
                            .add(trade);
                }
                for (final var transaction : block.block().transactions()) {
                    final List<ExpectedTrade> expected =
                            byTransaction.getOrDefault((int) transaction.getIndex(), List.of());
                    if (wanted.test(expected)) {
                        trades += expected.size();
                        events.add(event(
                                block,
                                BlockUpdates.plain()
                                        .transaction(block.block(), transaction)
                                        .toByteArray()));
                    }
                }
            }
        }
        return new ExtractSet(List.copyOf(events), trades);
    }

    private static UpdateEvent event(final SimulatedBlock block, final byte[] update) {
        final UpdateEvent event = new UpdateEvent();
        event.reset()
                .slot(block.block().slot())
                .time(block.block().blockTimeSeconds().orElseThrow(), TimeSource.BLOCK_TIME)
                .payload(update, 0, update.length)
                .kind(UpdateKind.TRANSACTION);
        return event;
    }
}
