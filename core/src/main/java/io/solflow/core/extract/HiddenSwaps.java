package io.solflow.core.extract;

import io.solflow.core.event.TradeList;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.core.program.ProgramTable;
import io.solflow.core.program.SwapDecoder;
import io.solflow.core.wire.TransactionView;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * What other programs made the supported ones do in a transaction that shows no inner instructions: its log tells of it, or
 * nobody does. Such a swap is a trade or counted as malformed of its program, never nothing. One thread.
 */
final class HiddenSwaps {

    private static final DexProgram[] ALL = DexProgram.values();

    private final ProgramTable programs;
    private final Map<DexProgram, SwapDecoder> decoders;
    private final Set<DexProgram> named = EnumSet.noneOf(DexProgram.class);

    HiddenSwaps(final ProgramTable programs, final Map<DexProgram, SwapDecoder> decoders) {
        this.programs = programs;
        this.decoders = decoders;
    }

    /** Adds the trades that the log tells, after those of the instructions that are shown. */
    void decode(final TransactionView transaction, final TradeList trades, final TradeTally tally) {
        if (!nameKeys(transaction)) {
            return;
        }
        // fills of DCA orders first: what their legs are is told before the legs are
        for (int i = ALL.length - 1; i >= 0; i--) {
            final DexProgram program = ALL[i];
            if (named.contains(program)) {
                tally.atHidden(program);
                final boolean known = decoders.get(program).decodeHidden(transaction, trades, tally);
                if (!known && !isShown(transaction, program)) {
                    tally.ended(Outcome.MALFORMED);
                }
            }
        }
    }

    /** Notes which programs are among the transaction's keys; false when none is. */
    private boolean nameKeys(final TransactionView transaction) {
        named.clear();
        final int keys = transaction.keyCount();
        for (int i = 0; i < keys; i++) {
            final int offset = transaction.keyOffset(i);
            final DexProgram program = offset < 0 ? null : programs.find(transaction.bytes(), offset);
            if (program != null) {
                named.add(program);
            }
        }
        return !named.isEmpty();
    }

    private static boolean isShown(final TransactionView transaction, final DexProgram program) {
        for (int i = 0; i < transaction.instructionCount(); i++) {
            final int offset = transaction.programOffset(i);
            if (offset >= 0 && program.programId().matches(transaction.bytes(), offset)) {
                return true;
            }
        }
        return false;
    }
}
