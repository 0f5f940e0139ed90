package io.solflow.ingest.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.InvalidProtocolBufferException;
import io.solflow.core.event.Side;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.TokenBalance;
import io.solflow.ingest.proto.TransactionStatusMeta;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class MarketSimulatorTest {

    private static final long SEED = 20260917;
    private static final MarketConfig CONFIG =
            MarketConfig.of(400, 60, SEED).with(ChainTrait.COMPLETION, 50).lasting(30);
    private static final List<SimulatedBlock> BLOCKS = blocks(CONFIG);

    private static List<SimulatedBlock> blocks(final MarketConfig config) {
        final List<SimulatedBlock> blocks = new ArrayList<>();
        try (MarketSimulator simulator = new MarketSimulator(config)) {
            for (SimulatedBlock b = simulator.nextSimulated(); b != null; b = simulator.nextSimulated()) {
                blocks.add(b);
            }
        }
        return blocks;
    }

    private static List<SubscribeUpdateTransactionInfo> transactions() {
        return BLOCKS.stream().flatMap(b -> b.block().transactions().stream()).toList();
    }

    private static List<ExpectedTrade> expected() {
        return BLOCKS.stream().flatMap(b -> b.expected().stream()).toList();
    }

    @Test
    void shouldGiveTheSameBlocksForTheSameSeed() {
        assertThat(blocks(CONFIG.lasting(3)))
                .isEqualTo(BLOCKS.subList(0, blocks(CONFIG.lasting(3)).size()));
    }

    @Test
    void shouldGiveOtherBlocksForAnotherSeed() {
        final SimulatedBlock other = new MarketSimulator(MarketConfig.of(400, 60, SEED + 1)).nextSimulated();
        assertThat(other.expected())
                .isNotEmpty()
                .doesNotContainAnyElementsOf(BLOCKS.get(0).expected());
    }

    @Test
    void shouldWriteExactlyTheExpectedTrades() {
        BLOCKS.forEach(MarketSimulatorTest::assertRead);
    }

    private static void assertRead(final SimulatedBlock block) {
        final List<ExpectedTrade> read = NaiveReader.trades(block.block());
        for (int tx = 0; tx < block.block().transactions().size(); tx++) {
            final int txIndex = tx;
            assertThat(read.stream().filter(trade -> trade.txIndex() == txIndex).toList())
                    .as(
                            "seed %d slot %d %s",
                            SEED,
                            block.block().slot(),
                            block.block().transactions().get(tx))
                    .isEqualTo(block.expected().stream()
                            .filter(trade -> trade.txIndex() == txIndex)
                            .toList());
        }
    }

    @Test
    void shouldWriteTransactionsThatParse() throws InvalidProtocolBufferException {
        for (final SubscribeUpdateTransactionInfo info : transactions()) {
            assertThat(SubscribeUpdateTransactionInfo.parseFrom(info.toByteString()))
                    .isEqualTo(info);
        }
    }

    @Test
    void shouldNumberTransactionsByTheirPlace() {
        for (final SimulatedBlock block : BLOCKS) {
            for (int i = 0; i < block.block().transactions().size(); i++) {
                assertThat(block.block().transactions().get(i).getIndex()).isEqualTo(i);
            }
        }
    }

    @Test
    void shouldGiveEveryTransactionAnotherSignature() {
        assertThat(transactions())
                .extracting(SubscribeUpdateTransactionInfo::getSignature)
                .doesNotHaveDuplicates();
    }

    @Test
    void shouldKeepIndexesInRangeAndHeightsNested() {
        for (final SubscribeUpdateTransactionInfo info : transactions()) {
            final int accounts = NaiveReader.keys(info).size();
            assertThat(new HashSet<>(NaiveReader.keys(info))).hasSize(accounts);
            assertThat(info.getMeta().getPreBalancesCount()).isEqualTo(accounts);
            assertThat(info.getMeta().getPostBalancesCount()).isEqualTo(accounts);
            final List<TokenBalance> balances = new ArrayList<>(info.getMeta().getPreTokenBalancesList());
            balances.addAll(info.getMeta().getPostTokenBalancesList());
            assertThat(balances).allMatch(b -> b.getAccountIndex() < accounts);
            int height = 0;
            for (final NaiveReader.Call call : NaiveReader.calls(info)) {
                assertThat(call.height()).isBetween(1, height + 1);
                height = call.height();
            }
        }
    }

    @Test
    void shouldConserveLamportsInEveryTransaction() {
        for (final SubscribeUpdateTransactionInfo info : transactions()) {
            final TransactionStatusMeta meta = info.getMeta();
            assertThat(meta.getPreBalancesList()).allMatch(lamports -> lamports >= 0);
            assertThat(meta.getPostBalancesList()).allMatch(lamports -> lamports >= 0);
            assertThat(sum(meta.getPreBalancesList()) - sum(meta.getPostBalancesList()))
                    .as("seed %d, %s", SEED, info)
                    .isEqualTo(meta.getFee());
        }
    }

    private static long sum(final List<Long> values) {
        return values.stream().mapToLong(Long::longValue).sum();
    }

    @Test
    void shouldConserveTokensInEveryTransaction() {
        for (final SubscribeUpdateTransactionInfo info : transactions()) {
            final TransactionStatusMeta meta = info.getMeta();
            assertThat(totals(meta.getPreTokenBalancesList()))
                    .as("seed %d, %s", SEED, info)
                    .isEqualTo(withBurned(info, totals(meta.getPostTokenBalancesList())));
        }
    }

    private static Map<String, Long> withBurned(
            final SubscribeUpdateTransactionInfo info, final Map<String, Long> totals) {
        for (final NaiveReader.Call call : NaiveReader.calls(info)) {
            if (call.isToken() && call.u8(0) == 8 && !info.getMeta().hasErr()) {
                totals.merge(call.accounts().get(1), call.u64(1), Long::sum);
            }
        }
        return totals;
    }

    /** Sums by mint; wrapped SOL comes and goes with lamports, which another test counts. */
    private static Map<String, Long> totals(final List<TokenBalance> balances) {
        final Map<String, Long> totals = new HashMap<>();
        for (final TokenBalance balance : balances) {
            final long amount = Long.parseLong(balance.getUiTokenAmount().getAmount());
            assertThat(amount).isNotNegative();
            if (amount > 0 && !balance.getMint().startsWith("So1111")) {
                totals.merge(balance.getMint(), amount, Long::sum);
            }
        }
        return totals;
    }

    @Test
    void shouldLetEveryVaultGoOnFromWhereItWas() {
        final Set<String> wallets = new HashSet<>();
        transactions()
                .forEach(t -> wallets.addAll(
                        NaiveReader.keys(t).subList(0, t.getTransaction().getSignaturesCount())));
        final Set<String> pools = BLOCKS.stream()
                .flatMap(b -> b.block().transactions().stream())
                .flatMap(t -> NaiveReader.calls(t).stream())
                .filter(c -> c.program().startsWith("pAMM") && c.accounts().size() >= 19)
                .map(c -> c.accounts().get(0))
                .collect(Collectors.toSet());
        final Map<String, String> last = new HashMap<>();
        int checked = 0;
        for (final SubscribeUpdateTransactionInfo info : transactions()) {
            final List<String> keys = NaiveReader.keys(info);
            for (final TokenBalance balance : info.getMeta().getPreTokenBalancesList()) {
                final String before = last.get(keys.get(balance.getAccountIndex()));
                if (before != null) {
                    assertThat(balance.getUiTokenAmount().getAmount()).isEqualTo(before);
                    checked++;
                }
            }
            for (final TokenBalance balance : info.getMeta().getPostTokenBalancesList()) {
                if (pools.contains(balance.getOwner()) && !wallets.contains(balance.getOwner())) {
                    last.put(
                            keys.get(balance.getAccountIndex()),
                            balance.getUiTokenAmount().getAmount());
                }
            }
        }
        assertThat(checked).isGreaterThan(1_000);
    }

    @Test
    void shouldShowEveryProgramAndBothSides() {
        final Map<String, Set<Side>> sides = expected().stream()
                .collect(Collectors.groupingBy(
                        ExpectedTrade::programLabel, Collectors.mapping(ExpectedTrade::side, Collectors.toSet())));
        assertThat(sides.keySet())
                .containsExactlyInAnyOrder("PumpFun", "PumpSwap", "Moonshot", "BonkSwap", "JupiterDCA");
        assertThat(sides.values()).allMatch(s -> s.size() == 2);
    }

    @Test
    void shouldKeepTheRateOfTrades() {
        assertThat(expected().size() / 30.0).isCloseTo(400, within(20.0));
    }

    @Test
    void shouldMakeOneTradeInFiftyADcaFill() {
        final long fills = expected().stream().filter(ExpectedTrade::dca).count();
        assertThat((double) fills / expected().size()).isBetween(0.012, 0.028);
    }

    @Test
    void shouldFailAboutOneTransactionInTen() {
        final long failed = transactions().stream()
                .filter(t -> t.getMeta().hasErr())
                .peek(t -> assertThat(t.getMeta().getErr().getErr().size()).isEqualTo(13))
                .count();
        assertThat((double) failed / transactions().size()).isBetween(0.08, 0.16);
    }

    @Test
    void shouldShowEveryKindOfTransaction() {
        assertThat(transactions())
                .anyMatch(t -> t.getTransaction().getMessage().getVersioned())
                .anyMatch(t -> !t.getTransaction().getMessage().getVersioned() && !t.getIsVote())
                .anyMatch(t -> t.getMeta().getLogMessagesList().contains(ProgramLog.TRUNCATED))
                .anyMatch(t -> t.getTransaction().getSignaturesCount() > 1)
                .anyMatch(t -> NaiveReader.calls(t).stream().anyMatch(c -> c.height() == 4));
    }

    @Test
    void shouldWriteEventsOfEveryPublishedLength() {
        final Set<String> lengths = transactions().stream()
                .flatMap(t -> NaiveReader.calls(t).stream())
                .filter(c -> c.hex(0, 8).equals("e445a52e51cb9a1d"))
                .map(c -> c.hex(8, 8) + " " + c.data().size())
                .collect(Collectors.toSet());
        assertThat(lengths)
                .contains(
                        "bddb7fd34ee661ee 121",
                        "bddb7fd34ee661ee 137",
                        "bddb7fd34ee661ee 233",
                        "bddb7fd34ee661ee 266",
                        "bddb7fd34ee661ee 274",
                        "bddb7fd34ee661ee 275",
                        "bddb7fd34ee661ee 290",
                        "bddb7fd34ee661ee 291",
                        "bddb7fd34ee661ee 366",
                        "bddb7fd34ee661ee 379",
                        "bddb7fd34ee661ee 391",
                        "bddb7fd34ee661ee 401",
                        "bddb7fd34ee661ee 405",
                        "6fb06d8b316cd5fb 240",
                        "3f451c16305cc2b9 216")
                .contains(
                        "67f4521f2cf57777 320",
                        "67f4521f2cf57777 368",
                        "67f4521f2cf57777 401",
                        "67f4521f2cf57777 416",
                        "67f4521f2cf57777 432",
                        "67f4521f2cf57777 447",
                        "67f4521f2cf57777 473",
                        "67f4521f2cf57777 504")
                .contains(
                        "3e2f370aa503dc2a 320",
                        "3e2f370aa503dc2a 368",
                        "3e2f370aa503dc2a 384",
                        "3e2f370aa503dc2a 400",
                        "3e2f370aa503dc2a 425",
                        "3e2f370aa503dc2a 449")
                .contains("8604113fdd2db1ad 200", "2a88d874b5d16db5 120", "c0f1c9d946965af7 65");
    }

    @Test
    void shouldHaveBotsThatTradeOneMintManyTimesAMinute() {
        final Map<String, Long> counts =
                expected().stream().collect(Collectors.groupingBy(t -> t.wallet() + t.mint(), Collectors.counting()));
        assertThat(counts.values().stream().filter(n -> n >= 10).count()).isGreaterThan(10);
    }

    @Test
    void shouldPutFiveSlotsIntoASecond() {
        final Map<Long, Long> perSecond = BLOCKS.stream()
                .collect(Collectors.groupingBy(b -> b.block().blockTimeSeconds().orElseThrow(), Collectors.counting()));
        assertThat(perSecond.values()).allMatch(n -> n <= 5).anyMatch(n -> n == 5);
        assertThat(perSecond).hasSize(30);
    }

    /** Else a demo's chain would stay behind the clock by what it took to start. */
    @Test
    void shouldBeginItsTimeWhenItIsFirstAskedForABlock() {
        final AtomicLong now = new AtomicLong(1_800_000_000L);
        final MarketSimulator simulator = new MarketSimulator(CONFIG, now::get);
        now.addAndGet(7);
        final SimulatedBlock first = simulator.nextSimulated();
        now.addAndGet(7);
        final SimulatedBlock second = simulator.nextSimulated();
        assertThat(first.block().blockTimeSeconds()).hasValue(1_800_000_007L);
        assertThat(second.block().blockTimeSeconds()).hasValue(1_800_000_007L);
    }

    @Test
    void shouldChainBlocks() {
        for (int i = 1; i < BLOCKS.size(); i++) {
            assertThat(BLOCKS.get(i).block().parentSlot())
                    .isEqualTo(BLOCKS.get(i - 1).block().slot());
            assertThat(BLOCKS.get(i).block().parentBlockhash())
                    .isEqualTo(BLOCKS.get(i - 1).block().blockhash());
            assertThat(BLOCKS.get(i).block().blockHeight())
                    .isEqualTo(BLOCKS.get(i - 1).block().blockHeight() + 1);
        }
    }

    @Test
    void shouldWorkWithOneTokenAndOneTradeASecond() {
        final List<SimulatedBlock> blocks = blocks(MarketConfig.of(1, 1, SEED).lasting(600));
        final long trades = blocks.stream().mapToLong(b -> b.expected().size()).sum();
        assertThat(trades).isBetween(550L, 650L);
        blocks.forEach(MarketSimulatorTest::assertRead);
    }

    @Test
    void shouldNameABadSetting() {
        assertThatThrownBy(() -> MarketConfig.of(0, 10, 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tradesPerSecond is 0, allowed: 1 to 100000");
        assertThatThrownBy(() -> MarketConfig.of(1, 10, 1).lasting(0))
                .hasMessage("seconds is 0, allowed: 1 to 2147483647");
        assertThatThrownBy(() -> MarketConfig.of(1, 10, 1).withSlotMs(49))
                .hasMessage("slotMs is 49, allowed: 50 to 2000");
        assertThatThrownBy(() -> MarketConfig.of(100_000, 10, 1).withSlotMs(2_000))
                .hasMessage("tradesPerSecond with slots of 2000 ms is 100000, allowed: 1 to 10000");
        assertThatThrownBy(() -> MarketConfig.of(1, 10, 1).with(ChainTrait.VOTE, 10_001))
                .hasMessage("share of VOTE is 10001, allowed: 0 to 10000");
    }
}
