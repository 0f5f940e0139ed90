package io.solflow.ingest.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Base58;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.Fate;
import io.solflow.ingest.proto.CommitmentLevel;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.proto.SubscribeRequest;
import io.solflow.ingest.proto.SubscribeRequestFilterBlocksMeta;
import io.solflow.ingest.proto.SubscribeRequestFilterSlots;
import io.solflow.ingest.proto.SubscribeRequestFilterTransactions;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.simulator.ChainTrait;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RivalBankTest {

    private static final List<Block> BLOCKS = blocks();

    private static List<Block> blocks() {
        final List<Block> blocks = new ArrayList<>();
        try (MarketSimulator market = new MarketSimulator(
                MarketConfig.of(50, 10, 7).with(ChainTrait.RIVAL_BANK, 3_000).lasting(3))) {
            for (Block block = market.next(); block != null; block = market.next()) {
                blocks.add(block);
            }
        }
        return blocks;
    }

    private static List<SubscribeUpdate> play(final CommitmentLevel commitment)
            throws IOException, InterruptedException {
        final long lastSlot = BLOCKS.get(BLOCKS.size() - 1).slot();
        try (GeyserServer server = GeyserServer.start(
                        GeyserServerConfig.defaults().withSpeed(0).withDelivery(Delivery.LOSSLESS),
                        ListFeed.of(BLOCKS));
                TestClient client = new TestClient(server.port())) {
            return client.subscribe(SubscribeRequest.newBuilder()
                            .setCommitment(commitment)
                            .putTransactions("tx", SubscribeRequestFilterTransactions.getDefaultInstance())
                            .putBlocksMeta("meta", SubscribeRequestFilterBlocksMeta.getDefaultInstance())
                            .putSlots("slots", SubscribeRequestFilterSlots.getDefaultInstance())
                            .build())
                    .until(u -> u.hasSlot()
                            && u.getSlot().getSlot() == lastSlot
                            && u.getSlot().getStatus() == SlotStatus.SLOT_FINALIZED);
        }
    }

    private static List<String> transactions(final List<SubscribeUpdate> updates) {
        return updates.stream()
                .filter(SubscribeUpdate::hasTransaction)
                .map(u ->
                        u.getTransaction().getSlot() + " " + u.getTransaction().getBankId() + " "
                                + text(u.getTransaction().getTransaction().getSignature()))
                .toList();
    }

    private static List<String> transactionsOf(final List<Block> blocks) {
        return blocks.stream()
                .flatMap(b ->
                        b.transactions().stream().map(t -> b.slot() + " " + b.bankId() + " " + text(t.getSignature())))
                .toList();
    }

    private static String text(final ByteString signature) {
        return Base58.encode(signature.toByteArray(), 0, signature.size());
    }

    private static List<Block> winners() {
        return BLOCKS.stream().filter(b -> b.fate() == Fate.SETTLES).toList();
    }

    @Test
    void shouldSendBothBanksAtProcessed() throws Exception {
        assertThat(transactions(play(CommitmentLevel.PROCESSED))).isEqualTo(transactionsOf(BLOCKS));
    }

    @Test
    void shouldSendTheWinningBankOnlyAtConfirmed() throws Exception {
        assertThat(transactions(play(CommitmentLevel.CONFIRMED))).isEqualTo(transactionsOf(winners()));
    }

    @Test
    void shouldNameTheWinningBankInTheMeta() throws Exception {
        assertThat(play(CommitmentLevel.PROCESSED).stream()
                        .filter(SubscribeUpdate::hasBlockMeta)
                        .map(u -> u.getBlockMeta().getSlot() + " "
                                + u.getBlockMeta().getBankId()))
                .isEqualTo(
                        winners().stream().map(b -> b.slot() + " " + b.bankId()).toList());
    }
}
