package io.solflow.core.program;

import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.USER;
import static io.solflow.core.program.Swaps.key;
import static io.solflow.core.program.UpdateBuilder.dataLine;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;
import org.junit.jupiter.api.Test;

final class ProgramLogsTest {

    private static final Pubkey PROGRAM = key("emitter");
    private static final long EVENT = 0x1122_3344_5566_7788L;
    private static final int NOT_FOUND = -1;

    private static String invoke(final Pubkey program, final int depth) {
        return "Program " + program + " invoke [" + depth + "]";
    }

    private static String success(final Pubkey program) {
        return "Program " + program + " success";
    }

    private static String data(final int value) {
        return dataLine(new Borsh().u64(EVENT).u8(value).toByteArray());
    }

    /** The byte that the event of an instruction carries. */
    private static int find(final UpdateBuilder update, final int instruction) {
        final byte[] bytes = update.build();
        final TransactionView transaction = new TransactionView();
        assertThat(transaction.wrap(bytes, 0, bytes.length)).isTrue();
        final EventBody body = new EventBody();
        final ProgramLogs logs = new ProgramLogs(PROGRAM);
        logs.start(new InstructionView(transaction).moveTo(instruction));
        while (logs.next(body)) {
            if (logs.discriminator() == EVENT) {
                return body.u8(0);
            }
        }
        return NOT_FOUND;
    }

    private static UpdateBuilder two() {
        return new UpdateBuilder()
                .top(PROGRAM, new byte[24], USER)
                .inner(2, FOREIGN, new byte[9], USER)
                .top(PROGRAM, new byte[24], USER);
    }

    @Test
    void shouldGiveEachInvocationItsOwnEvent() {
        final UpdateBuilder update = two().log(
                        invoke(PROGRAM, 1),
                        "Program log: Instruction: Buy",
                        invoke(FOREIGN, 2),
                        success(FOREIGN),
                        data(1),
                        "Program " + PROGRAM + " consumed 5 of 9 compute units",
                        success(PROGRAM),
                        invoke(PROGRAM, 1),
                        data(2),
                        success(PROGRAM));
        assertThat(find(update, 0)).isEqualTo(1);
        assertThat(find(update, 2)).isEqualTo(2);
    }

    @Test
    void shouldNotGiveAnInvocationTheEventOfTheNext() {
        final UpdateBuilder update =
                two().log(invoke(PROGRAM, 1), success(PROGRAM), invoke(PROGRAM, 1), data(2), success(PROGRAM));
        assertThat(find(update, 0)).isEqualTo(NOT_FOUND);
    }

    @Test
    void shouldNotTakeDataThatAnInvokedProgramPrints() {
        final UpdateBuilder update =
                two().log(invoke(PROGRAM, 1), invoke(FOREIGN, 2), data(9), success(FOREIGN), data(1), success(PROGRAM));
        assertThat(find(update, 0)).isEqualTo(1);
    }

    @Test
    void shouldNotTakeDataOfAnotherTopLevelProgram() {
        final UpdateBuilder update = new UpdateBuilder()
                .top(FOREIGN, new byte[9], USER)
                .inner(2, PROGRAM, new byte[24], USER)
                .log(invoke(FOREIGN, 1), data(9), invoke(PROGRAM, 2), success(PROGRAM), data(9), success(FOREIGN));
        assertThat(find(update, 1)).isEqualTo(NOT_FOUND);
    }

    @Test
    void shouldNotBelievePrintedText() {
        final UpdateBuilder update = new UpdateBuilder()
                .top(FOREIGN, new byte[9], USER)
                .inner(2, PROGRAM, new byte[24], USER)
                .log(
                        invoke(FOREIGN, 1),
                        "Program log: " + invoke(PROGRAM, 2),
                        "Program log: " + data(9),
                        "Program log: x\n" + data(9),
                        "Program log: " + success(FOREIGN),
                        invoke(PROGRAM, 2),
                        "Program log: " + data(9),
                        data(1),
                        success(PROGRAM),
                        success(FOREIGN));
        assertThat(find(update, 1)).isEqualTo(1);
    }

    @Test
    void shouldEndWhereLogsAreTruncated() {
        final UpdateBuilder update = two().log(invoke(PROGRAM, 1), "Log truncated", data(1), success(PROGRAM));
        assertThat(find(update, 0)).isEqualTo(NOT_FOUND);
    }

    @Test
    void shouldEndWhereDepthsDoNotAddUp() {
        assertThat(find(two().log(invoke(PROGRAM, 2), data(1), success(PROGRAM)), 0))
                .isEqualTo(NOT_FOUND);
        assertThat(find(two().log(success(FOREIGN), invoke(PROGRAM, 1), data(1)), 0))
                .isEqualTo(NOT_FOUND);
        assertThat(find(two().log("Program " + PROGRAM + " invoke [x]", data(1)), 0))
                .isEqualTo(NOT_FOUND);
        assertThat(find(two().log("Program " + PROGRAM + " invoke [", data(1)), 0))
                .isEqualTo(NOT_FOUND);
    }

    @Test
    void shouldEndWhenTheDepthIsNotTheInstructionsHeight() {
        final UpdateBuilder update = new UpdateBuilder()
                .top(FOREIGN, new byte[9], USER)
                .inner(2, PROGRAM, new byte[24], USER)
                .log(invoke(PROGRAM, 1), data(1), success(PROGRAM));
        assertThat(find(update, 1)).isEqualTo(NOT_FOUND);
    }

    @Test
    void shouldCountTopLevelInvocationsOnlyWhereInnerInstructionsAreMissing() {
        final UpdateBuilder update = new UpdateBuilder()
                .top(FOREIGN, new byte[9], USER)
                .top(PROGRAM, new byte[24], USER)
                .log(
                        invoke(FOREIGN, 1),
                        invoke(PROGRAM, 2),
                        data(9),
                        success(PROGRAM),
                        success(FOREIGN),
                        invoke(PROGRAM, 1),
                        data(1),
                        success(PROGRAM));
        assertThat(find(update, 1)).isEqualTo(1);
    }

    @Test
    void shouldPassOverDataThatIsNoSuchEvent() {
        final UpdateBuilder update = two().log(
                        invoke(PROGRAM, 1),
                        "Program data: ",
                        "Program data: ????",
                        "Program data: AAAA",
                        dataLine(new Borsh().u64(EVENT + 1).u8(9).toByteArray()),
                        dataLine(new byte[100_000]),
                        data(1) + " AAAA",
                        success(PROGRAM));
        assertThat(find(update, 0)).isEqualTo(1);
    }
}
