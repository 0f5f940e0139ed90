package io.solflow.core.program;

import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.USER;
import static io.solflow.core.program.Swaps.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

final class TraderTest {

    private static final Pubkey PAYER = key("payer");

    private static UpdateBuilder swap(final DexProgram program, final int height, final Pubkey... signers) {
        final UpdateBuilder update = new UpdateBuilder().signers(signers).balance(MINT, 6);
        if (height == 2) {
            update.top(FOREIGN, new byte[9]);
        }
        return switch (program) {
            case PUMP_FUN -> Swaps.pumpFun(update, height, true);
            case PUMP_SWAP -> Swaps.pumpSwap(update, height, true);
            case BONK_SWAP -> Swaps.bonkSwap(update, height, true);
            case MOONSHOT -> moonshot(update, height);
            case JUPITER_DCA -> Swaps.jupiterDca(update, true);
        };
    }

    private static UpdateBuilder moonshot(final UpdateBuilder update, final int height) {
        final Pubkey program = DexProgram.MOONSHOT.programId();
        return update.at(height, program, Swaps.instruction("buy", 33), Swaps.moonshotAccounts())
                .inner(height + 1, program, Swaps.cpi(Swaps.moonshotEvent(true, Swaps.SOL)), Swaps.AUTHORITY);
    }

    private static Pubkey wallet(final DexProgram program, final int height, final Pubkey... signers) {
        return Decoding.of(program, swap(program, height, signers))
                .onlyTrade()
                .wallet()
                .toPubkey();
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JUPITER_DCA")
    void shouldBeTheProgramsUserWhereItSignedOrCalledTheProgramItself(final DexProgram program) {
        assertThat(wallet(program, 1, PAYER)).as("top level").isEqualTo(USER);
        assertThat(wallet(program, 2, PAYER, USER)).as("a second signer").isEqualTo(USER);
        assertThat(wallet(program, 2, USER)).as("pays itself").isEqualTo(USER);
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "JUPITER_DCA")
    void shouldBeTheFeePayerBehindAnUnsignedAccountOfARouter(final DexProgram program) {
        assertThat(wallet(program, 2, PAYER)).isEqualTo(PAYER);
        assertThat(wallet(program, 2, PAYER, key("cosigner"))).isEqualTo(PAYER);
    }

    @ParameterizedTest
    @EnumSource(names = "JUPITER_DCA")
    void shouldBeTheOwnerOfAnOrderWhoeverFillsIt(final DexProgram program) {
        assertThat(wallet(program, 1, PAYER)).isEqualTo(USER);
    }
}
