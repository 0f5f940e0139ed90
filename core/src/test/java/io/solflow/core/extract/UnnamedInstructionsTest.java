package io.solflow.core.extract;

import static io.solflow.core.program.Swaps.AUTHORITY;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.TIME;
import static io.solflow.core.program.Swaps.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.extract.UnnamedInstructions.Seen;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.core.program.Swaps;
import io.solflow.core.program.UpdateBuilder;
import java.util.EnumSet;
import org.junit.jupiter.api.Test;

final class UnnamedInstructionsTest {

    private static final long NEW = Discriminator.instruction("buy_v9");

    private static UpdateBuilder byEvent() {
        return new UpdateBuilder()
                .balance(MINT, 6)
                .top(DexProgram.PUMP_FUN.programId(), Swaps.instruction("buy_v9", 24), USER)
                .inner(2, DexProgram.PUMP_FUN.programId(), Swaps.cpi(Swaps.pumpFunEvent(true, 5, 6, TIME)), AUTHORITY);
    }

    @Test
    void shouldNameWhatIsUnknownOrToldByEventOnly() {
        final Extraction extraction = new Extraction();
        extraction.of(byEvent());
        extraction.of(byEvent());
        extraction.of(new UpdateBuilder()
                .top(DexProgram.BONK_SWAP.programId(), Swaps.instruction("buy_v9", 24), USER)
                .top(DexProgram.BONK_SWAP.programId(), Swaps.instruction("create_pool", 24), USER));

        assertThat(extraction.counters.unnamed().seen())
                .containsExactly(new Seen(DexProgram.PUMP_FUN, NEW, 2), new Seen(DexProgram.BONK_SWAP, NEW, 1));
        assertThat(extraction.counters.unnamed().seen().get(0).hex())
                .isEqualTo(String.format("%016x", Long.reverseBytes(NEW)))
                .hasSize(16);
        assertThat(extraction.counters.unnamed().others()).isZero();
        assertThat(extraction.outcomes(Outcome.BY_EVENT)).isEqualTo(2);
        assertThat(extraction.outcomes(Outcome.UNKNOWN)).isEqualTo(1);
        assertThat(extraction.counters.trades().get()).isEqualTo(2);
    }

    @Test
    void shouldNotNameThoseOfProgramsThatAreNotEnabled() {
        final Extraction extraction = new Extraction(EnumSet.of(DexProgram.MOONSHOT));
        extraction.of(byEvent());

        assertThat(extraction.counters.unnamed().seen()).isEmpty();
    }

    @Test
    void shouldCountTogetherWhatFindsNoRoom() {
        final UnnamedInstructions unnamed = new UnnamedInstructions();
        for (int i = 0; i < UnnamedInstructions.CAPACITY + 9; i++) {
            unnamed.count(DexProgram.PUMP_FUN, i);
        }
        unnamed.count(DexProgram.PUMP_FUN, 0);

        assertThat(unnamed.seen()).hasSize(UnnamedInstructions.CAPACITY);
        assertThat(unnamed.seen().get(0).count()).isEqualTo(2);
        assertThat(unnamed.others()).isEqualTo(9);
    }
}
