package io.solflow.app.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.solflow.app.command.RunCommand;
import io.solflow.app.config.ExitCode;
import io.solflow.app.support.AnsweringServer;
import io.solflow.app.support.AnsweringServer.Stream;
import io.solflow.app.support.GrpcRun;
import io.solflow.app.support.PipelineRun;
import io.solflow.app.support.ServedMarket;
import io.solflow.app.support.TestToken;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.BlockUpdates;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.connect.StreamTuning;
import io.solflow.ingest.source.stream.SourceEnd;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Servers that leave out, refuse to replay or answer wrongly, down to the tables: what is stored are the market's trades but
 * for those of the slots in {@code ingest_gaps}, to the last one.
 */
@Timeout(180)
class LeftOutSlotsTest {

    private static final long SEED = 20_261_201;
    private static final ServedMarket MARKET =
            new ServedMarket(MarketConfig.of(40, 20, SEED).lasting(40));
    private static final BlockUpdates UPDATES = BlockUpdates.plain().withFilters(List.of("solflow"));

    /** Blocks that the first run stores. */
    private static final int STORED = 30;

    private static final int LIVE = 60;
    private static final long PING_MS = 10;

    @TempDir
    Path folder;

    private Path database;

    @BeforeEach
    void nameDatabase() {
        database = folder.resolve("left-out.db");
    }

    /** Row by row of the table: statuses of the head come first, the replay breaks off, the next one brings the rest. */
    @ParameterizedTest
    @EnumSource(
            value = Commitment.class,
            names = {"PROCESSED", "CONFIRMED"})
    void shouldMissNothingWhenTheHeadsStatusesComeBeforeTheReplay(final Commitment commitment) throws Exception {
        storeTheFirst(commitment);
        final AtomicInteger streams = new AtomicInteger();
        try (AnsweringServer server = AnsweringServer.start(stream -> {
                    final boolean breaks = streams.getAndIncrement() < 3;
                    final int from = firstFrom(stream.fromSlot());
                    final int to = breaks ? Math.min(MARKET.size(), from + 45) : MARKET.size();
                    for (int head = MARKET.size() - 40; breaks && head < MARKET.size(); head++) {
                        sendStatuses(stream, MARKET.block(head));
                    }
                    for (int block = from; block < to; block++) {
                        stream.send(MARKET.block(block));
                        sendStatuses(stream, MARKET.block(block));
                    }
                    if (breaks) {
                        stream.end(Status.UNAVAILABLE.withDescription("node restarts"));
                    } else {
                        stream.pingUntilGone(PING_MS);
                    }
                });
                GrpcRun run = GrpcRun.start(database, config(server.port(), commitment))) {
            run.awaitCommitted(MARKET.lastSlot());
            run.stop();
            assertThat(server.streams()).hasSizeGreaterThan(3).allMatch(Stream::hasFromSlot);
        }
        assertThat(PipelineRun.rows(database, "SELECT * FROM ingest_gaps")).isEmpty();
        assertTruthWithoutGaps(commitment);
    }

    /** A server leaves blocks out in mid-stream; the parent of the next one tells. */
    @ParameterizedTest
    @EnumSource(
            value = Commitment.class,
            names = {"PROCESSED", "CONFIRMED"})
    void shouldRecordExactlyTheBlocksThatAreLeftOutInMidStream(final Commitment commitment) throws Exception {
        storeTheFirst(commitment);
        try (AnsweringServer server = AnsweringServer.start(stream -> {
                    for (int block = firstFrom(stream.fromSlot()); block < MARKET.size(); block++) {
                        if (block < 50 || (block >= 53 && block != 70)) {
                            stream.send(MARKET.block(block));
                        }
                    }
                    stream.pingUntilGone(PING_MS);
                });
                GrpcRun run = GrpcRun.start(database, config(server.port(), commitment))) {
            run.awaitCommitted(MARKET.lastSlot());
            run.stop();
        }
        assertThat(PipelineRun.rows(database, "SELECT from_slot, to_slot, reason FROM ingest_gaps ORDER BY from_slot"))
                .containsExactly(gap(50, 53, "left out by the server"), gap(70, 71, "left out by the server"));
        assertTruthWithoutGaps(commitment);
    }

    /** A server that ignores the slot to begin with and sends no block metas. */
    @Test
    void shouldRecordWhatLiesBetweenWhereASlotIsIgnoredAndNoBlockMetasCome() throws Exception {
        storeTheFirst(Commitment.CONFIRMED);
        try (AnsweringServer server = AnsweringServer.start(stream -> {
                    for (int block = LIVE; block < MARKET.size(); block++) {
                        final Block sent = MARKET.block(block);
                        sent.transactions()
                                .forEach(transaction -> stream.send(
                                        UPDATES.transaction(sent, transaction).toByteArray()));
                        stream.send(UPDATES.slotStatus(sent, SlotStatus.SLOT_CONFIRMED)
                                .toByteArray());
                    }
                    stream.pingUntilGone(PING_MS);
                });
                GrpcRun run = GrpcRun.start(database, config(server.port(), Commitment.CONFIRMED))) {
            run.awaitCommitted(MARKET.slot(MARKET.size() - 30));
            run.awaitUntil(() -> count("SELECT count(*) FROM trades WHERE id >> 29 = (SELECT max(id) >> 29 FROM trades)"
                            + " AND id >> 29 >= " + lastTradedSlot())
                    > 0);
            run.stop();
        }
        assertThat(PipelineRun.rows(database, "SELECT from_slot, to_slot, reason FROM ingest_gaps"))
                .containsExactly(gap(STORED, LIVE, "replay unavailable"));
        assertTruthWithoutGaps(Commitment.PROCESSED);
    }

    @Test
    void shouldLeaveTheDatabaseAsItIsWhenTheChainBeginsAnew() throws Exception {
        storeTheFirst(Commitment.CONFIRMED);
        final List<String> before = everything();
        final ServedMarket anew = new ServedMarket(MarketConfig.of(40, 20, SEED + 1)
                .lasting(40)
                .startingAt(1, MarketConfig.DEFAULT_START_TIME_SECONDS + 600));
        try (AnsweringServer server = AnsweringServer.start(stream -> {
                    for (int block = 0; block < anew.size(); block++) {
                        stream.send(anew.block(block));
                    }
                    stream.pingUntilGone(PING_MS);
                });
                GrpcRun run = GrpcRun.start(database, config(server.port(), Commitment.CONFIRMED))) {
            final SourceEnd end = run.awaitSourceEnd();
            run.stop();

            assertThat(end.kind()).isEqualTo(SourceEnd.Kind.OTHER_CHAIN);
            assertThat(RunCommand.exitCode(end)).isEqualTo(ExitCode.USAGE);
        }
        assertThat(everything()).isEqualTo(before);
    }

    private void storeTheFirst(final Commitment commitment) throws Exception {
        try (AnsweringServer server = AnsweringServer.start(stream -> {
                    for (int block = 0; block < STORED; block++) {
                        stream.send(MARKET.block(block));
                    }
                    stream.pingUntilGone(PING_MS);
                });
                GrpcRun run = GrpcRun.start(database, config(server.port(), commitment))) {
            run.awaitCommitted(MARKET.slot(STORED - 1));
            run.stop();
        }
    }

    private static void sendStatuses(final Stream stream, final Block block) {
        stream.send(UPDATES.slotStatus(block, SlotStatus.SLOT_PROCESSED).toByteArray());
        stream.send(UPDATES.slotStatus(block, SlotStatus.SLOT_CONFIRMED).toByteArray());
    }

    private static int firstFrom(final long fromSlot) {
        int block = 0;
        while (MARKET.slot(block) < fromSlot) {
            block++;
        }
        return block;
    }

    private static long lastTradedSlot() {
        return MARKET.expected().get(MARKET.expected().size() - 1).slot();
    }

    /** The row for the blocks from one to before another. */
    private static String gap(final int from, final int before, final String reason) {
        return (MARKET.slot(from - 1) + 1) + "|" + MARKET.block(before).parentSlot() + "|" + reason;
    }

    /** Stored are the market's trades without those in gaps; times are estimates where block times come too late. */
    private void assertTruthWithoutGaps(final Commitment commitment) throws SQLException {
        final List<long[]> gaps = PipelineRun.rows(database, "SELECT from_slot, to_slot FROM ingest_gaps").stream()
                .map(row -> row.split("\\|", -1))
                .map(row -> new long[] {Long.parseLong(row[0]), Long.parseLong(row[1])})
                .toList();
        final List<String> expected = MARKET.expected().stream()
                .filter(trade -> gaps.stream().noneMatch(gap -> trade.slot() >= gap[0] && trade.slot() <= gap[1]))
                .map(ServedMarket::row)
                .map(row -> withoutTime(row, commitment))
                .toList();
        assertThat(PipelineRun.rows(database, ServedMarket.ROWS).stream()
                        .map(row -> withoutTime(row, commitment))
                        .toList())
                .as("seed %d", SEED)
                .isEqualTo(expected);
        assertThat(PipelineRun.verify(database).details()).isEmpty();
    }

    private static String withoutTime(final String row, final Commitment commitment) {
        return commitment == Commitment.PROCESSED ? row.substring(0, row.lastIndexOf('|')) : row;
    }

    private List<String> everything() throws SQLException {
        return List.of(
                String.join("\n", PipelineRun.rows(database, "SELECT * FROM token_trades")),
                String.join("\n", PipelineRun.rows(database, "SELECT * FROM token_rolling_metrics")),
                String.join("\n", PipelineRun.rows(database, "SELECT slot, watermark FROM checkpoint")),
                String.join("\n", PipelineRun.rows(database, "SELECT * FROM ingest_gaps")));
    }

    private long count(final String sql) throws SQLException {
        return Long.parseLong(PipelineRun.rows(database, sql).get(0));
    }

    private static GeyserConfig config(final int port, final Commitment commitment) {
        return new GeyserConfig(
                new GeyserEndpoint(false, "127.0.0.1", port),
                TestToken.RIGHT,
                commitment,
                GrpcRun.allPrograms(),
                null,
                StreamTuning.DEFAULT,
                new ReconnectPolicy(1, 50, 0, 50, 6, SEED));
    }
}
