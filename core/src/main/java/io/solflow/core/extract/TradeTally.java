package io.solflow.core.extract;

import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.core.program.SwapOutcomes;
import io.solflow.core.wire.InstructionView;
import java.util.Set;

/**
 * Gives each trade of a transaction its program as it is decoded, takes back those of an impossible time, and counts how
 * swaps ended. All programs are decoded; those that are not enabled leave no count. One thread.
 */
final class TradeTally implements SwapOutcomes {

    private final ExtractCounters counters;
    /** By program code. */
    private final boolean[] enabled;

    private UpdateEvent event;
    private TradeList trades;
    private DexProgram program;
    private long discriminator;
    private boolean fillsByEvent;
    private boolean fillUnread;
    private boolean hidden;

    TradeTally(final Set<DexProgram> enabledPrograms, final ExtractCounters counters) {
        this.counters = counters;
        int highestCode = 0;
        for (final DexProgram each : DexProgram.values()) {
            highestCode = Math.max(highestCode, each.code());
        }
        enabled = new boolean[highestCode + 1];
        for (final DexProgram each : enabledPrograms) {
            enabled[each.code()] = true;
        }
    }

    /** Begins a transaction. */
    void begin(final UpdateEvent newEvent) {
        event = newEvent;
        trades = newEvent.trades();
        fillsByEvent = false;
        fillUnread = false;
        hidden = false;
    }

    /** What follows is told by an instruction of this program. */
    void at(final DexProgram newProgram, final InstructionView instruction) {
        program = newProgram;
        discriminator = instruction.discriminator();
    }

    /** What follows is told by invocations of this program that the transaction does not show. */
    void atHidden(final DexProgram newProgram) {
        program = newProgram;
        hidden = true;
    }

    @Override
    public void ended(final Outcome outcome) {
        final boolean traded = outcome == Outcome.TRADE || outcome == Outcome.BY_EVENT;
        if (traded && !isBelieved(trades.get(trades.size() - 1))) {
            trades.removeLast();
            count(program, Outcome.MALFORMED);
            return;
        }
        if (traded) {
            trades.get(trades.size() - 1).programCode(program.code());
        }
        fillUnread |= outcome == Outcome.MALFORMED && program == DexProgram.JUPITER_DCA;
        if (outcome == Outcome.UNKNOWN || outcome == Outcome.BY_EVENT) {
            countUnnamed();
        }
        count(program, outcome);
    }

    /** A swap that is not shown beside a fill that cannot be read may be the fill's leg, which must not become a trade. */
    private boolean isBelieved(final Trade trade) {
        return TradeTimes.fits(event, trade) && !(hidden && fillUnread);
    }

    @Override
    public void filledOverAnother(final Outcome added) {
        trades.get(trades.size() - 1).programCode(program.code());
        trades.get(trades.size() - 2).programCode(program.code());
        if (added == Outcome.BY_EVENT) {
            fillsByEvent = true;
            countUnnamed();
        }
    }

    /** A fill over another token ended so. */
    void fillEnded(final Outcome outcome) {
        count(DexProgram.JUPITER_DCA, fillsByEvent && outcome == Outcome.TRADE ? Outcome.BY_EVENT : outcome);
    }

    /** A trade was only the execution of a DCA fill. */
    void leg(final Trade leg) {
        if (isEnabled(leg)) {
            counters.dcaLegs().increment();
        }
    }

    boolean isEnabled(final Trade trade) {
        return enabled[trade.programCode()];
    }

    private void countUnnamed() {
        if (enabled[program.code()]) {
            counters.unnamed().count(program, discriminator);
        }
    }

    private void count(final DexProgram of, final Outcome outcome) {
        if (enabled[of.code()]) {
            counters.outcome(of, outcome).increment();
        }
    }
}
