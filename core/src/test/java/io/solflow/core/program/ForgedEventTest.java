package io.solflow.core.program;

import static io.solflow.core.program.Swaps.AUTHORITY;
import static io.solflow.core.program.Swaps.BASE_UNITS;
import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.LAMPORTS;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.SOL;
import static io.solflow.core.program.Swaps.TIME;
import static io.solflow.core.program.Swaps.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Right events in wrong places: each with all the bytes of a real swap's, told by somebody who is not the program, or in a
 * frame that is not the swap's. None is a trade; beside each stands the real form, which is one.
 */
final class ForgedEventTest {

    /** A program's swap instruction and the event it reports with. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Swap(DexProgram program, byte[] data, Pubkey[] accounts, byte[] event) {

        Pubkey id() {
            return program.programId();
        }

        UpdateBuilder instruction() {
            return update().top(id(), data, accounts);
        }

        UpdateBuilder nested() {
            return update().top(FOREIGN, new byte[9], USER).inner(2, id(), data, accounts);
        }

        String invoke(final int depth) {
            return "Program " + id() + " invoke [" + depth + "]";
        }

        String success() {
            return "Program " + id() + " success";
        }

        String dataLine() {
            return UpdateBuilder.dataLine(event);
        }

        @Override
        public String toString() {
            return program.label();
        }
    }

    private static final String FOREIGN_INVOKE = "Program " + FOREIGN + " invoke ";
    private static final String FOREIGN_SUCCESS = "Program " + FOREIGN + " success";

    private static UpdateBuilder update() {
        return new UpdateBuilder().balance(MINT, 6);
    }

    private static Swap pumpFun() {
        return new Swap(
                DexProgram.PUMP_FUN,
                Swaps.instruction("buy", 24),
                Swaps.pumpFunAccounts(MINT, USER),
                Swaps.pumpFunEvent(true, LAMPORTS, BASE_UNITS, TIME));
    }

    private static Swap pumpSwap() {
        return new Swap(
                DexProgram.PUMP_SWAP,
                Swaps.instruction("buy", 24),
                Swaps.pumpSwapAccounts(MINT, SOL),
                Swaps.pumpSwapEvent(true, BASE_UNITS, LAMPORTS));
    }

    private static Swap moonshot() {
        return new Swap(
                DexProgram.MOONSHOT,
                Swaps.instruction("buy", 33),
                Swaps.moonshotAccounts(),
                Swaps.moonshotEvent(true, SOL));
    }

    private static Swap jupiterDca() {
        return new Swap(
                DexProgram.JUPITER_DCA,
                Swaps.instruction("fulfill_flash_fill", 16),
                Swaps.accounts(15, 1, Swaps.POOL, 2, SOL, 3, MINT),
                Swaps.filledEvent(SOL, MINT, LAMPORTS, BASE_UNITS));
    }

    /** Programs whose event comes by self-CPI. */
    static List<Swap> byCpi() {
        return List.of(pumpFun(), pumpSwap(), moonshot(), jupiterDca());
    }

    /** Programs whose event is taken from the log where it is the only source. */
    static List<Swap> byLog() {
        return List.of(pumpFun(), pumpSwap(), moonshot());
    }

    static Stream<Swap> all() {
        return byCpi().stream();
    }

    private static void assertNoTrade(final Swap swap, final UpdateBuilder update, final String what) {
        assertThat(Decoding.of(swap.program, update).outcomes())
                .as(what)
                .doesNotContain(Outcome.TRADE, Outcome.BY_EVENT);
    }

    private static void assertTrade(final Swap swap, final UpdateBuilder update) {
        assertThat(Decoding.of(swap.program, update).first()).as("the real one").isEqualTo(Outcome.TRADE);
    }

    @ParameterizedTest
    @MethodSource("byCpi")
    void shouldNotTakeTheEventOfAnotherProgram(final Swap swap) {
        assertTrade(swap, swap.instruction().inner(2, swap.id(), Swaps.cpi(swap.event), AUTHORITY));
        assertNoTrade(swap, swap.instruction().inner(2, FOREIGN, Swaps.cpi(swap.event), AUTHORITY), "invoked by it");
        for (final DexProgram other : DexProgram.values()) {
            if (other != swap.program) {
                assertNoTrade(
                        swap,
                        swap.instruction().inner(2, other.programId(), Swaps.cpi(swap.event), AUTHORITY),
                        "by " + other);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("byCpi")
    void shouldNotTakeAnEventThatIsNoSelfInvocation(final Swap swap) {
        final byte[] cpi = Swaps.cpi(swap.event);
        assertNoTrade(swap, swap.instruction().inner(2, swap.id(), swap.event, AUTHORITY), "without the tag");
        assertNoTrade(swap, swap.instruction().inner(2, swap.id(), cpi, AUTHORITY, USER), "with two accounts");
        assertNoTrade(swap, swap.instruction().inner(2, swap.id(), cpi), "without an account");
        assertNoTrade(swap, swap.instruction().top(swap.id(), cpi, AUTHORITY), "at top level");
        assertNoTrade(
                swap,
                swap.instruction().top(FOREIGN, new byte[9], USER).inner(2, swap.id(), cpi, AUTHORITY),
                "of another");
        assertNoTrade(
                swap,
                swap.instruction().inner(2, FOREIGN, new byte[9], USER).inner(3, swap.id(), cpi, AUTHORITY),
                "invoked through another");
        assertNoTrade(swap, swap.nested().inner(2, swap.id(), cpi, AUTHORITY), "beside it");
    }

    /** What is believed without a name is still the program's own word only. */
    @ParameterizedTest
    @MethodSource("byCpi")
    void shouldNotTakeForgedEventsOfInstructionsThatNobodyNamed(final Swap named) {
        final Swap swap = new Swap(named.program, Swaps.instruction("buy_v9", 24), named.accounts, named.event);
        final byte[] cpi = Swaps.cpi(swap.event);
        assertNoTrade(swap, swap.instruction().inner(2, FOREIGN, cpi, AUTHORITY), "by another program");
        assertNoTrade(swap, swap.instruction().inner(2, swap.id(), swap.event, AUTHORITY), "without the tag");
        assertNoTrade(swap, swap.instruction().inner(2, swap.id(), cpi, AUTHORITY, USER), "with two accounts");
        assertNoTrade(swap, swap.instruction().inner(2, swap.id(), cpi), "without an account");
        assertNoTrade(swap, swap.instruction().top(swap.id(), cpi, AUTHORITY), "at top level");
        assertNoTrade(
                swap,
                swap.instruction().inner(2, FOREIGN, new byte[9], USER).inner(3, swap.id(), cpi, AUTHORITY),
                "invoked through another");
        assertNoTrade(
                swap,
                swap.instruction().log(FOREIGN_INVOKE + "[1]", swap.dataLine(), FOREIGN_SUCCESS),
                "in another's frame of the log");
    }

    @ParameterizedTest
    @MethodSource("byLog")
    void shouldNotTakeTheEventOfAForeignLogFrame(final Swap swap) {
        assertTrade(swap, swap.instruction().log(swap.invoke(1), swap.dataLine(), swap.success()));
        assertNoTrade(
                swap,
                swap.instruction()
                        .log(swap.invoke(1), FOREIGN_INVOKE + "[2]", swap.dataLine(), FOREIGN_SUCCESS, swap.success()),
                "in a frame that it invoked");
        assertNoTrade(
                swap,
                swap.instruction()
                        .log(FOREIGN_INVOKE + "[1]", swap.dataLine(), FOREIGN_SUCCESS, swap.invoke(1), swap.success()),
                "before it");
        assertNoTrade(
                swap,
                swap.instruction()
                        .log(swap.invoke(1), swap.success(), FOREIGN_INVOKE + "[1]", swap.dataLine(), FOREIGN_SUCCESS),
                "after it");
        assertNoTrade(swap, swap.instruction().log(swap.dataLine()), "in no frame");
    }

    @ParameterizedTest
    @MethodSource("byLog")
    void shouldNotTakeFramesThatAProgramPrinted(final Swap swap) {
        assertNoTrade(
                swap,
                swap.instruction()
                        .log(
                                FOREIGN_INVOKE + "[1]",
                                "Program log: " + swap.invoke(2),
                                swap.dataLine(),
                                "Program log: " + swap.success(),
                                FOREIGN_SUCCESS),
                "printed as a line");
        assertNoTrade(
                swap,
                swap.instruction()
                        .log(
                                FOREIGN_INVOKE + "[1]",
                                "Program log: x\n" + swap.invoke(2) + "\n" + swap.dataLine(),
                                FOREIGN_SUCCESS),
                "printed with line breaks");
        assertNoTrade(
                swap,
                swap.instruction().log(swap.invoke(1), "Program log: " + swap.dataLine(), swap.success()),
                "printed as text");
    }

    /** BonkSwap has no event; its amounts are the token program's transfers between the pool and the swapper. */
    @ParameterizedTest
    @MethodSource("all")
    void shouldNotTakeABonkSwapFromAnEventOfAnotherProgram(final Swap swap) {
        final UpdateBuilder update = update().top(
                        DexProgram.BONK_SWAP.programId(), Swaps.bonkSwapData(true), Swaps.bonkSwapAccounts(SOL, MINT))
                .inner(2, DexProgram.BONK_SWAP.programId(), Swaps.cpi(swap.event), AUTHORITY)
                .log(
                        "Program " + DexProgram.BONK_SWAP.programId() + " invoke [1]",
                        swap.dataLine(),
                        "Program " + DexProgram.BONK_SWAP.programId() + " success");
        assertThat(Decoding.of(DexProgram.BONK_SWAP, update).outcomes())
                .doesNotContain(Outcome.TRADE, Outcome.BY_EVENT);
    }
}
