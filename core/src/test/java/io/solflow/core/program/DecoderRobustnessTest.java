package io.solflow.core.program;

import static io.solflow.core.program.Swaps.BASE_UNITS;
import static io.solflow.core.program.Swaps.LAMPORTS;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.SOL;
import static io.solflow.core.program.Swaps.USDC;
import static io.solflow.core.program.Swaps.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.TradeList;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What every decoder does with payloads that are cut, foreign or random. */
@Tag("slow")
final class DecoderRobustnessTest {

    /** A swap whose event can be cut; the shortest event with which it is a trade, discriminator included. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Case(
            DexProgram program, String instruction, int length, Pubkey[] accounts, byte[] event, int minLength) {

        UpdateBuilder update(final Pubkey programId, final byte[] data, final byte[] eventBytes) {
            final UpdateBuilder update = new UpdateBuilder().balance(MINT, 6).top(programId, data, accounts);
            if (program != DexProgram.MOONSHOT) {
                return update.inner(2, programId, Swaps.cpi(eventBytes), Swaps.AUTHORITY);
            }
            return update.log(
                    "Program " + programId + " invoke [1]",
                    UpdateBuilder.dataLine(eventBytes),
                    "Program " + programId + " success");
        }

        byte[] data() {
            return Swaps.instruction(instruction, length);
        }
    }

    static List<Case> cases() {
        return List.of(
                new Case(
                        DexProgram.PUMP_FUN,
                        "sell",
                        24,
                        Swaps.pumpFunAccounts(MINT, USER),
                        Swaps.pumpFunEvent(false, LAMPORTS, BASE_UNITS, Swaps.TIME),
                        113),
                new Case(
                        DexProgram.PUMP_FUN,
                        "buy_v2",
                        24,
                        Swaps.pumpFunV2Accounts(SOL),
                        Swaps.pumpFunEventV2(true, LAMPORTS, 2, Pubkey.DEFAULT, LAMPORTS),
                        113),
                new Case(
                        DexProgram.PUMP_SWAP,
                        "buy",
                        24,
                        Swaps.pumpSwapAccounts(MINT, SOL),
                        Swaps.pumpSwapEvent(true, BASE_UNITS, LAMPORTS),
                        312),
                new Case(
                        DexProgram.MOONSHOT,
                        "sell",
                        33,
                        Swaps.moonshotAccounts(),
                        Swaps.moonshotEvent(false, SOL),
                        154),
                new Case(
                        DexProgram.JUPITER_DCA,
                        "fulfill_flash_fill",
                        16,
                        Swaps.accounts(15, 1, Swaps.POOL, 2, SOL, 3, MINT),
                        Swaps.filledEvent(SOL, MINT, LAMPORTS, BASE_UNITS),
                        192));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldTradeFromTheEventsMinimumLengthOn(final Case swap) {
        for (int length = 0; length <= swap.event.length; length++) {
            final byte[] cut = Arrays.copyOf(swap.event, length);
            final Decoding decoding =
                    Decoding.of(swap.program, swap.update(swap.program.programId(), swap.data(), cut));
            assertThat(decoding.first())
                    .as("event cut at %d", length)
                    .isEqualTo(length < swap.minLength ? Outcome.MALFORMED : Outcome.TRADE);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNotTradeOnTruncatedInstructions(final Case swap) {
        for (int length = 0; length <= swap.length; length++) {
            final byte[] cut = Arrays.copyOf(swap.data(), length);
            final Decoding decoding = Decoding.of(swap.program, swap.update(swap.program.programId(), cut, swap.event));
            assertThat(decoding.first())
                    .as("instruction cut at %d", length)
                    .isEqualTo(
                            length == swap.length
                                    ? Outcome.TRADE
                                    : length < 8 && isToldByEventAlone(swap.program)
                                            ? Outcome.BY_EVENT
                                            : Outcome.MALFORMED);
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldIgnoreAnUnknownTail(final Case swap) {
        final byte[] longer = Arrays.copyOf(swap.event, swap.event.length + 77);
        assertThat(Decoding.of(swap.program, swap.update(swap.program.programId(), swap.data(), longer))
                        .first())
                .isEqualTo(Outcome.TRADE);
    }

    @ParameterizedTest
    @MethodSource("cases")
    void shouldNotTradeUnderAForeignProgram(final Case swap) {
        final byte[] update =
                swap.update(Swaps.FOREIGN, swap.data(), swap.event).build();
        assertThat(Decoding.of(swap.program, update).outcomes()).isEmpty();
        for (final DexProgram other : DexProgram.values()) {
            if (other != swap.program) {
                assertThat(Decoding.of(other, swap.update(other.programId(), swap.data(), swap.event))
                                .outcomes())
                        .as("as %s", other)
                        .isNotEmpty()
                        .doesNotContain(Outcome.TRADE);
            }
        }
    }

    @Test
    void shouldSkipNonSolCoinsUpToTheCutOfTheirQuote() {
        final byte[] event = Swaps.pumpFunEventV2(true, 0, 2, USDC, 5);
        for (int length = 113; length <= event.length; length++) {
            final byte[] cut = Arrays.copyOf(event, length);
            assertThat(Decoding.of(
                                    DexProgram.PUMP_FUN,
                                    Swaps.pumpFun(new UpdateBuilder().balance(MINT, 6), 1, true, cut))
                            .first())
                    .as("event cut at %d", length)
                    .isEqualTo(Outcome.SKIPPED);
        }
    }

    @ParameterizedTest
    @EnumSource
    void shouldIgnoreCarriedEventsAndAnchorsOwnInstructions(final DexProgram program) {
        final byte[] idl = new Borsh().hex("40f4bc78a7e9690a00").toByteArray();
        final byte[] event =
                Swaps.cpi(new Borsh().u64(Discriminator.event("New")).toByteArray());
        assertThat(Decoding.of(
                                program,
                                new UpdateBuilder()
                                        .top(program.programId(), idl, USER)
                                        .top(program.programId(), event, USER))
                        .outcomes())
                .containsExactly(Outcome.IGNORED, Outcome.IGNORED);
    }

    @ParameterizedTest
    @EnumSource
    void shouldRejectInstructionsWithoutADiscriminator(final DexProgram program) {
        for (int length = 0; length < 8; length++) {
            assertThat(Decoding.of(program, new UpdateBuilder().top(program.programId(), new byte[length], USER))
                            .outcomes())
                    .containsExactly(Outcome.MALFORMED);
        }
    }

    /** Every byte of an update is changed at random: no decoder throws, none adds a trade without saying so. */
    @Test
    void shouldSurviveMutatedUpdates() {
        final long seed = 77;
        final Random random = new Random(seed);
        final UpdateBuilder update = new UpdateBuilder().balance(MINT, 6);
        Swaps.pumpFun(update, 1, true);
        Swaps.pumpFun(update, 1, true, Swaps.pumpFunEventV2(true, LAMPORTS, 2, Pubkey.DEFAULT, LAMPORTS));
        Swaps.pumpSwap(update, 1, false);
        Swaps.moonshot(update, true);
        Swaps.bonkSwap(update, 1, true);
        Swaps.jupiterDca(update, true);
        final byte[] original = update.build();
        final TransactionView transaction = new TransactionView();
        final InstructionView instruction = new InstructionView(transaction);
        final TradeList trades = new TradeList();
        final Map<DexProgram, SwapDecoder> decoders = new EnumMap<>(DexProgram.class);
        for (final DexProgram program : DexProgram.values()) {
            decoders.put(program, program.newDecoder());
        }
        int read = 0;
        for (int round = 0; round < 30_000; round++) {
            final byte[] mutated = original.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                mutated[random.nextInt(mutated.length)] = (byte) random.nextInt();
            }
            if (!transaction.wrap(mutated, 0, mutated.length)) {
                continue;
            }
            read++;
            for (int i = 0; i < transaction.instructionCount(); i++) {
                for (final DexProgram program : DexProgram.values()) {
                    if (instruction.moveTo(i).programIs(program.programId())) {
                        trades.clear();
                        final List<Outcome> outcomes = new ArrayList<>();
                        decoders.get(program).decode(instruction, trades, collect(outcomes));
                        assertThat(outcomes)
                                .as("seed %d, round %d", seed, round)
                                .isNotEmpty();
                        assertThat(trades.size())
                                .as("seed %d, round %d", seed, round)
                                .isEqualTo(outcomes.stream()
                                        .filter(outcome -> outcome == Outcome.TRADE || outcome == Outcome.BY_EVENT)
                                        .count());
                    }
                }
            }
        }
        assertThat(read).as("seed %d", seed).isGreaterThan(10_000);
    }

    /** Too short to name an instruction, and yet the program's own event tells mint and amounts. */
    private static boolean isToldByEventAlone(final DexProgram program) {
        return program == DexProgram.PUMP_FUN || program == DexProgram.JUPITER_DCA;
    }

    private static SwapOutcomes collect(final List<Outcome> outcomes) {
        return new SwapOutcomes() {
            @Override
            public void ended(final Outcome outcome) {
                outcomes.add(outcome);
            }

            @Override
            public void filledOverAnother(final Outcome added) {
                outcomes.add(added);
                outcomes.add(added);
            }
        };
    }
}
