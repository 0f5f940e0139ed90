package io.solflow.core.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import java.util.EnumSet;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class DexProgramTest {

    @Test
    void shouldNeverChangeCodesThatDatabasesHold() {
        assertThat(DexProgram.values())
                .extracting(DexProgram::code, DexProgram::label, program -> program.programId()
                        .toString())
                .startsWith(
                        tuple(1, "PumpFun", "6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P"),
                        tuple(2, "PumpSwap", "pAMMBay6oceH9fJKBRHGP5D4bD4sWpmSwMn52FMfXEA"),
                        tuple(3, "Moonshot", "MoonCVVNZFSYkqNXP6bxHLPL6QQJiMagDL3qcqUQTrG"),
                        tuple(4, "BonkSwap", "BSwp6bEBihVLdqJRKGgzjcGLHkcTuzmSo1TQkHepzH8p"),
                        tuple(5, "JupiterDCA", "DCA265Vj8a9CEuX1eb1LWRnDT7uK6q1xMipnNyatn23M"));
    }

    @Test
    void shouldHaveUniqueCodesLabelsAndIds() {
        assertThat(DexProgram.values()).extracting(DexProgram::code).doesNotHaveDuplicates();
        assertThat(DexProgram.values()).extracting(DexProgram::label).doesNotHaveDuplicates();
        assertThat(DexProgram.values()).extracting(DexProgram::programId).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void shouldBeFoundByCodeLabelAndId(final DexProgram program) {
        assertThat(DexProgram.ofCode(program.code())).isEqualTo(program);
        assertThat(DexProgram.ofLabel(program.label())).isEqualTo(program);
        assertThat(new ProgramTable(EnumSet.allOf(DexProgram.class))
                        .find(program.programId().toBytes(), 0))
                .isEqualTo(program);
    }

    @Test
    void shouldNameWhatIsAllowed() {
        assertThatThrownBy(() -> DexProgram.ofLabel("Pumpfun"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("program 'Pumpfun', allowed: PumpFun, PumpSwap, Moonshot, BonkSwap, JupiterDCA");
        assertThatThrownBy(() -> DexProgram.ofCode(0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void shouldNotFindOtherIds() {
        final ProgramTable table = new ProgramTable(EnumSet.allOf(DexProgram.class));
        final long seed = 5;
        final Random random = new Random(seed);
        final byte[] id = new byte[40];
        for (int i = 0; i < 100_000; i++) {
            random.nextBytes(id);
            assertThat(table.find(id, 8)).as("seed %d, id %d", seed, i).isNull();
        }
        for (final DexProgram program : DexProgram.values()) {
            final byte[] almost = program.programId().toBytes();
            almost[31] ^= 1;
            assertThat(table.find(almost, 0)).isNull();
        }
    }

    @Test
    void shouldNotFindProgramsThatAreNotEnabled() {
        final ProgramTable table = new ProgramTable(EnumSet.of(DexProgram.MOONSHOT));
        assertThat(table.find(DexProgram.MOONSHOT.programId().toBytes(), 0)).isEqualTo(DexProgram.MOONSHOT);
        assertThat(table.find(DexProgram.PUMP_FUN.programId().toBytes(), 0)).isNull();
        assertThat(new ProgramTable(EnumSet.noneOf(DexProgram.class))
                        .find(DexProgram.PUMP_FUN.programId().toBytes(), 0))
                .isNull();
    }
}
