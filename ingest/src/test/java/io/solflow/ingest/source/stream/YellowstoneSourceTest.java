package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.proto.CommitmentLevel;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.proto.SubscribeRequest;
import io.solflow.ingest.proto.SubscribeRequestFilterTransactions;
import io.solflow.ingest.proto.SubscribeRequestPing;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.connect.StreamTuning;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.RecordingPipeline;
import io.solflow.ingest.source.slots.RecordingPipeline.Entry;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.ingest.source.slots.Updates;
import io.solflow.ingest.source.stream.ScriptedServer.Stream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.logging.SimpleFormatter;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class YellowstoneSourceTest {

    private static final long SLOT = 398_202_772L;
    private static final long TIME = 1_770_287_039L;
    private static final long END_MS = 20_000;
    private static final String TOKEN = "0f3b8f0e-t0ken-of-the-test";
    private static final List<String> PROGRAMS =
            List.of("6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P", "pAMMBay6oceH9fJKBRHGP5D4bD4sWpmSwMn52FMfXEA");
    private static final ReconnectPolicy FAST = new ReconnectPolicy(1, 20, 10_000, 5, 6, 1);

    private static final ReconnectPolicy SLOW = new ReconnectPolicy(60_000, 60_000, 0, 60_000, 6, 1);

    private final RecordingPipeline recorder = new RecordingPipeline();
    private ScriptedServer server;
    private StreamTuning tuning = StreamTuning.DEFAULT;
    private Commitment commitment = Commitment.CONFIRMED;
    private ReconnectPolicy policy = FAST;
    private long checkpoint = UpdateSink.NO_CHECKPOINT;
    private YellowstoneSource source;
    private UpdateRouter router;

    @BeforeAll
    static void allowForBusyMachines() {
        Awaitility.setDefaultTimeout(30, TimeUnit.SECONDS);
    }

    @BeforeEach
    void open() throws IOException {
        server = ScriptedServer.plain();
    }

    @AfterEach
    void close() throws InterruptedException {
        if (source != null) {
            source.stop();
            assertThat(source.awaitEnd(END_MS)).isPresent();
        }
        server.close();
        recorder.close();
    }

    @Test
    void shouldSubscribeToTransactionsBlockMetasAndSlots() throws InterruptedException {
        start();

        final SubscribeRequest request = server.accept().request();

        assertThat(request.getTransactionsMap().values())
                .containsExactly(SubscribeRequestFilterTransactions.newBuilder()
                        .setVote(false)
                        .setFailed(false)
                        .addAllAccountInclude(PROGRAMS)
                        .build());
        assertThat(request.getBlocksMetaCount()).isEqualTo(1);
        assertThat(request.getSlotsMap().values()).singleElement().satisfies(slots -> {
            assertThat(slots.getFilterByCommitment()).isTrue();
            assertThat(slots.getInterslotUpdates()).isFalse();
        });
        assertThat(request.getCommitment()).isEqualTo(CommitmentLevel.CONFIRMED);
        assertThat(request.hasFromSlot()).isFalse();
        assertThat(request.hasPing()).isFalse();
        assertThat(request.getBlocksCount() + request.getAccountsCount() + request.getEntryCount())
                .isZero();
    }

    @Test
    void shouldSendTheTokenAndAskForNoCompression() throws InterruptedException {
        start();

        final Stream stream = server.accept();

        assertThat(stream.header("x-token")).isEqualTo(TOKEN);
        assertThat(stream.header("grpc-accept-encoding")).isNull();
    }

    @Test
    void shouldAnswerEachPingWithAMessageThatCarriesNothingElse() throws InterruptedException {
        start();
        final Stream stream = server.accept();
        stream.request();

        stream.send(Updates.ping(), Updates.ping());

        for (int i = 1; i <= 2; i++) {
            assertThat(stream.request())
                    .isEqualTo(SubscribeRequest.newBuilder()
                            .setPing(SubscribeRequestPing.newBuilder().setId(i))
                            .build());
        }
    }

    @Test
    void shouldDeliverLargeUpdatesByteForByte() throws InterruptedException {
        start();
        final Stream stream = server.accept();
        final SplittableRandom random = new SplittableRandom(11);
        final List<byte[]> sent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            final byte[] filler = new byte[i == 20 ? 20 << 20 : random.nextInt(200_000)];
            random.nextBytes(filler);
            sent.add(Updates.transaction(SLOT, i, filler));
        }

        for (final byte[] update : sent) {
            stream.send(update);
        }
        stream.send(Updates.meta(SLOT, TIME));

        awaitEntries(41);
        final List<Entry> entries = recorder.entries(UpdateKind.TRANSACTION);
        for (int i = 0; i < sent.size(); i++) {
            assertThat(entries.get(i).payload().toByteArray())
                    .as("seed 11, update %d", i)
                    .isEqualTo(sent.get(i));
        }
    }

    @Test
    void shouldResumeBehindTheCheckpointAndLoseNothingWhenAStreamBreaks() throws InterruptedException {
        checkpoint = SLOT - 1;
        start();
        Stream stream = server.accept();
        stream.request();
        sendSlot(stream, SLOT);
        sendSlot(stream, SLOT + 1);
        stream.send(Updates.transaction(SLOT + 2, 0));
        awaitEntries(8);
        stream.end(Status.UNAVAILABLE.withDescription("server is shutting down try again later"));

        stream = server.accept();
        assertThat(stream.fromSlot()).isEqualTo(SLOT + 1 - ResumePlan.REWIND_SLOTS);
        for (int i = -ResumePlan.REWIND_SLOTS + 1; i <= 3; i++) {
            sendSlot(stream, SLOT + i);
        }

        await().until(() -> router.sink().checkpointSlot() == SLOT + 3);
        final List<Entry> transactions = recorder.entries(UpdateKind.TRANSACTION);
        for (int slot = 0; slot <= 3; slot++) {
            final long number = SLOT + slot;
            assertThat(transactions.stream()
                            .filter(entry -> entry.slot() == number)
                            .map(Entry::payload)
                            .distinct())
                    .hasSize(3);
        }
        // what was released before comes again and is dropped by the extract stage; what was open comes once or twice
        final SlotAssembler assembler = (SlotAssembler) router.sink();
        assertThat(assembler.counters().replayedTransactions().get()).isEqualTo(6);
        assertThat(recorder.entries(UpdateKind.SLOT_END).stream().map(Entry::slot))
                .doesNotHaveDuplicates();
        assertThat(recorder.gaps()).isEmpty();
        assertThat(source.status().reconnects()).isEqualTo(1);
    }

    @Test
    void shouldResumeBehindAnEarlierRunsCheckpoint() throws InterruptedException {
        checkpoint = SLOT;
        start();

        assertThat(server.accept().fromSlot()).isEqualTo(SLOT - ResumePlan.REWIND_SLOTS);
    }

    /** Before its first checkpoint a run would not know where to go on, and its first slot would stay half. */
    @Test
    void shouldReturnToItsFirstSlotWhenAStreamBreaksBeforeTheFirstCheckpoint() throws InterruptedException {
        start();
        final Stream first = server.accept();
        assertThat(first.fromSlot()).isEqualTo(ResumePlan.LIVE);
        first.send(Updates.transaction(SLOT, 0));
        await().until(() -> router.lastSlot().get() == SLOT);
        first.end(Status.UNAVAILABLE);

        final Stream second = server.accept();
        assertThat(second.fromSlot()).isEqualTo(SLOT);
        for (int i = 0; i < 3; i++) {
            sendSlot(second, SLOT + i);
        }
        await().until(() -> router.sink().checkpointSlot() == SLOT + 2);
        assertThat(recorder.gaps()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"UNAUTHENTICATED", "PERMISSION_DENIED", "INVALID_ARGUMENT", "FAILED_PRECONDITION"})
    void shouldEndWhenTheServerRefuses(final Status.Code code) throws InterruptedException {
        start();
        server.accept().end(code.toStatus().withDescription("no, " + TOKEN));

        final SourceEnd end = source.awaitEnd();

        assertThat(end.kind()).isEqualTo(SourceEnd.Kind.REFUSED);
        assertThat(end.status()).isEqualTo(code.name());
        assertThat(end.message()).contains(code.name(), "'no, ***'").doesNotContain(TOKEN);
        assertThat(source.status().state()).isEqualTo(SourceState.ENDED);
        assertThat(server.hasStream()).isFalse();
    }

    @Test
    void shouldRecordTheExactGapWhenTheReplayIsTooOld() throws InterruptedException {
        checkpoint = SLOT;
        start();
        final Stream refused = server.accept();
        final long asked = refused.fromSlot();
        refused.end(Status.OUT_OF_RANGE.withDescription(
                "broadcast from " + asked + " is not available, last available: " + (SLOT + 101)));

        final Stream stream = server.accept();
        assertThat(stream.fromSlot()).isEqualTo(SLOT + 101);
        stream.send(Updates.meta(SLOT + 101, TIME, SLOT + 100));

        awaitEntries(2);
        assertThat(recorder.entries().get(0).kind()).isEqualTo(UpdateKind.GAP);
        assertThat(recorder.gaps()).containsExactly((SLOT + 1) + ".." + (SLOT + 100) + " REPLAY_TOO_OLD");
    }

    @Test
    void shouldRecordNoGapWhenOnlyTheRewoundSlotsAreTooOld() throws InterruptedException {
        checkpoint = SLOT;
        start();
        server.accept()
                .end(Status.OUT_OF_RANGE.withDescription(
                        "broadcast from 1 is not available, last available: " + (SLOT - 3)));

        final Stream stream = server.accept();
        assertThat(stream.fromSlot()).isEqualTo(SLOT - 3);
        stream.send(Updates.meta(SLOT - 3, TIME));
        stream.end(Status.UNAVAILABLE);
        assertThat(server.accept().fromSlot()).isEqualTo(SLOT - 3);

        assertThat(recorder.gaps()).isEmpty();
    }

    @Test
    void shouldGoLiveAtOnceWhenTheServerDoesNotReplay() throws InterruptedException {
        checkpoint = SLOT;
        start();
        server.accept().end(Status.INTERNAL.withDescription("from_slot is not supported"));

        final Stream stream = server.accept();
        assertThat(stream.fromSlot()).isEqualTo(ResumePlan.LIVE);
        stream.send(Updates.transaction(SLOT + 51, 0), Updates.meta(SLOT + 51, TIME));

        awaitEntries(3);
        assertThat(recorder.gaps()).containsExactly((SLOT + 1) + ".." + (SLOT + 50) + " REPLAY_UNAVAILABLE");
        assertThat(recorder.entries().get(0).kind()).isEqualTo(UpdateKind.GAP);
    }

    @Test
    void shouldGiveTheReplayUpAfterSixTries() throws InterruptedException {
        checkpoint = SLOT;
        start();
        for (int i = 0; i < 6; i++) {
            final Stream stream = server.accept();
            assertThat(stream.fromSlot()).isEqualTo(SLOT - ResumePlan.REWIND_SLOTS);
            stream.end(Status.INTERNAL.withDescription("failed to get replay response"));
        }

        final Stream stream = server.accept();
        assertThat(stream.fromSlot()).isEqualTo(ResumePlan.LIVE);
        stream.send(Updates.ping(), Updates.meta(SLOT + 9, TIME, SLOT + 8));

        awaitEntries(2);
        assertThat(recorder.gaps()).containsExactly((SLOT + 1) + ".." + (SLOT + 8) + " REPLAY_UNAVAILABLE");
    }

    @Test
    void shouldCountTheFirstLiveSlotAsLostAtProcessed() throws InterruptedException {
        checkpoint = SLOT;
        commitment = Commitment.PROCESSED;
        start();
        server.accept().end(Status.INTERNAL.withDescription("from_slot is not supported"));
        server.accept().send(Updates.transaction(SLOT + 4, 7));

        awaitEntries(2);
        assertThat(recorder.gaps()).containsExactly((SLOT + 1) + ".." + (SLOT + 4) + " REPLAY_UNAVAILABLE");
    }

    /** What settles or announces other slots may come before anything of the stream's first. */
    @Test
    void shouldNotTakeTheStatusOfAnotherSlotForTheFirstOfALiveStreamAtProcessed() throws InterruptedException {
        checkpoint = SLOT;
        commitment = Commitment.PROCESSED;
        start();
        server.accept().end(Status.INTERNAL.withDescription("from_slot is not supported"));
        final Stream stream = server.accept();
        stream.send(
                Updates.status(SLOT + 20, SlotStatus.SLOT_FINALIZED),
                Updates.status(SLOT + 49, SlotStatus.SLOT_CONFIRMED),
                Updates.status(SLOT + 52, SlotStatus.SLOT_FIRST_SHRED_RECEIVED),
                Updates.transaction(SLOT + 51, 0),
                Updates.meta(SLOT + 51, TIME));

        awaitEntries(3);
        assertThat(recorder.gaps()).containsExactly((SLOT + 1) + ".." + (SLOT + 51) + " REPLAY_UNAVAILABLE");
    }

    /** A replay has complete slots only, and goes on live in the midst of the one that is being produced. */
    @Test
    void shouldFetchTheSlotThatAResumedStreamBeganInAtProcessed() throws InterruptedException {
        final Stream live = resumeWithinSlot(SLOT + 3);
        live.send(Updates.meta(SLOT + 4, TIME + 2));

        final Stream fetch = server.accept();
        assertThat(fetch.fromSlot()).isEqualTo(SLOT + 3);
        fetch.send(Updates.ping());
        sendSlot(fetch, SLOT + 3);
        sendSlot(fetch, SLOT + 4);

        await().until(() -> recorder.entries(UpdateKind.TRANSACTION).stream()
                        .filter(entry -> entry.slot() == SLOT + 3)
                        .map(Entry::payload)
                        .distinct()
                        .count()
                == 3);
        await().until(fetch::cancelled);
        assertThat(recorder.entries(UpdateKind.TRANSACTION)).noneMatch(entry -> entry.slot() == SLOT + 4);
        assertThat(live.cancelled()).isFalse();
        assertThat(recorder.gaps()).isEmpty();
        assertThat(source.status().reconnects()).isZero();
    }

    @Test
    void shouldRecordTheSlotThatAResumedStreamBeganInWhenItCannotBeFetched() throws InterruptedException {
        final Stream live = resumeWithinSlot(SLOT + 3);
        live.send(Updates.meta(SLOT + 4, TIME + 2));

        for (int i = 0; i < MidSlotRepair.MAX_TRIES; i++) {
            server.accept().end(Status.RESOURCE_EXHAUSTED.withDescription("one stream a token"));
        }

        await().until(() -> !recorder.gaps().isEmpty());
        assertThat(recorder.gaps()).containsExactly((SLOT + 3) + ".." + (SLOT + 3) + " REPLAY_UNAVAILABLE");
        sendSlot(live, SLOT + 5);
        await().until(() -> router.sink().checkpointSlot() == SLOT + 5);
        assertThat(server.hasStream()).isFalse();
    }

    @Test
    void shouldNotTakeALiveSlotForTheReplayOfTheSlotThatAStreamBeganIn() throws InterruptedException {
        final Stream live = resumeWithinSlot(SLOT + 3);
        live.send(Updates.meta(SLOT + 4, TIME + 2));

        for (int i = 0; i < MidSlotRepair.MAX_TRIES; i++) {
            sendSlot(server.accept(), SLOT + 5);
        }

        await().until(() -> !recorder.gaps().isEmpty());
        assertThat(recorder.gaps()).containsExactly((SLOT + 3) + ".." + (SLOT + 3) + " REPLAY_UNAVAILABLE");
    }

    @Test
    void shouldFetchNothingWhereSlotsAreSentWhole() throws InterruptedException {
        checkpoint = SLOT;
        start();
        final Stream stream = server.accept();
        for (int i = 1; i <= 5; i++) {
            sendSlot(stream, SLOT + i);
            stream.send(Updates.status(SLOT + i, SlotStatus.SLOT_CONFIRMED));
        }
        await().until(() -> router.sink().checkpointSlot() == SLOT + 5);
        assertThat(server.hasStream()).isFalse();
    }

    /** A stream at processed that has replayed two slots and come in the midst of a third; the next one has begun. */
    private Stream resumeWithinSlot(final long slot) throws InterruptedException {
        checkpoint = slot - 3;
        commitment = Commitment.PROCESSED;
        start();
        final Stream stream = server.accept();
        for (long replayed = slot - 2; replayed < slot; replayed++) {
            sendSlot(stream, replayed);
            stream.send(Updates.status(replayed, SlotStatus.SLOT_PROCESSED));
        }
        stream.send(
                Updates.transaction(slot, 2),
                Updates.meta(slot, TIME + (slot - SLOT) * 2 / 5),
                Updates.status(slot, SlotStatus.SLOT_PROCESSED),
                Updates.status(slot + 1, SlotStatus.SLOT_FIRST_SHRED_RECEIVED));
        return stream;
    }

    @Test
    void shouldAskForTheStatusesOfAllSlotsAtProcessed() throws InterruptedException {
        commitment = Commitment.PROCESSED;
        start();

        final SubscribeRequest request = server.accept().request();

        assertThat(request.getCommitment()).isEqualTo(CommitmentLevel.PROCESSED);
        assertThat(request.getSlotsMap().values()).singleElement().satisfies(slots -> {
            assertThat(slots.getFilterByCommitment()).isFalse();
            assertThat(slots.getInterslotUpdates()).isTrue();
        });
    }

    @Test
    void shouldNoticeASilentStream() throws InterruptedException {
        checkpoint = SLOT - 1;
        tuning = new StreamTuning(10, 64 << 20, 8 << 20, 256, 200, 30_000, false);
        start();
        server.accept().send(Updates.meta(SLOT, TIME));

        assertThat(server.accept().fromSlot()).isEqualTo(SLOT - ResumePlan.REWIND_SLOTS);
    }

    @Test
    void shouldNoticeAStreamThatOnlyPings() throws InterruptedException {
        checkpoint = SLOT - 1;
        tuning = new StreamTuning(10, 64 << 20, 8 << 20, 256, 30_000, 400, false);
        start();
        final Stream stream = server.accept();
        stream.send(Updates.meta(SLOT, TIME));

        await().pollInterval(20, TimeUnit.MILLISECONDS).until(() -> {
            stream.send(Updates.ping());
            return server.hasStream();
        });

        assertThat(server.accept().fromSlot()).isEqualTo(SLOT - ResumePlan.REWIND_SLOTS);
        assertThat(source.status().reconnects()).isEqualTo(1);
    }

    @Test
    void shouldKeepAStreamWhoseRingWasFullForLongerThanTheStallTimeout() throws InterruptedException {
        tuning = new StreamTuning(10, 64 << 20, 64 << 10, 4, 200, 200, false);
        start();
        final Stream stream = server.accept();
        recorder.block();
        final int updates = 6_000;
        for (int i = 0; i < updates; i++) {
            stream.send(Updates.meta(SLOT + i, TIME + i * 2L / 5));
        }
        await().until(() -> recorder.publisher().fullWaits().get() > 0);
        final long fullNs = System.nanoTime();
        await().until(() -> System.nanoTime() - fullNs > TimeUnit.MILLISECONDS.toNanos(600));
        recorder.unblock();

        await().until(() -> router.lastSlot().get() == SLOT + updates - 1);
        assertThat(recorder.entries(UpdateKind.SLOT_END)).hasSizeGreaterThanOrEqualTo(updates);
        assertThat(recorder.publisher().fullWaitNs().get()).isGreaterThan(TimeUnit.MILLISECONDS.toNanos(500));
        assertThat(stream.cancelled()).isFalse();
    }

    @Test
    void shouldStopAtOnceWhileTheRingIsFull() throws InterruptedException {
        start();
        final Stream stream = server.accept();
        recorder.block();
        for (int i = 0; i < 6_000; i++) {
            stream.send(Updates.meta(SLOT + i, TIME + i * 2L / 5));
        }
        await().until(() -> recorder.publisher().fullWaits().get() > 0);

        source.stop();
        source.stop();
        recorder.pipeline().drain(1);

        assertThat(source.awaitEnd(END_MS)).isPresent();
        recorder.unblock();
    }

    @Test
    void shouldEndWhenThePipelineTakesNoMore() throws InterruptedException {
        start();
        final Stream stream = server.accept();
        recorder.pipeline().drain(END_MS);
        stream.send(Updates.meta(SLOT, TIME));

        assertThat(source.awaitEnd().kind()).isEqualTo(SourceEnd.Kind.SINK_CLOSED);
    }

    @Test
    void shouldSkipGarbageAndGoOn() throws InterruptedException {
        start();
        final Stream stream = server.accept();
        stream.send(
                new byte[] {(byte) 0xFF, (byte) 0xFF},
                Updates.transaction(-1, 0),
                Updates.transaction(1L << 34, 0),
                Updates.meta(Long.MAX_VALUE, TIME),
                new byte[0],
                Updates.meta(SLOT, TIME));

        awaitEntries(1);
        assertThat(router.malformed().get()).isEqualTo(4);
        assertThat(router.count(UpdateEnvelope.Kind.UNKNOWN).get()).isEqualTo(1);
        assertThat(recorder.entries()).hasSize(1);
    }

    @Test
    void shouldSayThatNobodyListensAndConnectOnceSomebodyDoes() throws InterruptedException, IOException {
        final int port = server.port();
        server.close();
        start(new GeyserEndpoint(false, "127.0.0.1", port));
        await().untilAsserted(() ->
                assertThat(source.status().reason()).contains("127.0.0.1:" + port, "nobody listens there"));

        server = ScriptedServer.plain(port);
        server.accept().send(Updates.meta(SLOT, TIME));

        awaitEntries(1);
        assertThat(source.status().state()).isEqualTo(SourceState.STREAMING);
        assertThat(source.status().lastSlot()).isEqualTo(SLOT);
        assertThat(source.status().lagSeconds(TIME + 3)).isEqualTo(3);
    }

    @Test
    void shouldSayThatAHostIsUnknownAndGoOnTrying() {
        start(new GeyserEndpoint(true, "no-such-host.invalid", 443));

        await().untilAsserted(() ->
                assertThat(source.status().reason()).contains("unknown host 'no-such-host.invalid'", "GEYSER_URL"));
    }

    @Test
    void shouldSayThatAnUpdateIsTooLarge() throws InterruptedException {
        tuning = new StreamTuning(10, 64 << 10, 8 << 20, 256, 30_000, 30_000, false);
        policy = SLOW;
        start();
        server.accept().send(Updates.transaction(SLOT, 0, new byte[70_000]));

        await().until(() -> source.status().state() == SourceState.WAITING);
        assertThat(source.status().reason()).contains("RESOURCE_EXHAUSTED", "larger than SolFlow takes");
        assertThat(router.updates()).isZero();
    }

    @Test
    void shouldSayThatAnHttpServerIsNoGrpcEndpoint() throws IOException {
        try (ServerSocket web = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            final Thread answering = new Thread(() -> answerHttp(web));
            answering.setDaemon(true);
            answering.start();
            policy = SLOW;
            start(new GeyserEndpoint(false, "127.0.0.1", web.getLocalPort()));

            await().until(() -> source.status().reason().contains("not a gRPC endpoint"));
        }
    }

    private static void answerHttp(final ServerSocket web) {
        while (!web.isClosed()) {
            try (Socket client = web.accept();
                    OutputStream out = client.getOutputStream()) {
                out.write("HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\n\r\n{\"jsonrpc\":\"2.0\"}"
                        .getBytes(StandardCharsets.US_ASCII));
                out.flush();
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (final IOException e) {
                return;
            }
        }
    }

    @Test
    void shouldNeverShowTheTokenNotEvenInTheMostDetailedLog() throws InterruptedException {
        final ByteArrayOutputStream log = new ByteArrayOutputStream();
        final Logger root = Logger.getLogger("");
        final Level level = root.getLevel();
        final Handler handler = new LogCapture(log);
        root.addHandler(handler);
        root.setLevel(Level.ALL);
        try {
            start();
            server.accept().end(Status.UNAVAILABLE.withDescription(TOKEN));
            server.accept().end(Status.UNAUTHENTICATED.withDescription(TOKEN));
            assertThat(source.awaitEnd().toString()).doesNotContain(TOKEN);
        } finally {
            root.removeHandler(handler);
            root.setLevel(level);
        }

        assertThat(log.toString(StandardCharsets.UTF_8))
                .contains("UNAUTHENTICATED")
                .doesNotContain(TOKEN);
        assertThat(source.status().toString()).doesNotContain(TOKEN);
    }

    private static final class LogCapture extends Handler {
        private final PrintWriter out;

        LogCapture(final OutputStream stream) {
            out = new PrintWriter(stream, true, StandardCharsets.UTF_8);
            setLevel(Level.ALL);
            setFormatter(new SimpleFormatter());
        }

        @Override
        public synchronized void publish(final LogRecord record) {
            // the test's server logs the headers that it receives
            if (!record.getLoggerName().endsWith("NettyServerHandler")) {
                out.println(getFormatter().format(record));
            }
        }

        @Override
        public void flush() {
            out.flush();
        }

        @Override
        public void close() {
            out.close();
        }
    }

    @Test
    void shouldStopBeforeItsStart() throws InterruptedException {
        source = newSource(new GeyserEndpoint(false, "127.0.0.1", server.port()));
        source.stop();

        assertThat(source.awaitEnd().kind()).isEqualTo(SourceEnd.Kind.STOPPED);
        assertThatThrownBy(source::start).isInstanceOf(IllegalStateException.class);
    }

    private void start() {
        start(new GeyserEndpoint(false, "127.0.0.1", server.port()));
    }

    private void start(final GeyserEndpoint endpoint) {
        source = newSource(endpoint);
        source.start();
    }

    private YellowstoneSource newSource(final GeyserEndpoint endpoint) {
        router =
                new UpdateRouter(new SlotAssembler(AssemblerConfig.live(commitment), recorder.publisher(), checkpoint));
        return newSource(endpoint, router);
    }

    private YellowstoneSource newSource(final GeyserEndpoint endpoint, final UpdateRouter target) {
        return new YellowstoneSource(
                new GeyserConfig(endpoint, TOKEN, commitment, PROGRAMS, null, tuning, policy), target);
    }

    private static void sendSlot(final Stream stream, final long slot) {
        for (int i = 0; i < 3; i++) {
            stream.send(Updates.transaction(slot, i));
        }
        stream.send(Updates.meta(slot, TIME + (slot - SLOT) * 2 / 5));
    }

    private void awaitEntries(final int count) {
        await().until(() -> recorder.entries().size() >= count);
    }
}
