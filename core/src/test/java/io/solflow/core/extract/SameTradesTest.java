package io.solflow.core.extract;

import static io.solflow.core.program.Swaps.AUTHORITY;
import static io.solflow.core.program.Swaps.FOREIGN;
import static io.solflow.core.program.Swaps.MINT;
import static io.solflow.core.program.Swaps.SOL;
import static io.solflow.core.program.Swaps.TIME;
import static io.solflow.core.program.Swaps.USER;
import static io.solflow.core.program.Swaps.key;
import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Pubkey;
import io.solflow.core.event.Trade;
import io.solflow.core.event.TradeList;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.RecordedRun;
import io.solflow.core.program.Swaps;
import io.solflow.core.program.UpdateBuilder;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** A trade and its id depend on what the transaction ran, not on how much of it a server shows or what is enabled. */
final class SameTradesTest {

    private static final int RUNS = 300;
    private static final Pubkey USER_BASE = key("user base");
    private static final Pubkey USER_QUOTE = key("user quote");
    private static final Pubkey PUMP_FUN = DexProgram.PUMP_FUN.programId();
    private static final Pubkey PUMP_SWAP = DexProgram.PUMP_SWAP.programId();

    private static UpdateBuilder update() {
        return new UpdateBuilder()
                .signers(USER)
                .balance(USER_BASE, MINT, USER, 6)
                .balance(USER_QUOTE, SOL, USER, 9);
    }

    private static List<String> trades(final UpdateBuilder update) {
        return trades(new Extraction(), update);
    }

    private static List<String> trades(final Extraction extraction, final UpdateBuilder update) {
        final TradeList list = extraction.of(update);
        final List<String> trades = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            final Trade trade = list.get(i);
            trades.add(trade.toString());
        }
        return trades;
    }

    /** Top-level and routed swaps of Pump's programs and Moonshot among other instructions, at random. */
    private static RecordedRun random(final Random random) {
        final RecordedRun run = new RecordedRun();
        for (int n = 1 + random.nextInt(6); n > 0; n--) {
            switch (random.nextInt(5)) {
                case 0 -> run.precompile();
                case 1 -> run.run(FOREIGN, new byte[9]);
                case 2 -> {
                    run.invoke(FOREIGN, new byte[9], USER_BASE, USER_QUOTE);
                    for (int routed = 1 + random.nextInt(3); routed > 0; routed--) {
                        run.run(Pubkey.TOKEN_PROGRAM, Swaps.transfer(1));
                        swap(run, random);
                    }
                    run.end();
                }
                case 3 ->
                    run.invoke(DexProgram.MOONSHOT.programId(), Swaps.instruction("buy", 33), Swaps.moonshotAccounts())
                            .run(Pubkey.TOKEN_PROGRAM, Swaps.transfer(1))
                            .print(Swaps.moonshotEvent(true, SOL, amount(random), amount(random)))
                            .end();
                default -> swap(run, random);
            }
        }
        return run;
    }

    private static void swap(final RecordedRun run, final Random random) {
        final boolean buy = random.nextBoolean();
        if (random.nextInt(3) == 0) {
            run.invoke(PUMP_SWAP, Swaps.instruction(buy ? "buy" : "sell", 24), Swaps.pumpSwapAccounts(MINT, SOL))
                    .run(Pubkey.TOKEN_PROGRAM, Swaps.transfer(1))
                    .emit(Swaps.pumpSwapEventOf(buy, USER_BASE, USER_QUOTE))
                    .end();
            return;
        }
        final boolean hops = random.nextInt(4) == 0;
        run.invoke(
                PUMP_FUN,
                Swaps.instruction(hops ? "multi_hop_curve_swap" : buy ? "buy" : "sell", 24),
                Swaps.pumpFunAccounts(MINT, USER));
        final boolean printsFirst = random.nextBoolean();
        for (int events = hops ? 1 + random.nextInt(3) : 1; events > 0; events--) {
            for (int inner = random.nextInt(3); inner > 0; inner--) {
                run.run(Pubkey.TOKEN_PROGRAM, Swaps.transfer(1));
            }
            final byte[] event = Swaps.pumpFunEvent(buy, amount(random), amount(random), TIME);
            if (printsFirst) {
                run.emit(event);
            } else {
                run.emitFirst(event);
            }
        }
        run.end();
    }

    private static long amount(final Random random) {
        return 1L + random.nextInt(1_000_000);
    }

    @Test
    void shouldNotDependOnWhatAServerShows() {
        final long seed = 20_261_201;
        final Random random = new Random(seed);
        int found = 0;
        for (int i = 0; i < RUNS; i++) {
            final RecordedRun run = random(random);
            final List<String> whole = trades(run.into(update()));
            assertThat(whole).as("seed %d, run %d", seed, i).doesNotHaveDuplicates();
            assertThat(trades(run.withoutInner(update())))
                    .as("without inner instructions, seed %d, run %d", seed, i)
                    .isEqualTo(whole);
            assertThat(trades(run.withoutHeights(update())))
                    .as("without heights, seed %d, run %d", seed, i)
                    .isEqualTo(whole);
            found += whole.size();
        }
        assertThat(found).isGreaterThan(2 * RUNS);
    }

    @Test
    void shouldNotDependOnWhichProgramsAreEnabled() {
        final long seed = 20_261_202;
        final Random random = new Random(seed);
        for (int i = 0; i < RUNS; i++) {
            final RecordedRun run = random(random);
            final Set<DexProgram> some = EnumSet.noneOf(DexProgram.class);
            for (final DexProgram program : DexProgram.values()) {
                if (random.nextBoolean()) {
                    some.add(program);
                }
            }
            final List<String> expected = trades(run.into(update()));
            expected.removeIf(
                    trade -> some.stream().noneMatch(program -> trade.contains(" program=" + program.code())));
            assertThat(trades(new Extraction(some), run.into(update())))
                    .as("seed %d, run %d, enabled %s", seed, i, some)
                    .isEqualTo(expected);
        }
    }

    /** Entries beyond a batch's first move what follows it; the trades stay. */
    @Test
    void shouldNotDependOnBatchesButForPlaces() {
        final byte[] event = Swaps.pumpFunEvent(true, 7, 8, TIME);
        final Extraction extraction = new Extraction();
        final UpdateBuilder single = update().top(
                        PUMP_FUN, Swaps.instruction("buy", 24), Swaps.pumpFunAccounts(MINT, USER))
                .inner(2, Pubkey.TOKEN_PROGRAM, Swaps.transfer(1))
                .inner(2, Pubkey.TOKEN_PROGRAM, Swaps.transfer(2))
                .inner(2, PUMP_FUN, Swaps.cpi(event), AUTHORITY);
        final UpdateBuilder batched = update().top(
                        PUMP_FUN, Swaps.instruction("buy", 24), Swaps.pumpFunAccounts(MINT, USER))
                .inner(2, Pubkey.TOKEN_PROGRAM, Swaps.tokenBatch(0, Swaps.transfer(1), 0, Swaps.transfer(2)))
                .inner(2, PUMP_FUN, Swaps.cpi(event), AUTHORITY);

        assertThat(trades(extraction, batched))
                .isEqualTo(trades(extraction, single))
                .hasSize(1);
        assertThat(extraction.event.trades().get(0).ordinal()).isEqualTo(3);
    }
}
