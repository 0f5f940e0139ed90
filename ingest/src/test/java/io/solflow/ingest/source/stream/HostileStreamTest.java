package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.solflow.core.event.UpdateKind;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
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
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server that sends what it should not, over a real socket: counted, and nothing of the good slots around it lost. */
@Timeout(120)
class HostileStreamTest {

    private static final long SLOT = 398_202_772L;
    private static final long TIME = 1_770_287_039L;
    private static final int TRANSACTIONS = 3;
    private static final int LIMIT_BYTES = 64 << 10;
    private static final long END_MS = 20_000;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final byte START_GROUP = 15 << 3 | 3;
    private static final byte END_GROUP = 15 << 3 | 4;

    private final RecordingPipeline recorder = new RecordingPipeline();
    private ScriptedServer server;
    private SlotAssembler assembler;
    private UpdateRouter router;
    private YellowstoneSource source;

    @BeforeEach
    void start() throws IOException {
        server = ScriptedServer.plain();
        assembler = new SlotAssembler(AssemblerConfig.live(Commitment.CONFIRMED), recorder.publisher(), SLOT - 1);
        router = new UpdateRouter(assembler);
        source = new YellowstoneSource(
                new GeyserConfig(
                        new GeyserEndpoint(false, "127.0.0.1", server.port()),
                        "",
                        Commitment.CONFIRMED,
                        List.of("6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P"),
                        null,
                        new StreamTuning(10, LIMIT_BYTES, 8 << 20, 256, 30_000, 30_000, false),
                        new ReconnectPolicy(1, 20, 10_000, 5, 6, 1)),
                router);
        source.start();
    }

    @AfterEach
    void stop() throws InterruptedException {
        source.stop();
        assertThat(source.awaitEnd(END_MS)).isPresent();
        server.close();
        recorder.close();
    }

    @Test
    void shouldCountBytesThatAreNoProtobufAndGoOn() throws InterruptedException {
        final long seed = 20_261_126;
        final SplittableRandom random = new SplittableRandom(seed);
        final Stream stream = server.accept();
        final int slots = 50;
        int garbage = 0;
        for (int i = 0; i < slots; i++) {
            for (int t = 0; t < TRANSACTIONS; t++) {
                final byte[] good = Updates.transaction(SLOT + i, t);
                stream.send(noProtobuf(random), cut(good, random), good);
                garbage += 2;
            }
            stream.send(new byte[0], Updates.meta(SLOT + i, TIME + i * 2L / 5));
            garbage++;
        }

        awaitCheckpoint(SLOT + slots - 1);
        assertWhole(slots);
        assertThat(router.updates() + router.malformed().get())
                .as("seed %d", seed)
                .isEqualTo(garbage + slots * (TRANSACTIONS + 1L));
        assertThat(router.malformed().get()).as("seed %d", seed).isEqualTo(garbage - slots);
        assertThat(source.status().reconnects()).isZero();
    }

    @Test
    void shouldCountGroupsNestedBeyondReasonAndGoOn() throws InterruptedException {
        final Stream stream = server.accept();
        stream.send(Updates.transaction(SLOT, 0), withGroups(Updates.transaction(SLOT, 1), 50));
        stream.send(withGroups(Updates.transaction(SLOT, 2), 0));
        int malformed = 0;
        for (final int depth : new int[] {101, 1_000, 30_000}) {
            stream.send(withGroups(Updates.transaction(SLOT, 3), depth));
            malformed++;
        }
        stream.send(new byte[] {START_GROUP}, new byte[] {END_GROUP});
        stream.send(Updates.meta(SLOT, TIME));

        awaitCheckpoint(SLOT);
        assertThat(recorder.entries(UpdateKind.TRANSACTION)).hasSize(TRANSACTIONS);
        assertThat(router.malformed().get()).isEqualTo(malformed + 2);
        assertThat(source.status().reconnects()).isZero();
    }

    @Test
    void shouldCountAnUpdateLargerThanTheLimitAndLoseNothingOfTheSlotsAroundIt() throws InterruptedException {
        Stream stream = server.accept();
        stream.request();
        sendSlot(stream, 0);
        stream.send(Updates.transaction(SLOT + 1, 0));
        stream.send(Updates.transaction(SLOT + 1, 9, new byte[LIMIT_BYTES + 1]));
        stream.send(Updates.transaction(SLOT + 1, 1));

        // whatever was behind the update comes with the replay
        stream = server.accept();
        assertThat(stream.fromSlot()).isEqualTo(SLOT - ResumePlan.REWIND_SLOTS);
        for (int i = 0; i < 4; i++) {
            sendSlot(stream, i);
        }

        awaitCheckpoint(SLOT + 3);
        assertWhole(4);
        assertThat(router.oversized().get()).isEqualTo(1);
        assertThat(source.status().reconnects()).isEqualTo(1);
        assertThat(recorder.gaps()).isEmpty();
    }

    /** A server that replays the same update each time, until its window has passed it: the hole is recorded. */
    @Test
    void shouldRecordTheGapWhenAnUpdateLargerThanTheLimitStaysInTheReplay() throws InterruptedException {
        final int tries = 4;
        for (int i = 0; i < tries; i++) {
            final Stream stream = server.accept();
            sendSlot(stream, 0);
            stream.send(Updates.transaction(SLOT + 1, 9, new byte[LIMIT_BYTES + 1]));
        }
        final Stream refused = server.accept();
        refused.end(Status.OUT_OF_RANGE.withDescription(
                "broadcast from " + refused.fromSlot() + " is not available, last available: " + (SLOT + 5)));
        final Stream stream = server.accept();
        assertThat(stream.fromSlot()).isEqualTo(SLOT + 5);
        sendSlot(stream, 5);

        awaitCheckpoint(SLOT + 5);
        assertThat(router.oversized().get()).isEqualTo(tries);
        assertThat(recorder.gaps()).containsExactly((SLOT + 1) + ".." + (SLOT + 4) + " REPLAY_TOO_OLD");
    }

    private static void sendSlot(final Stream stream, final int number) {
        for (int t = 0; t < TRANSACTIONS; t++) {
            stream.send(Updates.transaction(SLOT + number, t));
        }
        stream.send(Updates.meta(SLOT + number, TIME + number * 2L / 5));
    }

    private void awaitCheckpoint(final long slot) {
        await().atMost(PATIENCE).until(() -> assembler.checkpointSlot() == slot);
    }

    /** Each transaction of the first slots came through, once or again after a reconnect, with its slot's end behind it. */
    private void assertWhole(final int slots) {
        final List<Entry> entries = recorder.entries();
        final List<ByteString> expected = new ArrayList<>();
        for (int i = 0; i < slots; i++) {
            for (int t = 0; t < TRANSACTIONS; t++) {
                expected.add(ByteString.copyFrom(Updates.transaction(SLOT + i, t)));
            }
        }
        assertThat(entries.stream()
                        .filter(entry -> entry.kind() == UpdateKind.TRANSACTION)
                        .map(Entry::payload)
                        .distinct())
                .containsExactlyElementsOf(expected);
        assertThat(entries.stream()
                        .filter(entry -> entry.kind() == UpdateKind.SLOT_END)
                        .map(Entry::slot))
                .hasSize(slots)
                .doesNotHaveDuplicates();
    }

    /** Random bytes behind a tag of wire type 7, which there is none of. */
    private static byte[] noProtobuf(final SplittableRandom random) {
        final byte[] bytes = new byte[1 + random.nextInt(2_000)];
        random.nextBytes(bytes);
        bytes[0] = 1 << 3 | 7;
        return bytes;
    }

    /** The first bytes of an update, at least those of its filters' names, which are a whole message by themselves. */
    private static byte[] cut(final byte[] update, final SplittableRandom random) {
        final int whole = 2 + update[1];
        return Arrays.copyOf(update, whole + 1 + random.nextInt(update.length - whole - 1));
    }

    private static byte[] withGroups(final byte[] update, final int depth) {
        final byte[] whole = Arrays.copyOf(update, update.length + 2 * depth);
        Arrays.fill(whole, update.length, update.length + depth, START_GROUP);
        Arrays.fill(whole, update.length + depth, whole.length, END_GROUP);
        return whole;
    }
}
