package io.solflow.ingest.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.Fate;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class ChainTraitTest {

    private static final long SEED = 20261022;
    private static final Map<String, String> INSTRUCTIONS = Map.ofEntries(
            Map.entry("buy_v3", "6EF8 07051dc4f5176550"),
            Map.entry("buy_exact_quote_in_v3", "6EF8 e1f7501ed5b38488"),
            Map.entry("sell_v3", "6EF8 1c92de7726c469d5"),
            Map.entry("buy_v2", "pAMM b817ee6167c5d33d"),
            Map.entry("buy_exact_quote_in_v2", "pAMM c2ab1c46684d5b2f"),
            Map.entry("sell_v2", "pAMM 5df6823ce7e940b2"),
            Map.entry("multi_hop_swap", "pAMM 2b644913e9f66f94"),
            Map.entry("multi_hop_curve_swap", "6EF8 e19a7516d756f667"),
            Map.entry("boost_buy_and_burn", "pAMM 694406af000723a2"),
            Map.entry("sweep_creator_fee at a curve", "6EF8 20f6bf3408c949ba"),
            Map.entry("sweep_protocol_fee at a curve", "6EF8 0830be07b644b7e5"),
            Map.entry("sweep_creator_fee", "pAMM 20f6bf3408c949ba"),
            Map.entry("sweep_protocol_fee", "pAMM 0830be07b644b7e5"));

    private static MarketConfig market(final long seed) {
        return MarketConfig.of(400, 60, seed).lasting(15);
    }

    private static List<SimulatedBlock> blocks(final MarketConfig config) {
        final List<SimulatedBlock> blocks = new ArrayList<>();
        try (MarketSimulator simulator = new MarketSimulator(config)) {
            for (SimulatedBlock b = simulator.nextSimulated(); b != null; b = simulator.nextSimulated()) {
                blocks.add(b);
            }
        }
        return blocks;
    }

    private static List<SubscribeUpdateTransactionInfo> transactions(final List<SimulatedBlock> blocks) {
        return blocks.stream().flatMap(b -> b.block().transactions().stream()).toList();
    }

    private static double share(
            final List<SubscribeUpdateTransactionInfo> transactions,
            final Predicate<SubscribeUpdateTransactionInfo> wanted) {
        return (double) transactions.stream().filter(wanted).count() / transactions.size();
    }

    @Test
    void shouldWriteExactlyTheExpectedTradesWhateverTheTraits() {
        for (long seed = SEED; seed < SEED + 4; seed++) {
            MarketConfig config = market(seed);
            for (final ChainTrait trait : ChainTrait.values()) {
                config = config.with(trait, 1_500);
            }
            config = config.with(ChainTrait.COMPLETION, 100).with(ChainTrait.BOOST, ChainTrait.ALL);
            for (final SimulatedBlock block : blocks(config)) {
                if (block.block().fate() == Fate.SETTLES) {
                    assertThat(NaiveReader.trades(block.block()))
                            .as("seed %d slot %d", seed, block.block().slot())
                            .isEqualTo(block.expected());
                }
            }
        }
    }

    @Test
    void shouldUseEveryInstructionOfLate2026() {
        final Set<String> seen = transactions(blocks(market(SEED).with(ChainTrait.COMPLETION, 100))).stream()
                .flatMap(t -> NaiveReader.calls(t).stream())
                .map(c -> c.program().substring(0, 4) + " " + c.hex(0, 8))
                .collect(Collectors.toSet());
        assertThat(seen).containsAll(INSTRUCTIONS.values());
    }

    @Test
    void shouldWriteTheFeeOfVersion1IntoTheMessage() {
        final List<SubscribeUpdateTransactionInfo> ones =
                transactions(blocks(market(SEED).with(ChainTrait.VERSION_1, ChainTrait.ALL))).stream()
                        .filter(t -> t.getTransaction().getMessage().hasConfig())
                        .toList();
        assertThat(ones).hasSizeGreaterThan(1_000).allSatisfy(t -> {
            final Message message = t.getTransaction().getMessage();
            assertThat(message.getVersioned()).isTrue();
            assertThat(message.getAddressTableLookupsList()).isEmpty();
            assertThat(message.getAccountKeysCount()).isLessThanOrEqualTo(64);
            assertThat(t.getMeta().getFee())
                    .isEqualTo(5_000L * t.getTransaction().getSignaturesCount()
                            + message.getConfig().getPriorityFee());
            assertThat(NaiveReader.keys(t)).noneMatch(key -> key.startsWith("ComputeBudget"));
        });
    }

    @Test
    void shouldLeaveHeightsOutOnlyWhereTheLogTellsThem() {
        final List<SubscribeUpdateTransactionInfo> all =
                transactions(blocks(market(SEED).with(ChainTrait.WITHOUT_HEIGHTS, ChainTrait.ALL)));
        assertThat(all).allSatisfy(t -> {
            final boolean cut = t.getMeta().getLogMessagesList().contains(ProgramLog.TRUNCATED);
            assertThat(t.getMeta().getInnerInstructionsList())
                    .flatMap(inner -> inner.getInstructionsList())
                    .allMatch(inner -> inner.hasStackHeight() == cut);
        });
    }

    @Test
    void shouldPackTransfersOfAllProgramsThatMakeThem() {
        final Set<String> parents = transactions(blocks(market(SEED))).stream()
                .flatMap(t -> t.getMeta().getInnerInstructionsList().stream()
                        .filter(inner -> inner.getInstructionsList().stream()
                                .anyMatch(i ->
                                        !i.getData().isEmpty() && (i.getData().byteAt(0) & 0xFF) == 255))
                        .map(inner -> NaiveReader.keys(t)
                                .get(t.getTransaction()
                                        .getMessage()
                                        .getInstructions(inner.getIndex())
                                        .getProgramIdIndex())
                                .substring(0, 4)))
                .collect(Collectors.toSet());
        assertThat(parents).contains("6EF8", "pAMM", "Moon", "BSwp", "JUP6");
    }

    @Test
    void shouldMakeSoManyTradesByUnknownInstructions() {
        final List<ExpectedTrade> trades =
                blocks(market(SEED).with(ChainTrait.UNKNOWN_INSTRUCTION, 500).lasting(30)).stream()
                        .flatMap(b -> b.expected().stream())
                        .filter(t -> Set.of("PumpFun", "PumpSwap").contains(t.programLabel()))
                        .toList();
        final double unknown = trades.stream().filter(ExpectedTrade::byEvent).count();
        assertThat(unknown / trades.size()).isBetween(0.04, 0.06);
    }

    @Test
    void shouldPlayNoVotesUnlessAsked() {
        assertThat(transactions(blocks(market(SEED)))).noneMatch(SubscribeUpdateTransactionInfo::getIsVote);
        assertThat(share(
                        transactions(blocks(market(SEED).with(ChainTrait.VOTE, 3_000))),
                        SubscribeUpdateTransactionInfo::getIsVote))
                .isBetween(0.25, 0.35);
    }

    @Test
    void shouldBoostWhatLeftItsCurve() {
        final List<ExpectedTrade> trades = blocks(
                        market(SEED).with(ChainTrait.COMPLETION, 30).lasting(60))
                .stream()
                .flatMap(b -> b.expected().stream())
                .toList();
        final Set<String> boosted = trades.stream()
                .filter(ExpectedTrade::boost)
                .map(ExpectedTrade::mint)
                .collect(Collectors.toSet());
        assertThat(boosted).isNotEmpty();
        for (final String mint : boosted) {
            assertThat(trades.stream().filter(t -> t.mint().equals(mint)).map(ExpectedTrade::programLabel))
                    .contains("PumpFun", "PumpSwap");
        }
    }

    @Test
    void shouldTellTheClockOfTheBlockBefore() {
        final List<SimulatedBlock> blocks = blocks(market(SEED));
        for (int i = 1; i < blocks.size(); i++) {
            final long parent = blocks.get(i - 1).block().blockTimeSeconds().orElseThrow();
            assertThat(blocks.get(i).expected())
                    .filteredOn(t -> t.programLabel().startsWith("Pump"))
                    .allMatch(t -> t.timestampSeconds() == parent);
        }
    }

    @Test
    void shouldLetOneOfTwoBanksLose() {
        final List<Block> blocks = blocks(market(SEED).with(ChainTrait.RIVAL_BANK, 5_000)).stream()
                .map(SimulatedBlock::block)
                .toList();
        final List<Block> losers =
                blocks.stream().filter(b -> b.fate() == Fate.LOSES).toList();
        assertThat(losers).hasSizeBetween(20, 55).allSatisfy(loser -> {
            final Block winner = blocks.get(blocks.indexOf(loser) + 1);
            assertThat(winner.slot()).isEqualTo(loser.slot());
            assertThat(winner.fate()).isEqualTo(Fate.SETTLES);
            assertThat(List.of(loser.bankId(), winner.bankId())).isEqualTo(List.of(1L, 2L));
            assertThat(signatures(loser)).doesNotContainSequence(signatures(winner));
            assertThat(signatures(loser)).containsAnyElementsOf(signatures(winner));
            assertThat(winner.transactions()).isNotEmpty();
        });
    }

    private static List<Object> signatures(final Block block) {
        return Arrays.asList(block.transactions().stream()
                .map(SubscribeUpdateTransactionInfo::getSignature)
                .toArray());
    }
}
