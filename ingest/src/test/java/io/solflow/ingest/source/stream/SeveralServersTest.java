package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.grpc.Status;
import io.solflow.core.event.GapReason;
import io.solflow.core.event.UpdateKind;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.GeyserServers;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.connect.StreamTuning;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.RecordingPipeline;
import io.solflow.ingest.source.slots.RecordingPipeline.Entry;
import io.solflow.ingest.source.slots.SlotAssembler;
import io.solflow.ingest.source.slots.Updates;
import io.solflow.ingest.source.stream.ScriptedServer.Stream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One source, two servers: which is used when, and that nothing is lost on the way from one to the other. */
@Timeout(60)
class SeveralServersTest {

    private static final long SLOT = 450_000_000L;
    private static final long END_MS = 20_000;
    private static final List<String> PROGRAMS = List.of("6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P");
    private static final ReconnectPolicy FAST = new ReconnectPolicy(1, 20, 10_000, 5, 6, 1);
    private static final long LONG_MS = 600_000;

    private final RecordingPipeline recorder = new RecordingPipeline();
    private ScriptedServer first;
    private ScriptedServer second;
    private StreamTuning tuning = StreamTuning.DEFAULT;
    private long checkpoint = UpdateSink.NO_CHECKPOINT;
    private YellowstoneSource source;

    @BeforeAll
    static void allowForBusyMachines() {
        Awaitility.setDefaultTimeout(30, TimeUnit.SECONDS);
    }

    @BeforeEach
    void open() throws IOException {
        first = ScriptedServer.plain();
        second = ScriptedServer.plain();
    }

    @AfterEach
    void close() throws InterruptedException {
        if (source != null) {
            source.stop();
            assertThat(source.awaitEnd(END_MS)).isPresent();
        }
        first.close();
        second.close();
        recorder.close();
    }

    @Test
    void shouldBeginWithTheFirstAndSendEachItsToken() throws InterruptedException {
        start(LONG_MS, LONG_MS);
        final Stream one = first.accept();
        assertThat(one.header("x-token")).isEqualTo("token-1");
        assertThat(second.hasStream()).isFalse();

        one.end(Status.UNAVAILABLE);

        assertThat(second.accept().header("x-token")).isEqualTo("token-2");
    }

    @Test
    void shouldGoOnAtTheSecondBehindTheCheckpointWhenTheFirstDies() throws InterruptedException {
        start(LONG_MS, LONG_MS);
        sendSlots(first.accept(), SLOT, SLOT + 39);
        awaitEnds(40);

        first.close();

        final Stream other = second.accept();
        assertThat(other.fromSlot()).isEqualTo(SLOT + 39 - ResumePlan.REWIND_SLOTS);
        sendSlots(other, SLOT + 39 - ResumePlan.REWIND_SLOTS, SLOT + 60);
        awaitEnds(61);
        assertThat(gaps()).isEmpty();
        await().until(() -> source.status().place() == 2);
        assertThat(source.status().endpoint()).isEqualTo("http://127.0.0.1:" + second.port());
        assertThat(source.status().endpoints()).isEqualTo(2);
    }

    @Test
    void shouldGoOnAtTheSecondWhenTheFirstFallsSilent() throws InterruptedException {
        tuning = new StreamTuning(20, 64 << 20, 8 << 20, 256, 400, 400, false);
        start(LONG_MS, LONG_MS);
        final Stream silent = first.accept();
        silent.send(Updates.ping());

        second.accept();
        await().until(silent::cancelled);
    }

    @Test
    void shouldComeBackToTheFirstWhenItWorksAgain() throws InterruptedException {
        start(LONG_MS, 300);
        sendSlots(first.accept(), SLOT, SLOT + 39);
        awaitEnds(40);
        endAll();
        final Stream standIn = second.accept();
        standIn.fromSlot();
        sendSlots(standIn, SLOT + 8, SLOT + 49);
        awaitEnds(50);

        final Stream look = first.accept();
        assertThat(look.request().getTransactionsCount())
                .as("looks at block metas alone")
                .isZero();
        sendSlots(look, SLOT + 17, SLOT + 49);

        final Stream again = first.accept();
        assertThat(again.fromSlot()).isEqualTo(SLOT + 49 - ResumePlan.REWIND_SLOTS);
        sendSlots(again, SLOT + 17, SLOT + 70);
        awaitEnds(71);
        await().until(standIn::cancelled);
        assertThat(gaps()).isEmpty();
        assertThat(source.status().place()).isEqualTo(1);
    }

    @Test
    void shouldStayAtTheSecondWhileTheFirstCannotReplay() throws InterruptedException {
        start(LONG_MS, 200);
        sendSlots(first.accept(), SLOT, SLOT + 39);
        awaitEnds(40);
        endAll();
        final Stream standIn = second.accept();
        sendSlots(standIn, SLOT + 8, SLOT + 49);

        for (int i = 0; i < 3; i++) {
            first.accept().end(Status.OUT_OF_RANGE.withDescription("last available: " + (SLOT + 100)));
        }

        sendSlots(standIn, SLOT + 50, SLOT + 59);
        awaitEnds(60);
        assertThat(source.status().place()).isEqualTo(2);
        assertThat(standIn.cancelled()).isFalse();
        assertThat(gaps()).isEmpty();
    }

    @Test
    void shouldLeaveAServerThatLagsForOneThatIsAhead() throws InterruptedException {
        final long now = System.currentTimeMillis() / 1_000;
        start(1_000, LONG_MS);
        final Stream behind = first.accept();
        sendSlots(behind, SLOT, SLOT + 39, now - 100);
        awaitEnds(40);

        final Stream look = second.accept();
        sendSlots(look, SLOT + 7, SLOT + 39, now - 100);
        sendSlots(look, SLOT + 40, SLOT + 80, now);

        final Stream ahead = second.accept();
        assertThat(ahead.fromSlot()).isEqualTo(SLOT + 7);
        sendSlots(ahead, SLOT + 7, SLOT + 39, now - 100);
        sendSlots(ahead, SLOT + 40, SLOT + 80, now);
        awaitEnds(81);
        await().until(behind::cancelled);
        assertThat(gaps()).isEmpty();
    }

    @Test
    void shouldStayWhereItIsWhenAllLag() throws InterruptedException {
        final long then = System.currentTimeMillis() / 1_000 - 100;
        start(1_000, LONG_MS);
        final Stream behind = first.accept();
        sendSlots(behind, SLOT, SLOT + 39, then);

        final Stream look = second.accept();
        sendSlots(look, SLOT + 7, SLOT + 39, then);
        sendSlots(behind, SLOT + 40, SLOT + 59, then);

        awaitEnds(60);
        assertThat(source.status().place()).isEqualTo(1);
        assertThat(behind.cancelled()).isFalse();
    }

    @Test
    void shouldAskTheSecondForTheReplayThatTheFirstRefuses() throws InterruptedException {
        checkpoint = SLOT;
        start(LONG_MS, LONG_MS);

        first.accept().end(Status.OUT_OF_RANGE.withDescription("last available: " + (SLOT + 100)));

        final Stream other = second.accept();
        assertThat(other.fromSlot()).isEqualTo(SLOT - ResumePlan.REWIND_SLOTS);
        sendSlots(other, SLOT - ResumePlan.REWIND_SLOTS, SLOT + 10);
        awaitEnds(10);
        assertThat(gaps()).isEmpty();
    }

    @Test
    void shouldResumeWhereTheMostIsLeftWhenAllRefuseTheReplay() throws InterruptedException {
        checkpoint = SLOT;
        start(LONG_MS, LONG_MS);

        first.accept().end(Status.OUT_OF_RANGE.withDescription("last available: " + (SLOT + 10)));
        second.accept().end(Status.OUT_OF_RANGE.withDescription("last available: " + (SLOT + 100)));

        final Stream stream = first.accept();
        assertThat(stream.fromSlot()).isEqualTo(SLOT + 10);
        sendSlots(stream, SLOT + 10, SLOT + 20);
        awaitEnds(11);
        assertThat(gaps()).singleElement().satisfies(gap -> {
            assertThat(gap.gapFromSlot()).isEqualTo(SLOT + 1);
            assertThat(gap.gapToSlot()).isEqualTo(SLOT + 9);
            assertThat(gap.gapReason()).isEqualTo(GapReason.REPLAY_TOO_OLD);
        });
    }

    @Test
    void shouldLeaveOutAServerThatRefusesTheToken() throws InterruptedException {
        start(LONG_MS, LONG_MS);
        first.accept().end(Status.UNAUTHENTICATED);
        for (int i = 0; i < 3; i++) {
            second.accept().end(Status.UNAVAILABLE);
        }

        assertThat(first.hasStream()).isFalse();
        assertThat(source.end()).isEmpty();
    }

    @Test
    void shouldEndWhenAllRefuse() throws InterruptedException {
        start(LONG_MS, LONG_MS);
        first.accept().end(Status.UNAUTHENTICATED);
        second.accept().end(Status.PERMISSION_DENIED);

        final SourceEnd end = source.awaitEnd();

        assertThat(end.kind()).isEqualTo(SourceEnd.Kind.REFUSED);
        assertThat(end.message())
                .contains("127.0.0.1:" + first.port() + ": UNAUTHENTICATED")
                .contains("127.0.0.1:" + second.port() + ": PERMISSION_DENIED")
                .doesNotContain("token-1", "token-2");
    }

    private void start(final long maxLagMs, final long firstAgainMs) {
        final SlotAssembler assembler =
                new SlotAssembler(AssemblerConfig.live(Commitment.CONFIRMED), recorder.publisher(), checkpoint);
        source = new YellowstoneSource(
                new GeyserServers(
                        List.of(config(first, "token-1"), config(second, "token-2")), maxLagMs, firstAgainMs, LONG_MS),
                new UpdateRouter(assembler));
        source.start();
    }

    private GeyserConfig config(final ScriptedServer server, final String token) {
        return new GeyserConfig(
                new GeyserEndpoint(false, "127.0.0.1", server.port()),
                token,
                Commitment.CONFIRMED,
                PROGRAMS,
                null,
                tuning,
                FAST);
    }

    private Stream current;

    private void sendSlots(final Stream stream, final long from, final long to) {
        sendSlots(stream, from, to, System.currentTimeMillis() / 1_000);
    }

    private void sendSlots(final Stream stream, final long from, final long to, final long timeSeconds) {
        current = stream;
        for (long slot = from; slot <= to; slot++) {
            stream.send(Updates.transaction(slot, 0), Updates.meta(slot, timeSeconds));
        }
    }

    private void endAll() {
        current.end(Status.UNAVAILABLE);
    }

    private void awaitEnds(final int slots) {
        await().until(() -> new ArrayList<>(recorder.entries())
                        .stream()
                                .filter(entry -> entry.kind() == UpdateKind.SLOT_END)
                                .map(Entry::slot)
                                .distinct()
                                .count()
                >= slots);
    }

    private List<Entry> gaps() {
        return recorder.entries().stream()
                .filter(entry -> entry.kind() == UpdateKind.GAP)
                .toList();
    }
}
