package io.solflow.core.program;

import static io.solflow.core.program.Swaps.AUTHORITY;
import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.USER;
import static io.solflow.core.program.Swaps.cpi;
import static io.solflow.core.program.Swaps.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;
import org.junit.jupiter.api.Test;

final class CpiEventsTest {

    private static final Pubkey PROGRAM = key("emitter");
    private static final long EVENT = 0x1122_3344_5566_7788L;
    private static final int NOT_FOUND = -1;

    private static byte[] event(final int value) {
        return cpi(new Borsh().u64(EVENT).u8(value).toByteArray());
    }

    /** The byte that the event of an instruction carries. */
    private static int find(final UpdateBuilder update, final int instruction) {
        final byte[] bytes = update.build();
        final TransactionView transaction = new TransactionView();
        assertThat(transaction.wrap(bytes, 0, bytes.length)).isTrue();
        final EventBody body = new EventBody();
        final CpiEvents events = new CpiEvents().start(new InstructionView(transaction).moveTo(instruction));
        while (events.next(body)) {
            if (events.discriminator() == EVENT) {
                return body.u8(0);
            }
        }
        return NOT_FOUND;
    }

    private static UpdateBuilder trade() {
        return new UpdateBuilder().top(PROGRAM, new byte[24], USER);
    }

    @Test
    void shouldFindTheEventOfADirectChild() {
        assertThat(find(trade().inner(2, FOREIGN, new byte[9], USER).inner(2, PROGRAM, event(1), AUTHORITY), 0))
                .isEqualTo(1);
    }

    @Test
    void shouldTakeTheFirstEventWithTheDiscriminator() {
        final byte[] other = cpi(new Borsh().u64(EVENT + 1).u8(9).toByteArray());
        assertThat(find(
                        trade().inner(2, PROGRAM, other, AUTHORITY)
                                .inner(2, PROGRAM, event(1), AUTHORITY)
                                .inner(2, PROGRAM, event(2), AUTHORITY),
                        0))
                .isEqualTo(1);
    }

    @Test
    void shouldNotTakeAnEventOfAnotherProgram() {
        assertThat(find(trade().inner(2, FOREIGN, event(1), AUTHORITY), 0)).isEqualTo(NOT_FOUND);
    }

    @Test
    void shouldNotTakeAnEventThatAnotherInstructionOfTheProgramEmitted() {
        assertThat(find(
                        trade().inner(2, FOREIGN, new byte[9], USER)
                                .inner(3, PROGRAM, new byte[24], USER)
                                .inner(4, PROGRAM, event(1), AUTHORITY),
                        0))
                .isEqualTo(NOT_FOUND);
    }

    @Test
    void shouldNotTakeAnEventBeforeTheInstruction() {
        final UpdateBuilder update = new UpdateBuilder()
                .top(FOREIGN, new byte[9], USER)
                .inner(3, PROGRAM, event(1), AUTHORITY)
                .inner(2, PROGRAM, new byte[24], USER);
        assertThat(find(update, 2)).isEqualTo(NOT_FOUND);
    }

    @Test
    void shouldNotTakeAnEventBeyondWhatItInvoked() {
        final UpdateBuilder update = new UpdateBuilder()
                .top(FOREIGN, new byte[9], USER)
                .inner(2, PROGRAM, new byte[24], USER)
                .inner(2, FOREIGN, new byte[9], USER)
                .inner(3, PROGRAM, event(1), AUTHORITY);
        assertThat(find(update, 1)).isEqualTo(NOT_FOUND);
    }

    @Test
    void shouldNotTakeAnEventOfTheNextTopLevelInstruction() {
        assertThat(find(trade().top(PROGRAM, new byte[24], USER).inner(2, PROGRAM, event(1), AUTHORITY), 0))
                .isEqualTo(NOT_FOUND);
        assertThat(find(trade().top(PROGRAM, event(1), AUTHORITY), 0)).isEqualTo(NOT_FOUND);
    }

    @Test
    void shouldNotTakeAnEventWithoutExactlyOneAccount() {
        assertThat(find(trade().inner(2, PROGRAM, event(1)), 0)).isEqualTo(NOT_FOUND);
        assertThat(find(trade().inner(2, PROGRAM, event(1), AUTHORITY, USER), 0))
                .isEqualTo(NOT_FOUND);
    }

    @Test
    void shouldNotTakeAnEventWithoutTheTag() {
        final byte[] untagged = new Borsh().u64(1).u64(EVENT).u8(1).toByteArray();
        assertThat(find(trade().inner(2, PROGRAM, untagged, AUTHORITY), 0)).isEqualTo(NOT_FOUND);
    }

    @Test
    void shouldFollowOrderWhereHeightsAreMissing() {
        final UpdateBuilder update = new UpdateBuilder()
                .withoutHeights()
                .top(FOREIGN, new byte[9], USER)
                .inner(2, PROGRAM, new byte[24], USER)
                .inner(3, FOREIGN, new byte[9], USER)
                .inner(3, PROGRAM, event(1), AUTHORITY)
                .inner(2, PROGRAM, new byte[24], USER)
                .inner(3, PROGRAM, event(2), AUTHORITY);
        assertThat(find(update, 1)).isEqualTo(1);
        assertThat(find(update, 4)).isEqualTo(2);
    }

    @Test
    void shouldEndAtTheNextInstructionOfTheProgramWhereHeightsAreMissing() {
        final UpdateBuilder update = new UpdateBuilder()
                .withoutHeights()
                .top(FOREIGN, new byte[9], USER)
                .inner(2, PROGRAM, new byte[24], USER)
                .inner(2, PROGRAM, new byte[24], USER)
                .inner(3, PROGRAM, event(2), AUTHORITY);
        assertThat(find(update, 1)).isEqualTo(NOT_FOUND);
        assertThat(find(update, 2)).isEqualTo(2);
    }
}
