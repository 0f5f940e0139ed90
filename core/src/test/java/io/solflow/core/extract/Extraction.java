package io.solflow.core.extract;

import io.solflow.core.event.TimeSource;
import io.solflow.core.event.TradeList;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.core.program.Swaps;
import io.solflow.core.program.UpdateBuilder;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;

/** The extract stage on one ring entry, with all programs and its counters; the slot's block time is known. */
final class Extraction {

    final ExtractCounters counters = new ExtractCounters();
    final UpdateEvent event = new UpdateEvent();

    private final TradeExtractor extractor;

    /** All programs. */
    Extraction() {
        this(EnumSet.allOf(DexProgram.class));
    }

    /** Some programs. */
    Extraction(final Set<DexProgram> enabled) {
        extractor = new TradeExtractor(enabled, SeenTrades.forgetful(), counters);
    }

    TradeList of(final UpdateBuilder update) {
        return of(update.build());
    }

    /** Extracts an update of a slot whose block time is {@link Swaps#TIME}; the same one may come again and again. */
    TradeList of(final byte[] payload) {
        event.reset().time(Swaps.TIME, TimeSource.BLOCK_TIME).payload(payload, 0, payload.length);
        event.kind(UpdateKind.TRANSACTION);
        extractor.extract(event);
        return event.trades();
    }

    /** How many instructions of all programs ended so. */
    long outcomes(final Outcome outcome) {
        return Arrays.stream(DexProgram.values())
                .mapToLong(program -> counters.outcome(program, outcome).get())
                .sum();
    }
}
