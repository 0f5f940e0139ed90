package io.solflow.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.program.Borsh;
import io.solflow.core.program.Swaps;
import io.solflow.core.program.UpdateBuilder;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TokenBatchTest {

    private static final Pubkey A = Swaps.key("a");
    private static final Pubkey B = Swaps.key("b");
    private static final Pubkey C = Swaps.key("c");
    private static final Pubkey OWNER = Swaps.key("owner");
    private static final byte[] TWO = Swaps.tokenBatch(3, Swaps.transfer(5), 4, Swaps.transferChecked(6, 9));

    private final TransactionView transaction = new TransactionView();
    private final InstructionView instruction = new InstructionView(transaction);

    private void wrap(final UpdateBuilder update) {
        final byte[] bytes = update.build();
        assertThat(transaction.wrap(bytes, 0, bytes.length)).isTrue();
    }

    private static UpdateBuilder batch(final Pubkey program, final byte[] data) {
        return new UpdateBuilder()
                .top(Swaps.FOREIGN, new byte[9], OWNER)
                .inner(2, program, data, A, B, OWNER, B, C, A, OWNER)
                .inner(2, Swaps.FOREIGN, new byte[] {7}, C);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA", "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb"})
    void shouldStandAsItsEntriesInItsPlace(final String program) {
        wrap(batch(Pubkey.of(program), TWO));

        assertThat(transaction.instructionCount()).isEqualTo(4);
        assertThat(transaction.orphanedInstructions()).isFalse();
        assertThat(transaction.innerShown()).isTrue();
        for (final int entry : new int[] {1, 2}) {
            assertThat(instruction.moveTo(entry).programIs(Pubkey.of(program))).isTrue();
            assertThat(instruction.stackHeight()).isEqualTo(2);
            assertThat(transaction.outerIndex(entry)).isZero();
            assertThat(transaction.innerIndex(entry)).isZero();
        }
        assertThat(instruction.moveTo(1).dataLength()).isEqualTo(9);
        assertThat(instruction.u8(0)).isEqualTo(3);
        assertThat(instruction.i64(1)).isEqualTo(5);
        assertThat(instruction.accountCount()).isEqualTo(3);
        assertThat(instruction.accountIs(1, B)).isTrue();
        assertThat(instruction.moveTo(2).i64(1)).isEqualTo(6);
        assertThat(instruction.accountCount()).isEqualTo(4);
        assertThat(instruction.accountIs(0, B)).isTrue();
        assertThat(instruction.accountIs(3, OWNER)).isTrue();
        assertThat(instruction.moveTo(3).u8(0)).isEqualTo(7);
        assertThat(transaction.innerIndex(3)).isEqualTo(1);
    }

    @Test
    void shouldBeUnpackedAtTopLevelWithoutShowingInnerInstructions() {
        wrap(new UpdateBuilder()
                .top(Pubkey.TOKEN_PROGRAM, TWO, A, B, OWNER, B, C, A, OWNER)
                .top(Swaps.FOREIGN, new byte[] {7}, C));

        assertThat(transaction.instructionCount()).isEqualTo(3);
        assertThat(transaction.innerShown()).isFalse();
        assertThat(transaction.innerIndex(1)).isEqualTo(TransactionView.TOP_LEVEL);
        assertThat(transaction.stackHeight(1)).isEqualTo(1);
        assertThat(transaction.outerIndex(2)).isEqualTo(1);
    }

    @Test
    void shouldIgnoreAccountsBeyondTheLastEntry() {
        wrap(batch(Pubkey.TOKEN_PROGRAM, Swaps.tokenBatch(3, Swaps.transfer(5))));

        assertThat(transaction.instructionCount()).isEqualTo(3);
        assertThat(transaction.accountCount(1)).isEqualTo(3);
    }

    @Test
    void shouldStayOneInstructionWhereItDoesNotAddUp() {
        assertOne(new byte[] {-1}, "no entry");
        assertOne(new byte[] {-1, 3}, "half a header");
        assertOne(new byte[] {-1, 3, 0}, "an entry without data");
        assertOne(Arrays.copyOf(TWO, TWO.length - 1), "cut");
        assertOne(Arrays.copyOf(TWO, TWO.length + 1), "a byte too many");
        assertOne(Swaps.tokenBatch(8, Swaps.transfer(5)), "more accounts than there are");
        assertOne(Swaps.tokenBatch(0, Swaps.tokenBatch(3, Swaps.transfer(5))), "a batch within");
    }

    private void assertOne(final byte[] data, final String what) {
        wrap(batch(Pubkey.TOKEN_PROGRAM, data));
        assertThat(transaction.instructionCount()).as(what).isEqualTo(3);
        assertThat(transaction.dataLength(1)).as(what).isEqualTo(data.length);
    }

    @Test
    void shouldStayOneInstructionOfAnotherProgram() {
        wrap(batch(Swaps.FOREIGN, TWO));

        assertThat(transaction.instructionCount()).isEqualTo(3);
    }

    /** No message of the chain holds so many; the table of instructions has an end. */
    @Test
    void shouldRejectMoreEntriesThanAnyTransactionHas() {
        final Borsh data = new Borsh().u8(255);
        for (int i = 0; i < 70_000; i++) {
            data.u8(0).u8(1).u8(9);
        }
        final byte[] bytes = batch(Pubkey.TOKEN_PROGRAM, data.toByteArray()).build();

        assertThat(transaction.wrap(bytes, 0, bytes.length)).isFalse();
    }
}
