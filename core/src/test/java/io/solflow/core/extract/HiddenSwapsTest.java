package io.solflow.core.extract;

import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.TIME;
import static io.solflow.core.program.Swaps.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.core.program.RecordedRun;
import io.solflow.core.program.Swaps;
import io.solflow.core.program.UpdateBuilder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Routed swaps in transactions without inner instructions: a trade or counted, never nothing. */
final class HiddenSwapsTest {

    private final Extraction extraction = new Extraction();

    private static UpdateBuilder update() {
        return new UpdateBuilder().balance(MINT, 6);
    }

    private long malformed(final DexProgram program) {
        return extraction.counters.outcome(program, Outcome.MALFORMED).get();
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountWhatOnlyTheLogTellsOf(final DexProgram program) {
        final RecordedRun run = new RecordedRun()
                .invoke(FOREIGN, new byte[9])
                .run(program.programId(), new byte[24], USER)
                .end();

        assertThat(extraction.of(run.withoutInner(update())).size()).isZero();
        assertThat(malformed(program)).isEqualTo(1);
        assertThat(extraction.outcomes(Outcome.MALFORMED)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountAProgramAmongTheKeysWhereThereIsNoLog(final DexProgram program) {
        extraction.of(update().top(FOREIGN, new byte[9], USER, program.programId()));

        assertThat(malformed(program)).isEqualTo(1);
        assertThat(extraction.outcomes(Outcome.MALFORMED)).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void shouldCountNothingWhereTheLogShowsThatTheProgramDidNotRun(final DexProgram program) {
        extraction.of(
                new RecordedRun().run(FOREIGN, new byte[9], program.programId()).into(update()));

        assertThat(extraction.outcomes(Outcome.MALFORMED)).isZero();
    }

    @Test
    void shouldCountAShownInstructionOnce() {
        extraction.of(update().top(
                        DexProgram.PUMP_FUN.programId(),
                        Swaps.instruction("buy", 24),
                        Swaps.pumpFunAccounts(MINT, USER)));

        assertThat(malformed(DexProgram.PUMP_FUN)).isEqualTo(1);
    }

    @Test
    void shouldReadTheShownAndTheHiddenSwapOfOneTransaction() {
        final RecordedRun run = new RecordedRun()
                .invoke(
                        DexProgram.PUMP_FUN.programId(),
                        Swaps.instruction("buy", 24),
                        Swaps.pumpFunAccounts(MINT, USER))
                .emit(Swaps.pumpFunEvent(true, 5, 6, TIME))
                .end()
                .invoke(FOREIGN, new byte[9])
                .invoke(
                        DexProgram.PUMP_FUN.programId(),
                        Swaps.instruction("sell", 24),
                        Swaps.pumpFunAccounts(MINT, USER))
                .emit(Swaps.pumpFunEvent(false, 7, 8, TIME))
                .end()
                .end();

        assertThat(extraction.of(run.withoutInner(update())).size()).isEqualTo(2);
        assertThat(extraction.event.trades().get(0).ordinal()).isEqualTo(1);
        assertThat(extraction.event.trades().get(1).ordinal()).isEqualTo(4);
        assertThat(extraction.outcomes(Outcome.TRADE)).isEqualTo(2);
    }

    @Test
    void shouldRefuseAProofThatStandsTooFarBackForAnId() {
        final RecordedRun run = new RecordedRun().invoke(FOREIGN, new byte[9]);
        for (int i = 0; i < ChainPosition.MAX_ORDINAL - 2; i++) {
            run.run(FOREIGN, new byte[1]);
        }
        run.invoke(DexProgram.PUMP_FUN.programId(), Swaps.instruction("buy", 24), Swaps.pumpFunAccounts(MINT, USER))
                .emit(Swaps.pumpFunEvent(true, 5, 6, TIME))
                .emit(Swaps.pumpFunEvent(true, 7, 8, TIME))
                .end()
                .end();

        assertThat(extraction.of(run.withoutInner(update())).size()).isEqualTo(1);
        assertThat(extraction.event.trades().get(0).ordinal()).isEqualTo(ChainPosition.MAX_ORDINAL);
        assertThat(malformed(DexProgram.PUMP_FUN)).isEqualTo(1);
    }
}
