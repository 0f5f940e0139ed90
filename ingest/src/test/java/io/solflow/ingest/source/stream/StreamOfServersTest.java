package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.connect.StreamTuning;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.RecordingPipeline;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.ingest.source.slots.Updates;
import io.solflow.ingest.source.stream.ScriptedServer.Stream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Yellowstone, Richat, LaserStream, test validators and what stands in front of them answer differently: each by its script. */
@Timeout(120)
class StreamOfServersTest {

    private static final long SLOT = 398_202_772L;
    private static final long TIME = 1_770_287_039L;
    private static final long END_MS = 60_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long REWOUND = SLOT - ResumePlan.REWIND_SLOTS;

    private final RecordingPipeline recorder = new RecordingPipeline();
    private ScriptedServer server;
    private Commitment commitment = Commitment.CONFIRMED;
    private YellowstoneSource source;
    private UpdateRouter router;

    @BeforeEach
    void open() throws IOException {
        server = ScriptedServer.plain();
    }

    @AfterEach
    void close() throws InterruptedException {
        source.stop();
        assertThat(source.awaitEnd(END_MS)).isPresent();
        server.close();
        recorder.close();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"INVALID_ARGUMENT", "FAILED_PRECONDITION", "NOT_FOUND", "UNIMPLEMENTED"})
    void shouldFollowLiveWithAGapWhenTheSlotToBeginWithIsRefused(final Status.Code code) throws InterruptedException {
        start(SLOT);
        refuse(code, REWOUND);

        final Stream live = server.accept();
        assertThat(live.fromSlot()).isEqualTo(ResumePlan.LIVE);
        sendSlot(live, SLOT + 10);

        awaitCheckpoint(SLOT + 10);
        assertThat(recorder.gaps()).containsExactly((SLOT + 1) + ".." + (SLOT + 9) + " REPLAY_UNAVAILABLE");
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"INVALID_ARGUMENT", "FAILED_PRECONDITION", "NOT_FOUND", "UNIMPLEMENTED"})
    void shouldEndRefusedWhenTheServerRefusesLiveAsWell(final Status.Code code) throws InterruptedException {
        start(SLOT);
        refuse(code, REWOUND);
        refuse(code, ResumePlan.LIVE);

        assertThat(source.awaitEnd(END_MS)).hasValueSatisfying(end -> {
            assertThat(end.kind()).isEqualTo(SourceEnd.Kind.REFUSED);
            assertThat(end.status()).isEqualTo(code.name());
        });
        assertThat(server.hasStream()).isFalse();
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"DATA_LOSS", "UNKNOWN", "UNAVAILABLE", "OK"})
    void shouldGiveTheReplayUpWhenItEndsAgainAndAgain(final Status.Code code) throws InterruptedException {
        start(SLOT);
        for (int i = 0; i < 6; i++) {
            final Stream stream = server.accept();
            assertThat(stream.fromSlot()).isEqualTo(REWOUND);
            // statuses of the head say nothing about the replay
            stream.send(Updates.status(SLOT + 9, SlotStatus.SLOT_CONFIRMED));
            stream.end(code.toStatus());
        }

        final Stream live = server.accept();
        assertThat(live.fromSlot()).isEqualTo(ResumePlan.LIVE);
        sendSlot(live, SLOT + 10);

        awaitCheckpoint(SLOT + 10);
        assertThat(recorder.gaps()).containsExactly((SLOT + 1) + ".." + (SLOT + 9) + " REPLAY_UNAVAILABLE");
    }

    @Test
    void shouldNotGiveTheReplayUpForAServerThatIsDown() throws InterruptedException, IOException {
        final int port = server.port();
        server.close();
        start(SLOT, port);
        await().atMost(PATIENCE).until(() -> source.status().reconnects() > 20);

        server = ScriptedServer.plain(port);
        assertThat(server.accept().fromSlot()).isEqualTo(REWOUND);
    }

    @Test
    void shouldResumeWhereTheReplayBrokeOffWhateverStatusesCame() throws InterruptedException {
        start(SLOT);
        final Stream broken = server.accept();
        assertThat(broken.fromSlot()).isEqualTo(REWOUND);
        for (int i = 100; i <= 137; i++) {
            broken.send(Updates.status(SLOT + i, SLOT + i - 1, SlotStatus.SLOT_CONFIRMED));
        }
        sendSlot(broken, SLOT + 1);
        sendSlot(broken, SLOT + 2);
        awaitCheckpoint(SLOT + 2);
        broken.end(Status.UNAVAILABLE);

        assertThat(server.accept().fromSlot()).isEqualTo(REWOUND + 2);
        assertThat(recorder.gaps()).isEmpty();
    }

    @Test
    void shouldRecordWhatAServerWithoutReplayAndBlockMetasLeavesOut() throws InterruptedException {
        start(SLOT);
        final Stream stream = server.accept();
        for (int i = 10; i < 40; i++) {
            stream.send(
                    Updates.transaction(SLOT + i, 0),
                    Updates.status(SLOT + i, SLOT + i - 1, SlotStatus.SLOT_CONFIRMED));
        }

        await().atMost(PATIENCE).until(() -> router.sink().checkpointSlot() >= SLOT + 10);
        assertThat(recorder.gaps()).containsExactly((SLOT + 1) + ".." + (SLOT + 9) + " REPLAY_UNAVAILABLE");
    }

    @ParameterizedTest
    @EnumSource(Commitment.class)
    void shouldEndWithoutADeliveryWhenTheChainBeginsAnew(final Commitment asked) throws InterruptedException {
        commitment = asked;
        start(SLOT);
        server.accept()
                .end(Status.OUT_OF_RANGE.withDescription("broadcast from 1 is not available, last available: 1"));
        final Stream stream = server.accept();
        for (int i = 1; i < 6; i++) {
            stream.send(Updates.status(i, i - 1, SlotStatus.SLOT_PROCESSED), Updates.transaction(i, 0));
            stream.send(Updates.meta(i, TIME + 20 + i, i - 1), Updates.status(i, SlotStatus.SLOT_CONFIRMED));
        }

        assertThat(source.awaitEnd(END_MS)).hasValueSatisfying(end -> {
            assertThat(end.kind()).isEqualTo(SourceEnd.Kind.OTHER_CHAIN);
            assertThat(end.message()).contains("another chain", "slot " + SLOT, "SOLFLOW_DB_PATH", "test validator");
        });
        assertThat(recorder.entries()).isEmpty();
    }

    @Test
    void shouldFollowAServerThatLagsByMinutes() throws InterruptedException {
        start(SLOT);
        final Stream stream = server.accept();
        // 20 minutes at 400 ms
        final long behind = SLOT - 3_000;
        for (int i = 0; i < 5; i++) {
            stream.send(Updates.transaction(behind + i, 0), Updates.meta(behind + i, TIME - 1_200 + i * 2L / 5));
        }
        sendSlot(stream, SLOT + 1);

        awaitCheckpoint(SLOT + 1);
        assertThat(source.end()).isEmpty();
        assertThat(recorder.gaps()).isEmpty();
    }

    /** One stream a token: the second one, which fetches a slot, ends the first. */
    @Test
    void shouldNotOpenASecondStreamAgainWhereItEndsTheFirst() throws InterruptedException {
        commitment = Commitment.PROCESSED;
        start(SLOT);
        final Stream first = server.accept();
        assertThat(first.fromSlot()).isEqualTo(REWOUND);
        beginWithin(first, SLOT + 3);
        final Stream second = server.accept();
        assertThat(second.fromSlot()).isEqualTo(SLOT + 3);
        first.end(Status.RESOURCE_EXHAUSTED.withDescription("a newer stream was opened"));

        final Stream third = server.accept();
        await().atMost(PATIENCE).until(second::cancelled);
        final long asked = third.fromSlot();
        assertThat(asked).isLessThanOrEqualTo(SLOT + 3);
        for (long slot = asked; slot < SLOT + 8; slot++) {
            sendSlot(third, slot);
            third.send(Updates.status(slot, slot - 1, SlotStatus.SLOT_PROCESSED));
        }
        beginWithin(third, SLOT + 8);

        await().atMost(PATIENCE).until(() -> !recorder.gaps().isEmpty());
        assertThat(recorder.gaps()).containsExactly((SLOT + 8) + ".." + (SLOT + 8) + " REPLAY_UNAVAILABLE");
        sendSlot(third, SLOT + 10);
        awaitCheckpoint(SLOT + 10);
        assertThat(server.hasStream()).isFalse();
        assertThat(third.cancelled()).isFalse();
    }

    /** A replay goes on live within a slot; the next two are whole. */
    private static void beginWithin(final Stream stream, final long slot) {
        for (long replayed = slot - 2; replayed < slot; replayed++) {
            sendSlot(stream, replayed);
            stream.send(Updates.status(replayed, replayed - 1, SlotStatus.SLOT_PROCESSED));
        }
        stream.send(
                Updates.transaction(slot, 2),
                Updates.meta(slot, time(slot)),
                Updates.status(slot, slot - 1, SlotStatus.SLOT_PROCESSED),
                Updates.status(slot + 1, slot, SlotStatus.SLOT_FIRST_SHRED_RECEIVED));
        sendSlot(stream, slot + 1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"NOT_FOUND", "UNIMPLEMENTED", "UNAUTHENTICATED", "PERMISSION_DENIED"})
    void shouldTryAgainWhenAReconnectIsRefusedOnce(final Status.Code code) throws InterruptedException {
        start(SLOT);
        final Stream worked = server.accept();
        assertThat(worked.fromSlot()).isEqualTo(REWOUND);
        sendSlot(worked, SLOT + 1);
        awaitCheckpoint(SLOT + 1);
        worked.end(Status.UNAVAILABLE);
        refuse(code, REWOUND + 1);

        final Stream again = server.accept();
        assertThat(again.fromSlot()).isEqualTo(REWOUND + 1);
        sendSlot(again, SLOT + 1);
        sendSlot(again, SLOT + 2);
        awaitCheckpoint(SLOT + 2);
        assertThat(recorder.gaps()).isEmpty();
    }

    @Test
    void shouldEndWhenReconnectsAreRefusedForTheirToken() throws InterruptedException {
        start(SLOT);
        final Stream worked = server.accept();
        sendSlot(worked, SLOT + 1);
        awaitCheckpoint(SLOT + 1);
        worked.end(Status.UNAVAILABLE);
        for (int i = 0; i < Refusals.TRIES; i++) {
            refuse(Status.Code.UNAUTHENTICATED, REWOUND + 1);
        }

        assertThat(source.awaitEnd(END_MS))
                .hasValueSatisfying(end -> assertThat(end.kind()).isEqualTo(SourceEnd.Kind.REFUSED));
    }

    @ParameterizedTest
    @EnumSource(
            value = Status.Code.class,
            names = {"NOT_FOUND", "UNIMPLEMENTED"})
    void shouldEndWhenTheFirstConnectFindsNoServiceAndThatStays(final Status.Code code) throws InterruptedException {
        start(UpdateSink.NO_CHECKPOINT);
        for (int i = 0; i < Refusals.TRIES; i++) {
            refuse(code, ResumePlan.LIVE);
        }

        assertThat(source.awaitEnd(END_MS)).hasValueSatisfying(end -> {
            assertThat(end.kind()).isEqualTo(SourceEnd.Kind.REFUSED);
            assertThat(end.message()).contains("check GEYSER_URL");
        });
    }

    /** A load balancer answers in HTTP once the server behind it has gone; then the server is back. */
    @ParameterizedTest
    @EnumSource(LoadBalancerAnswer.class)
    void shouldNameWhatALoadBalancerAnswersAndResumeOnceTheServerIsBack(final LoadBalancerAnswer answer)
            throws InterruptedException, IOException {
        start(SLOT);
        final Stream worked = server.accept();
        sendSlot(worked, SLOT + 1);
        awaitCheckpoint(SLOT + 1);
        final int port = server.port();
        server.close();
        try (ServerSocket socket = new ServerSocket(port, 5, InetAddress.getLoopbackAddress())) {
            final Thread answering = new Thread(() -> answerHttp2(socket, answer.status));
            answering.setDaemon(true);
            answering.start();
            await().atMost(PATIENCE).until(() -> source.status().reason().contains(answer.text));
            assertThat(source.end()).isEmpty();
        }
        // the thread that answered may hold the port a moment longer
        server = await().atMost(PATIENCE).ignoreExceptions().until(() -> ScriptedServer.plain(port), Objects::nonNull);
        final Stream again = server.accept();
        assertThat(again.fromSlot()).isEqualTo(REWOUND + 1);
        sendSlot(again, SLOT + 2);
        awaitCheckpoint(SLOT + 2);
        assertThat(recorder.gaps()).isEmpty();
    }

    /** What load balancers say. */
    enum LoadBalancerAnswer {
        NOT_FOUND(404, "HTTP 404 Not Found"),
        TOO_MANY(429, "HTTP 429 Too Many Requests"),
        BAD_GATEWAY(502, "HTTP 502 Bad Gateway");

        private final int status;
        private final String text;

        LoadBalancerAnswer(final int status, final String text) {
            this.status = status;
            this.text = text;
        }
    }

    /** The least of HTTP/2: settings, then headers with a status that end the first stream. */
    private static void answerHttp2(final ServerSocket socket, final int status) {
        while (!socket.isClosed()) {
            try (Socket client = socket.accept();
                    OutputStream out = client.getOutputStream()) {
                client.getInputStream().readNBytes(24);
                final byte[] value = Integer.toString(status).getBytes(StandardCharsets.US_ASCII);
                final byte[] type = "text/html".getBytes(StandardCharsets.US_ASCII);
                // HPACK: literals without indexing, names from the static table (:status 8, content-type 31)
                final byte[] block = new byte[2 + value.length + 3 + type.length];
                block[0] = 0x08;
                block[1] = (byte) value.length;
                System.arraycopy(value, 0, block, 2, value.length);
                block[2 + value.length] = 0x0F;
                block[3 + value.length] = 31 - 15;
                block[4 + value.length] = (byte) type.length;
                System.arraycopy(type, 0, block, 5 + value.length, type.length);
                out.write(new byte[] {0, 0, 0, 4, 0, 0, 0, 0, 0});
                out.write(new byte[] {0, 0, 0, 4, 1, 0, 0, 0, 0});
                out.write(new byte[] {0, 0, (byte) block.length, 1, 5, 0, 0, 0, 3});
                out.write(block);
                out.flush();
                client.getInputStream().transferTo(OutputStream.nullOutputStream());
            } catch (final IOException e) {
                // the client has gone, or the test has closed the socket
            }
        }
    }

    private void refuse(final Status.Code code, final long asked) throws InterruptedException {
        final Stream stream = server.accept();
        assertThat(stream.fromSlot()).isEqualTo(asked);
        stream.end(code.toStatus().withDescription("no"));
    }

    private void start(final long checkpoint) {
        start(checkpoint, server.port());
    }

    private void start(final long checkpoint, final int port) {
        router = new UpdateRouter(
                new SlotAssembler(AssemblerConfig.live(commitment), recorder.publisher(), checkpoint, TIME));
        source = new YellowstoneSource(
                new GeyserConfig(
                        new GeyserEndpoint(false, "127.0.0.1", port),
                        "",
                        commitment,
                        List.of("6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P"),
                        null,
                        StreamTuning.DEFAULT,
                        new ReconnectPolicy(1, 20, 10_000, 5, 6, 1)),
                router);
        source.start();
    }

    private static void sendSlot(final Stream stream, final long slot) {
        for (int i = 0; i < 3; i++) {
            stream.send(Updates.transaction(slot, i));
        }
        stream.send(Updates.meta(slot, time(slot)));
    }

    private static long time(final long slot) {
        return TIME + (slot - SLOT) * 2 / 5;
    }

    private void awaitCheckpoint(final long slot) {
        await().atMost(PATIENCE).until(() -> router.sink().checkpointSlot() == slot);
    }
}
