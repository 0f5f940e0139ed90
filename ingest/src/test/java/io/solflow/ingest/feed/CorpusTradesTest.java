package io.solflow.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.chain.Base58;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.Trade;
import io.solflow.core.event.UpdateEvent;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.extract.ExtractCounters;
import io.solflow.core.extract.SeenTrades;
import io.solflow.core.extract.TradeExtractor;
import io.solflow.core.program.DexProgram;
import io.solflow.core.program.Outcome;
import io.solflow.core.wire.TransactionView;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/** Recorded transactions through reader, updates and extraction, against the trades that an independent oracle found. */
class CorpusTradesTest {

    private static final Map<String, String> LABELS = Map.of(
            "pumpfun", "PumpFun",
            "pumpswap", "PumpSwap",
            "moonshot", "Moonshot",
            "bonkswap", "BonkSwap",
            "jupdca", "JupiterDCA");

    private final ExtractCounters counters = new ExtractCounters();
    private final TradeExtractor extractor =
            new TradeExtractor(EnumSet.allOf(DexProgram.class), SeenTrades.forgetful(), counters);

    private final TransactionView transaction = new TransactionView();

    /**
     * A trade's facts.
     *
     * @param proof outer and inner index of the instruction at the trade's ordinal.
     */
    private record Row(
            String signature,
            String proof,
            String program,
            String mint,
            String side,
            long lamports,
            long baseUnits,
            String wallet,
            String timestamp) {}

    @Test
    void shouldFindExactlyTheTradesThatTheOracleFound() throws IOException {
        final List<Row> expected = expected();

        final List<Row> found = trades("tx", UnaryOperator.identity());

        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        assertThat(found).hasSizeGreaterThanOrEqualTo(30);
        assertThat(counters.undecodable().get()).isZero();
        assertThat(counters.malformedUpdates().get()).isZero();
        assertThat(counters.orphaned().get()).isZero();
        for (final DexProgram program : DexProgram.values()) {
            assertThat(counters.outcome(program, Outcome.MALFORMED).get())
                    .as("malformed instructions of %s", program.label())
                    .isZero();
            assertThat(counters.outcome(program, Outcome.UNKNOWN).get())
                    .as("unknown instructions of %s", program.label())
                    .isZero();
        }
    }

    @Test
    void shouldFindNoTradeInFailedTransactions() throws IOException {
        final Set<String> failed = new HashSet<>();
        Corpus.table("INDEX.tsv").stream()
                .filter(row -> row.get("success").equals("0"))
                .forEach(row -> failed.add(row.get("signature")));

        assertThat(trades("tx", UnaryOperator.identity()))
                .extracting(Row::signature)
                .doesNotContainAnyElementsOf(failed);
        assertThat(counters.failed().get()).isEqualTo(failed.size());
    }

    @Test
    void shouldFindNoTradeOfTheFiveProgramsInABlockOfThePast() throws IOException {
        final Set<String> expected = new HashSet<>();
        expected().forEach(row -> expected.add(row.signature));

        assertThat(trades("blocks/254170887.json.gz", UnaryOperator.identity()))
                .extracting(Row::signature)
                .allMatch(expected::contains);
        assertThat(counters.votes().get()).isEqualTo(158);
        assertThat(counters.failed().get()).isEqualTo(305);
    }

    /** There is no successful BonkSwap recording: two failed ones show its transfers, here taken as if they had not. */
    @Test
    void shouldFindTheBonkSwapLegsOfFailedTransactionsOnceTheirErrorIsCleared() throws IOException {
        final Map<String, String> leg = Corpus.table("FAILED_LEGS.tsv").stream()
                .filter(row -> row.get("program").equals("bonkswap"))
                .findFirst()
                .orElseThrow();

        final List<Row> found = trades("blocks/254170887.json.gz", CorpusTradesTest::withoutError).stream()
                .filter(row -> row.program.equals("BonkSwap"))
                .toList();

        assertThat(found)
                .anySatisfy(row -> {
                    assertThat(row.signature).isEqualTo(leg.get("signature"));
                    assertThat(row.mint).isEqualTo(leg.get("mint"));
                    assertThat(row.side).isEqualTo(leg.get("side"));
                    assertThat(row.lamports).isEqualTo(Long.parseLong(leg.get("lamports")));
                    assertThat(row.baseUnits).isEqualTo(Long.parseLong(leg.get("token_amount_raw")));
                    assertThat(row.wallet).isEqualTo(leg.get("wallet"));
                })
                .hasSize(2);
    }

    /** Each file's trades together have the oracle's amounts; a buy that emptied its curve is two of them. */
    @Test
    void shouldFindTheTradesOfTheInstructionsSince2026() throws IOException {
        final List<Map<String, String>> files = Corpus.table("tx2026/EXPECTED.tsv");
        for (final Map<String, String> expected : files) {
            final List<Row> found = trades("tx2026/" + expected.get("file"), UnaryOperator.identity());

            assertThat(found)
                    .as(expected.get("file"))
                    .hasSize(expected.get("notes").contains("PostCompleteBuyEvent") ? 2 : 1)
                    .allSatisfy(row -> {
                        assertThat(row.program).isEqualTo(expected.get("program"));
                        assertThat(row.mint).isEqualTo(expected.get("mint"));
                        assertThat(row.side).isEqualTo(expected.get("side"));
                        assertThat(row.wallet).isEqualTo(expected.get("wallet"));
                    });
            assertThat(found.stream().mapToLong(Row::lamports).sum())
                    .isEqualTo(Long.parseLong(expected.get("lamports")));
            assertThat(found.stream().mapToLong(Row::baseUnits).sum())
                    .isEqualTo(Long.parseLong(expected.get("token_amount_raw")));
            assertThat(found).extracting(Row::proof).doesNotHaveDuplicates();
        }
        for (final DexProgram program : DexProgram.values()) {
            assertThat(counters.outcome(program, Outcome.MALFORMED).get()).isZero();
            assertThat(counters.outcome(program, Outcome.UNKNOWN).get()).isZero();
            assertThat(counters.outcome(program, Outcome.BY_EVENT).get()).isZero();
        }
    }

    @Test
    void shouldReadARoutedSwapFromTheLogWhereInnerInstructionsAreNull() throws IOException {
        assertThat(trades("../cases/b06r-routed-inner-null.json", UnaryOperator.identity()))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.program).isEqualTo("PumpSwap");
                    assertThat(row.side).isEqualTo("buy");
                    assertThat(row.lamports).isEqualTo(56_655_849);
                    assertThat(row.baseUnits).isEqualTo(680_398_199);
                });
        assertThat(counters.outcome(DexProgram.PUMP_SWAP, Outcome.TRADE).get()).isEqualTo(1);
    }

    @Test
    void shouldKnowTheDecimalsOfPumpFunCoinsWithoutTokenBalances() throws IOException {
        assertThat(trades("../cases/b07-token-balances-null-pumpfun.json", UnaryOperator.identity()))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.side).isEqualTo("sell");
                    assertThat(row.lamports).isEqualTo(62_636_785);
                    assertThat(row.baseUnits).isEqualTo(947_132_252_233L);
                });
    }

    @Test
    void shouldGiveAFillOverSolTheAmountsOfItsLeg() throws IOException {
        assertThat(trades("../cases/d3-dca-usdc-to-x-leg-sol-to-x.json", UnaryOperator.identity()))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.program).isEqualTo("JupiterDCA");
                    assertThat(row.side).isEqualTo("buy");
                });
        assertThat(counters.dcaLegs().get()).isEqualTo(1);
        assertThat(counters.outcome(DexProgram.JUPITER_DCA, Outcome.TRADE).get())
                .isEqualTo(1);
    }

    @Test
    void shouldTellThreeTradersBehindOneRoutersAccount() throws IOException {
        assertThat(trades("../cases/w1-router-pda-three-payers.ndjson", UnaryOperator.identity()))
                .extracting(Row::wallet)
                .hasSize(3)
                .doesNotHaveDuplicates();
    }

    private static SubscribeUpdateTransactionInfo withoutError(final SubscribeUpdateTransactionInfo info) {
        return info.toBuilder().setMeta(info.getMeta().toBuilder().clearErr()).build();
    }

    /** The oracle's trades of the five programs that move SOL, in execution order, each of the wallet that traded. */
    private static List<Row> expected() throws IOException {
        final Map<String, String> wallets = new HashMap<>();
        Corpus.table("WALLETS.tsv").forEach(row -> wallets.put(instruction(row), row.get("wallet")));
        final List<Map<String, String>> table = new ArrayList<>(Corpus.table("EXPECTED.tsv"));
        table.removeIf(row ->
                !LABELS.containsKey(row.get("program")) || row.get("lamports").isEmpty());
        table.sort(Comparator.comparing((Map<String, String> row) -> row.get("signature"))
                .thenComparing(row -> Integer.parseInt(row.get("outer_ix_index")))
                .thenComparing(row -> Integer.parseInt(row.get("inner_ix_index"))));
        table.removeIf(row -> isDcaLeg(row, table));
        final List<Row> rows = new ArrayList<>();
        for (final Map<String, String> row : table) {
            final String eventTime = row.get("event_timestamp");
            rows.add(new Row(
                    row.get("signature"),
                    row.get("outer_ix_index") + "/"
                            + (row.get("program").equals("moonshot")
                                    ? row.get("inner_ix_index")
                                    : row.get("event_inner_ix_index")),
                    LABELS.get(row.get("program")),
                    row.get("mint"),
                    row.get("side"),
                    Long.parseLong(row.get("lamports")),
                    Long.parseLong(row.get("token_amount_raw")),
                    wallets.getOrDefault(instruction(row), row.get("wallet")),
                    eventTime.isEmpty() ? row.get("block_time") : eventTime));
        }
        return rows;
    }

    private static String instruction(final Map<String, String> row) {
        return row.get("signature") + "/" + row.get("outer_ix_index") + "/" + row.get("inner_ix_index");
    }

    private static boolean isDcaLeg(final Map<String, String> row, final List<Map<String, String>> table) {
        return !row.get("program").equals("jupdca")
                && table.stream()
                        .anyMatch(other -> other.get("program").equals("jupdca")
                                && other.get("signature").equals(row.get("signature"))
                                && other.get("mint").equals(row.get("mint"))
                                && other.get("side").equals(row.get("side")));
    }

    private List<Row> trades(final String path, final UnaryOperator<SubscribeUpdateTransactionInfo> change)
            throws IOException {
        final List<Row> rows = new ArrayList<>();
        final UpdateEvent event = new UpdateEvent();
        try (JsonRpcFiles files = JsonRpcFiles.open(List.of(Corpus.path(path)))) {
            for (Block block = files.next(); block != null; block = files.next()) {
                for (final SubscribeUpdateTransactionInfo info : block.transactions()) {
                    final byte[] update = BlockUpdates.plain()
                            .transaction(block, change.apply(info))
                            .toByteArray();
                    event.reset().slot(block.slot()).payload(update, 0, update.length);
                    block.blockTimeSeconds().ifPresent(seconds -> event.time(seconds, TimeSource.BLOCK_TIME));
                    event.kind(UpdateKind.TRANSACTION);
                    extractor.extract(event);
                    transaction.wrap(update, 0, update.length);
                    addRows(event, rows);
                }
            }
        }
        return rows;
    }

    private void addRows(final UpdateEvent event, final List<Row> rows) {
        for (int i = 0; i < event.trades().size(); i++) {
            final Trade trade = event.trades().get(i);
            rows.add(new Row(
                    Base58.encode(event.trades().signature(), 0, 64),
                    transaction.outerIndex(trade.ordinal()) + "/" + transaction.innerIndex(trade.ordinal()),
                    DexProgram.ofCode(trade.programCode()).label(),
                    trade.mint().toPubkey().toString(),
                    trade.side().label(),
                    trade.lamports(),
                    trade.baseUnits(),
                    trade.wallet().toPubkey().toString(),
                    Long.toString(trade.timestampSeconds())));
        }
    }
}
