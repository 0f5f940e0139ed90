package io.solflow.core.program;

import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.SOL;
import static io.solflow.core.program.Swaps.USER;
import static io.solflow.core.program.Swaps.VAULT_X;
import static io.solflow.core.program.Swaps.VAULT_Y;
import static io.solflow.core.program.Swaps.transfer;
import static io.solflow.core.program.Swaps.transferChecked;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Key32;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.TransactionView;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecimalsTest {

    private static int decimals(final UpdateBuilder update) {
        final byte[] bytes = update.build();
        final TransactionView transaction = new TransactionView();
        assertThat(transaction.wrap(bytes, 0, bytes.length)).isTrue();
        return new Decimals().of(transaction, new Key32().set(MINT), Decimals.UNKNOWN);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 6, 9, 19})
    void shouldReadThemFromTheMintsTokenBalance(final int decimals) {
        assertThat(decimals(new UpdateBuilder().balance(SOL, 9).balance(MINT, decimals)))
                .isEqualTo(decimals);
    }

    @ParameterizedTest
    @ValueSource(ints = {20, 255, Integer.MAX_VALUE})
    void shouldNotBelieveAbsurdOnes(final int decimals) {
        assertThat(decimals(new UpdateBuilder().balance(MINT, decimals))).isEqualTo(Decimals.UNKNOWN);
    }

    @Test
    void shouldTakeThemFromACheckedTransferWhenNoBalanceIsThere() {
        assertThat(decimals(new UpdateBuilder()
                        .top(Pubkey.TOKEN_PROGRAM, transferChecked(5, 9), VAULT_X, SOL, VAULT_Y, USER)
                        .top(Pubkey.TOKEN_2022_PROGRAM, transferChecked(5, 4), VAULT_X, MINT, VAULT_Y, USER)))
                .isEqualTo(4);
    }

    @Test
    void shouldPassOverABalanceWithoutAmount() {
        assertThat(decimals(new UpdateBuilder().balanceWithoutAmount(MINT))).isEqualTo(Decimals.UNKNOWN);
        assertThat(decimals(new UpdateBuilder().balanceWithoutAmount(MINT).balance(MINT, 6)))
                .isEqualTo(6);
        assertThat(decimals(new UpdateBuilder()
                        .balanceWithoutAmount(MINT)
                        .top(Pubkey.TOKEN_PROGRAM, transferChecked(5, 9), VAULT_X, MINT, VAULT_Y, USER)))
                .isEqualTo(9);
    }

    @Test
    void shouldTakeThemFromATransferWithFee() {
        final byte[] withFee = new Borsh().u8(26).u8(1).u64(5).u8(3).u64(1).toByteArray();
        assertThat(decimals(new UpdateBuilder().top(Pubkey.TOKEN_2022_PROGRAM, withFee, VAULT_X, MINT, VAULT_Y, USER)))
                .isEqualTo(3);
        assertThat(decimals(new UpdateBuilder().top(Pubkey.TOKEN_PROGRAM, withFee, VAULT_X, MINT, VAULT_Y, USER)))
                .isEqualTo(Decimals.UNKNOWN);
    }

    @Test
    void shouldNotGuess() {
        assertThat(decimals(new UpdateBuilder()
                        .balance(SOL, 9)
                        .top(Pubkey.TOKEN_PROGRAM, transfer(5), VAULT_X, MINT, USER)
                        .top(FOREIGN, transferChecked(5, 4), VAULT_X, MINT, VAULT_Y, USER)))
                .isEqualTo(Decimals.UNKNOWN);
    }
}
