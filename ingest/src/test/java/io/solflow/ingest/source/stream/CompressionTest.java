package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.solflow.core.program.DexProgram;
import io.solflow.ingest.server.Delivery;
import io.solflow.ingest.server.GeyserServer;
import io.solflow.ingest.server.GeyserServerConfig;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.UpdateSink;
import io.solflow.ingest.source.connect.ConnectProxy;
import io.solflow.ingest.source.connect.GeyserConfig;
import io.solflow.ingest.source.connect.GeyserEndpoint;
import io.solflow.ingest.source.connect.HttpProxy;
import io.solflow.ingest.source.connect.ReconnectPolicy;
import io.solflow.ingest.source.connect.StreamTuning;
import io.solflow.ingest.source.slots.AssemblerConfig;
import io.solflow.ingest.source.slots.RecordingPipeline;
import io.solflow.ingest.source.slots.SlotAssembler;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What gzip changes: the bytes on the way, and nothing behind it. */
@Timeout(60)
class CompressionTest {

    private static final long SLOT = 450_000_000L;
    private static final int BLOCKS = 40;

    /**
     * What came.
     *
     * @param updates kind, slot and place of the first blocks.
     * @param bytes of all updates, unpacked.
     * @param bytesOnTheWay the same as they travelled.
     */
    private record Run(List<String> updates, long bytes, long bytesOnTheWay) {}

    @Test
    void shouldTakeTheSameUpdatesFromFewerBytes() throws Exception {
        final Run plain = run(false);
        final Run packed = run(true);

        assertThat(packed.updates()).isEqualTo(plain.updates()).hasSizeGreaterThan(BLOCKS);
        assertThat(plain.bytesOnTheWay()).isGreaterThan(plain.bytes());
        assertThat(packed.bytesOnTheWay()).isLessThan(packed.bytes() * 4 / 5);
    }

    private static Run run(final boolean gzip) throws Exception {
        try (GeyserServer server = GeyserServer.start(
                        GeyserServerConfig.defaults()
                                .withDelivery(Delivery.LOSSLESS)
                                .withSpeed(0),
                        new MarketSimulator(MarketConfig.of(50, 20, 5).startingAt(SLOT, 1_770_287_039L)));
                ConnectProxy proxy = ConnectProxy.to(server.port());
                RecordingPipeline recorder = new RecordingPipeline()) {
            final SlotAssembler assembler = new SlotAssembler(
                    AssemblerConfig.live(Commitment.CONFIRMED), recorder.publisher(), UpdateSink.NO_CHECKPOINT);
            final UpdateRouter router = new UpdateRouter(assembler);
            try (YellowstoneSource source = new YellowstoneSource(config(gzip, proxy.port()), router)) {
                source.start();
                await().atMost(Duration.ofSeconds(30))
                        .until(() -> recorder.entries().stream().anyMatch(entry -> entry.slot() > SLOT + BLOCKS));
                source.stop();
                assertThat(source.awaitEnd(10_000)).isPresent();
            }
            final List<String> updates = recorder.entries().stream()
                    .filter(entry -> entry.slot() < SLOT + BLOCKS)
                    .map(entry -> entry.kind() + " " + entry.slot() + " " + entry.timeSeconds())
                    .toList();
            return new Run(updates, router.bytesReceived().get(), proxy.bytesToClients());
        }
    }

    private static GeyserConfig config(final boolean gzip, final int proxyPort) {
        return new GeyserConfig(
                new GeyserEndpoint(false, "market.invalid", 10_000),
                "",
                Commitment.CONFIRMED,
                Arrays.stream(DexProgram.values())
                        .map(program -> program.programId().toString())
                        .toList(),
                null,
                StreamTuning.DEFAULT.withGzip(gzip),
                ReconnectPolicy.standard(1),
                new HttpProxy("127.0.0.1", proxyPort, "", ""));
    }
}
