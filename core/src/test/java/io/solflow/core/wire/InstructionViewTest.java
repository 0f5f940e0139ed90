package io.solflow.core.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.solflow.core.chain.Key32;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.program.UpdateBuilder;
import org.junit.jupiter.api.Test;

class InstructionViewTest {

    private static final Pubkey PROGRAM = Pubkey.of("Vote111111111111111111111111111111111111111");
    private static final Pubkey OTHER = Pubkey.of("SysvarRent111111111111111111111111111111111");
    private static final byte[] DATA = {1, 2, 3, 4, 5, 6, 7, (byte) 0x80, 9};

    private final TransactionView transaction = new TransactionView();
    private final InstructionView instruction = new InstructionView(transaction);

    @Test
    void shouldReadDataLittleEndian() {
        wrap(new UpdateBuilder().top(PROGRAM, DATA, OTHER));

        assertThat(instruction.dataLength()).isEqualTo(9);
        assertThat(instruction.discriminator()).isEqualTo(0x8007060504030201L);
        assertThat(instruction.i64(1)).isEqualTo(0x0980070605040302L);
        assertThat(instruction.u8(7)).isEqualTo(0x80);
    }

    @Test
    void shouldRefuseToReadBeyondTheData() {
        wrap(new UpdateBuilder().top(PROGRAM, DATA, OTHER));

        assertThatThrownBy(() -> instruction.i64(2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> instruction.u8(9)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> instruction.u8(-1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> instruction.key(0, new Key32())).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> instruction.u8(Integer.MAX_VALUE)).isInstanceOf(IndexOutOfBoundsException.class);
    }

    @Test
    void shouldHaveNoDiscriminatorInShortData() {
        wrap(new UpdateBuilder().top(PROGRAM, new byte[] {1, 2, 3, 4, 5, 6, 7}));

        assertThat(instruction.discriminator()).isZero();
    }

    @Test
    void shouldNameProgramAndAccounts() {
        wrap(new UpdateBuilder().top(PROGRAM, DATA, OTHER, PROGRAM));
        final Key32 account = new Key32();

        assertThat(instruction.programIs(PROGRAM)).isTrue();
        assertThat(instruction.programIs(OTHER)).isFalse();
        assertThat(instruction.accountCount()).isEqualTo(2);
        assertThat(instruction.accountIs(0, OTHER)).isTrue();
        assertThat(instruction.accountIs(2, OTHER)).isFalse();
        assertThat(instruction.account(1, account)).isTrue();
        assertThat(account.toPubkey()).isEqualTo(PROGRAM);
        assertThat(instruction.account(2, account)).isFalse();
        assertThat(account.toPubkey()).isEqualTo(PROGRAM);
    }

    @Test
    void shouldWalkInstructionsInExecutionOrder() {
        wrap(new UpdateBuilder()
                .top(PROGRAM, new byte[] {1})
                .inner(2, OTHER, new byte[] {2})
                .inner(3, OTHER, new byte[] {3})
                .top(PROGRAM, new byte[] {4}));

        assertThat(transaction.instructionCount()).isEqualTo(4);
        for (int i = 0; i < 4; i++) {
            assertThat(instruction.moveTo(i).u8(0)).isEqualTo(i + 1);
        }
        assertThat(instruction.moveTo(2).stackHeight()).isEqualTo(3);
        assertThat(transaction.outerIndex(2)).isZero();
        assertThat(transaction.innerIndex(2)).isEqualTo(1);
        assertThat(transaction.outerIndex(3)).isEqualTo(1);
        assertThat(transaction.innerIndex(3)).isEqualTo(TransactionView.TOP_LEVEL);
    }

    private void wrap(final UpdateBuilder update) {
        final byte[] bytes = update.build();
        assertThat(transaction.wrap(bytes, 0, bytes.length)).isTrue();
        instruction.moveTo(0);
    }
}
