package io.solflow.core.program;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.Side;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;
import java.util.ArrayList;
import java.util.List;

/** Runs one program's decoder over all its instructions of an update, as extraction does. */
final class Decoding implements SwapOutcomes {

    private final TradeList trades = new TradeList();
    private final List<Outcome> outcomes = new ArrayList<>();

    private int addedTrades;
    private boolean hiddenKnown;

    private Decoding() {}

    static Decoding of(final DexProgram program, final UpdateBuilder update) {
        return of(program, update.build());
    }

    static Decoding of(final DexProgram program, final byte[] update) {
        final Decoding decoding = new Decoding();
        final TransactionView transaction = new TransactionView();
        assertThat(transaction.wrap(update, 0, update.length)).isTrue();
        final InstructionView instruction = new InstructionView(transaction);
        final SwapDecoder decoder = program.newDecoder();
        for (int i = 0; i < transaction.instructionCount(); i++) {
            if (instruction.moveTo(i).programIs(program.programId())) {
                final int before = decoding.outcomes.size();
                decoder.decode(instruction, decoding.trades, decoding);
                assertThat(decoding.outcomes.size()).as("outcomes").isGreaterThan(before);
            }
        }
        if (!transaction.innerShown()) {
            decoding.hiddenKnown = decoder.decodeHidden(transaction, decoding.trades, decoding);
        }
        return decoding;
    }

    @Override
    public void ended(final Outcome outcome) {
        final boolean traded = outcome == Outcome.TRADE || outcome == Outcome.BY_EVENT;
        addedTrades += traded ? 1 : 0;
        assertThat(trades.size()).as("trades added with outcome %s", outcome).isEqualTo(addedTrades);
        outcomes.add(outcome);
    }

    /** Without legs it is none. */
    @Override
    public void filledOverAnother(final Outcome added) {
        trades.removeLast();
        trades.removeLast();
        ended(Outcome.SKIPPED);
    }

    /** True when the log tells whether there were invocations that are not shown. */
    boolean hiddenKnown() {
        return hiddenKnown;
    }

    List<Outcome> outcomes() {
        return outcomes;
    }

    TradeList trades() {
        return trades;
    }

    /** The outcome of the program's first instruction. */
    Outcome first() {
        return outcomes.get(0);
    }

    Trade onlyTrade() {
        assertThat(outcomes)
                .filteredOn(outcome -> outcome == Outcome.TRADE || outcome == Outcome.BY_EVENT)
                .hasSize(1);
        return trades.get(0);
    }

    /** Checks the only trade against the amounts that {@link Swaps} uses. */
    void assertStandardTrade(final Side side, final long time) {
        final Trade trade = onlyTrade();
        assertThat(trade.mint().toPubkey()).isEqualTo(Swaps.MINT);
        assertThat(trade.wallet().toPubkey()).isEqualTo(Swaps.USER);
        assertThat(trade.side()).isEqualTo(side);
        assertThat(trade.lamports()).isEqualTo(Swaps.LAMPORTS);
        assertThat(trade.baseUnits()).isEqualTo(Swaps.BASE_UNITS);
        assertThat(trade.decimals()).isEqualTo(6);
        assertThat(trade.timestampSeconds()).isEqualTo(time);
    }
}
