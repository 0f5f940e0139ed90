package io.solflow.core.wire;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.program.RecordedRun;
import io.solflow.core.program.Swaps;
import io.solflow.core.program.UpdateBuilder;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class LoggedHeightsTest {

    private static final Pubkey OTHER = Swaps.key("other program");
    private static final byte[] DATA = new byte[9];

    private static RecordedRun run() {
        return new RecordedRun()
                .precompile()
                .invoke(Swaps.FOREIGN, DATA)
                .invoke(OTHER, DATA)
                .run(Pubkey.TOKEN_PROGRAM, Swaps.tokenBatch(0, Swaps.transfer(5), 0, Swaps.transfer(6)))
                .invoke(Swaps.FOREIGN, DATA)
                .run(OTHER, DATA)
                .end()
                .end()
                .run(OTHER, DATA)
                .end()
                .run(OTHER, DATA);
    }

    private static int[] heights(final UpdateBuilder update) {
        final TransactionView transaction = new TransactionView();
        final byte[] bytes = update.build();
        assertThat(transaction.wrap(bytes, 0, bytes.length)).isTrue();
        return IntStream.range(0, transaction.instructionCount())
                .map(transaction::stackHeight)
                .toArray();
    }

    @Test
    void shouldComeFromTheLogWhereTheServerDidNotRecordThem() {
        assertThat(heights(run().into(new UpdateBuilder()))).containsExactly(1, 1, 2, 3, 3, 3, 4, 2, 1);
        assertThat(heights(run().withoutHeights(new UpdateBuilder()))).containsExactly(1, 1, 2, 3, 3, 3, 4, 2, 1);
    }

    @Test
    void shouldStayUnknownWithoutALog() {
        assertThat(heights(run().withoutLog(new UpdateBuilder().withoutHeights())))
                .containsExactly(1, 1, 0, 0, 0, 0, 0, 0, 1);
    }

    @Test
    void shouldStayUnknownWhereTheLogTellsOfMoreOrLess() {
        assertThat(heights(run().withoutHeights(new UpdateBuilder()).log("Program " + OTHER + " invoke [1]")))
                .as("one more")
                .contains(0);
        assertThat(heights(run().withoutHeights(new UpdateBuilder()).top(OTHER, DATA)))
                .as("one less")
                .contains(0);
        assertThat(heights(run().withoutHeights(new UpdateBuilder().log("Log truncated"))))
                .as("truncated")
                .contains(0);
    }

    @Test
    void shouldStayUnknownWhereTheLogNamesAnotherProgram() {
        final UpdateBuilder update = new UpdateBuilder()
                .withoutHeights()
                .top(OTHER, DATA)
                .inner(2, OTHER, DATA)
                .log(
                        "Program " + OTHER + " invoke [1]",
                        "Program " + Swaps.FOREIGN + " invoke [2]",
                        "Program " + Swaps.FOREIGN + " success",
                        "Program " + OTHER + " success");

        assertThat(heights(update)).containsExactly(1, 0);
    }
}
