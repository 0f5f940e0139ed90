package io.solflow.ingest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.google.protobuf.ByteString;
import io.grpc.Status;
import io.solflow.core.chain.Base58;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.Fate;
import io.solflow.ingest.proto.CommitmentLevel;
import io.solflow.ingest.proto.GetBlockHeightRequest;
import io.solflow.ingest.proto.GetBlockHeightResponse;
import io.solflow.ingest.proto.GetLatestBlockhashRequest;
import io.solflow.ingest.proto.GetLatestBlockhashResponse;
import io.solflow.ingest.proto.GetSlotRequest;
import io.solflow.ingest.proto.GetSlotResponse;
import io.solflow.ingest.proto.GetVersionRequest;
import io.solflow.ingest.proto.GetVersionResponse;
import io.solflow.ingest.proto.PingRequest;
import io.solflow.ingest.proto.PongResponse;
import io.solflow.ingest.proto.SlotStatus;
import io.solflow.ingest.proto.SubscribeReplayInfoRequest;
import io.solflow.ingest.proto.SubscribeReplayInfoResponse;
import io.solflow.ingest.proto.SubscribeRequest;
import io.solflow.ingest.proto.SubscribeRequestFilterBlocksMeta;
import io.solflow.ingest.proto.SubscribeRequestFilterSlots;
import io.solflow.ingest.proto.SubscribeRequestFilterTransactions;
import io.solflow.ingest.proto.SubscribeRequestPing;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class GeyserServerTest {

    private static final String PUMP_FUN = "6EF8rrecthR5Dkzon8Nwu78hRvfCKubJ14M5uBEwF6P";
    private static final String PUMP_SWAP = "pAMMBay6oceH9fJKBRHGP5D4bD4sWpmSwMn52FMfXEA";
    private static final List<Block> BLOCKS = ListFeed.market(40, 20);
    private static final GeyserServerConfig LOSSLESS = GeyserServerConfig.defaults()
            .withSpeed(0)
            .withDelivery(Delivery.LOSSLESS)
            .withPingInterval(Duration.ofMillis(100));
    private static final GeyserServerConfig LIVE = LOSSLESS.withDelivery(Delivery.LIVE);

    private final List<AutoCloseable> toClose = new ArrayList<>();

    @AfterEach
    void closeAll() throws Exception {
        for (int i = toClose.size() - 1; i >= 0; i--) {
            toClose.get(i).close();
        }
    }

    private GeyserServer start(final GeyserServerConfig config, final ListFeed feed) throws IOException {
        final GeyserServer server = GeyserServer.start(config, feed);
        toClose.add(server);
        return server;
    }

    private TestClient client(final GeyserServer server) {
        final TestClient client = new TestClient(server.port());
        toClose.add(client);
        return client;
    }

    private static SubscribeRequest.Builder request(final CommitmentLevel commitment) {
        return SubscribeRequest.newBuilder().setCommitment(commitment);
    }

    private static SubscribeRequest transactions(final SubscribeRequestFilterTransactions.Builder filter) {
        return all(SubscribeRequest.newBuilder().putTransactions("tx", filter.build()));
    }

    /** Adds slots and metas, so that a test sees where it is. */
    private static SubscribeRequest all(final SubscribeRequest.Builder request) {
        return request.putSlots("slots", SubscribeRequestFilterSlots.getDefaultInstance())
                .putBlocksMeta("meta", SubscribeRequestFilterBlocksMeta.getDefaultInstance())
                .build();
    }

    private static SubscribeRequestFilterTransactions.Builder filter() {
        return SubscribeRequestFilterTransactions.newBuilder();
    }

    private static Block last() {
        return BLOCKS.get(BLOCKS.size() - 1);
    }

    private static boolean isStatus(final SubscribeUpdate update, final SlotStatus status, final long slot) {
        return update.hasSlot()
                && update.getSlot().getStatus() == status
                && update.getSlot().getSlot() == slot;
    }

    private static List<SubscribeUpdateTransactionInfo> transactionsOf(final List<SubscribeUpdate> updates) {
        return updates.stream()
                .filter(SubscribeUpdate::hasTransaction)
                .map(u -> u.getTransaction().getTransaction())
                .toList();
    }

    private List<SubscribeUpdate> play(final SubscribeRequest request) throws Exception {
        final GeyserServer server = start(LOSSLESS, ListFeed.of(BLOCKS));
        return client(server).subscribe(request).until(u -> isStatus(u, SlotStatus.SLOT_PROCESSED, last().slot()));
    }

    private static List<SubscribeUpdateTransactionInfo> played() {
        return BLOCKS.stream().flatMap(b -> b.transactions().stream()).toList();
    }

    private static boolean names(final SubscribeUpdateTransactionInfo info, final String key) {
        final List<ByteString> keys =
                new ArrayList<>(info.getTransaction().getMessage().getAccountKeysList());
        keys.addAll(info.getMeta().getLoadedWritableAddressesList());
        keys.addAll(info.getMeta().getLoadedReadonlyAddressesList());
        return keys.contains(ByteString.copyFrom(Base58.decode(key)));
    }

    @Test
    void shouldSendEverythingToAnEmptyFilter() throws Exception {
        assertThat(transactionsOf(play(transactions(filter())))).isEqualTo(played());
    }

    @Test
    void shouldLeaveOutVotesAndFailedTransactions() throws Exception {
        assertThat(transactionsOf(play(transactions(filter().setVote(false).setFailed(false)))))
                .isEqualTo(played().stream()
                        .filter(t -> !t.getIsVote() && !t.getMeta().hasErr())
                        .toList());
    }

    @Test
    void shouldFindIncludedAccountsInLookupTablesToo() throws Exception {
        final List<SubscribeUpdateTransactionInfo> found =
                transactionsOf(play(transactions(filter().addAccountInclude(PUMP_SWAP))));
        assertThat(found)
                .isEqualTo(played().stream().filter(t -> names(t, PUMP_SWAP)).toList());
        assertThat(found).anyMatch(t -> t.getMeta().getLoadedReadonlyAddressesCount() > 0);
    }

    @Test
    void shouldLeaveOutExcludedAccounts() throws Exception {
        assertThat(transactionsOf(
                        play(transactions(filter().addAccountInclude(PUMP_SWAP).addAccountExclude(PUMP_FUN)))))
                .isNotEmpty()
                .isEqualTo(played().stream()
                        .filter(t -> names(t, PUMP_SWAP) && !names(t, PUMP_FUN))
                        .toList());
    }

    @Test
    void shouldRequireAllRequiredAccounts() throws Exception {
        assertThat(transactionsOf(
                        play(transactions(filter().addAccountRequired(PUMP_SWAP).addAccountRequired(PUMP_FUN)))))
                .isNotEmpty()
                .isEqualTo(played().stream()
                        .filter(t -> names(t, PUMP_SWAP) && names(t, PUMP_FUN))
                        .toList());
    }

    @Test
    void shouldFindASignature() throws Exception {
        final SubscribeUpdateTransactionInfo wanted =
                BLOCKS.get(5).transactions().get(3);
        final byte[] signature = wanted.getSignature().toByteArray();
        assertThat(transactionsOf(play(transactions(filter().setSignature(Base58.encode(signature, 0, 64))))))
                .containsExactly(wanted);
    }

    @Test
    void shouldDeliverOnceWithTheNamesOfAllMatchingFilters() throws Exception {
        final List<SubscribeUpdate> updates = play(all(SubscribeRequest.newBuilder()
                .putTransactions("all", filter().build())
                .putTransactions("swap", filter().addAccountInclude(PUMP_SWAP).build())));
        final List<SubscribeUpdate> transactions =
                updates.stream().filter(SubscribeUpdate::hasTransaction).toList();
        assertThat(transactions).hasSize(played().size()).allSatisfy(u -> {
            if (names(u.getTransaction().getTransaction(), PUMP_SWAP)) {
                assertThat(u.getFiltersList()).containsExactlyInAnyOrder("all", "swap");
            } else {
                assertThat(u.getFiltersList()).containsExactly("all");
            }
        });
    }

    @Test
    void shouldSendTransactionStatuses() throws Exception {
        final List<SubscribeUpdate> updates = play(all(SubscribeRequest.newBuilder()
                .putTransactionsStatus("st", filter().setFailed(true).build())));
        assertThat(updates.stream()
                        .filter(SubscribeUpdate::hasTransactionStatus)
                        .map(u -> u.getTransactionStatus().getSignature()))
                .isNotEmpty()
                .containsExactlyElementsOf(played().stream()
                        .filter(t -> t.getMeta().hasErr())
                        .map(SubscribeUpdateTransactionInfo::getSignature)
                        .toList());
    }

    @Test
    void shouldSendTransactionsThenMetaThenStatus() throws Exception {
        final List<SubscribeUpdate> updates = play(transactions(filter()));
        long done = 0;
        long metaOf = 0;
        for (final SubscribeUpdate update : updates) {
            if (update.hasTransaction()) {
                assertThat(update.getTransaction().getSlot()).isGreaterThan(metaOf);
            } else if (update.hasBlockMeta()) {
                metaOf = update.getBlockMeta().getSlot();
            } else if (update.getSlot().getStatus() == SlotStatus.SLOT_PROCESSED) {
                done = update.getSlot().getSlot();
                assertThat(done).isEqualTo(metaOf);
            }
        }
        assertThat(done).isEqualTo(last().slot());
    }

    @Test
    void shouldDescribeBlocksInTheirMeta() throws Exception {
        final SubscribeUpdate update = play(all(SubscribeRequest.newBuilder())).stream()
                .filter(SubscribeUpdate::hasBlockMeta)
                .findFirst()
                .orElseThrow();
        final Block block = BLOCKS.get(0);
        assertThat(update.getFiltersList()).containsExactly("meta");
        assertThat(update.getBlockMeta().getBlockhash()).isEqualTo(block.blockhash());
        assertThat(update.getBlockMeta().getParentSlot()).isEqualTo(block.parentSlot());
        assertThat(update.getBlockMeta().getExecutedTransactionCount())
                .isEqualTo(block.transactions().size());
        assertThat(update.getBlockMeta().getBlockTime().getTimestamp())
                .isEqualTo(block.blockTimeSeconds().orElseThrow());
        assertThat(update.getCreatedAt().getSeconds() - block.blockTimeSeconds().orElseThrow())
                .isEqualTo(1);
    }

    @Test
    void shouldSendAWholeBlockWhenItIsFinalized() throws Exception {
        final GeyserServer server = start(LOSSLESS, ListFeed.of(BLOCKS));
        final List<SubscribeUpdate> updates = client(server)
                .subscribe(all(request(CommitmentLevel.FINALIZED).putTransactions("tx", filter().build())))
                .until(u -> isStatus(u, SlotStatus.SLOT_FINALIZED, last().slot()));
        assertThat(transactionsOf(updates)).isEqualTo(played());
        final Block first = BLOCKS.get(0);
        int seen = 0;
        for (final SubscribeUpdate update : updates) {
            if (update.hasTransaction()) {
                assertThat(seen).as("processed before the first transaction").isGreaterThanOrEqualTo(32);
                break;
            }
            seen += update.getSlot().getStatus() == SlotStatus.SLOT_PROCESSED ? 1 : 0;
        }
        assertThat(updates.stream().filter(u -> u.hasSlot() && u.getSlot().getSlot() == first.slot()))
                .extracting(u -> u.getSlot().getStatus())
                .containsExactly(SlotStatus.SLOT_PROCESSED, SlotStatus.SLOT_CONFIRMED, SlotStatus.SLOT_FINALIZED);
    }

    @Test
    void shouldKeepToTheSubscribedCommitmentWhenAsked() throws Exception {
        final GeyserServer server = start(LOSSLESS, ListFeed.of(BLOCKS));
        final SubscribeRequest request = request(CommitmentLevel.CONFIRMED)
                .putSlots(
                        "own",
                        SubscribeRequestFilterSlots.newBuilder()
                                .setFilterByCommitment(true)
                                .build())
                .putSlots("all", SubscribeRequestFilterSlots.getDefaultInstance())
                .build();
        final List<SubscribeUpdate> updates =
                client(server).subscribe(request).until(u -> isStatus(u, SlotStatus.SLOT_FINALIZED, last().slot()));
        assertThat(updates).hasSize(3 * BLOCKS.size());
        assertThat(updates.stream().filter(u -> u.getFiltersList().contains("own")))
                .hasSize(BLOCKS.size())
                .allMatch(u -> u.getSlot().getStatus() == SlotStatus.SLOT_CONFIRMED);
    }

    @Test
    void shouldSendInterslotUpdatesWhenAsked() throws Exception {
        final GeyserServer server = start(LOSSLESS, ListFeed.of(BLOCKS));
        final List<SubscribeUpdate> updates = client(server)
                .subscribe(SubscribeRequest.newBuilder()
                        .putSlots(
                                "s",
                                SubscribeRequestFilterSlots.newBuilder()
                                        .setInterslotUpdates(true)
                                        .build())
                        .build())
                .until(u -> isStatus(u, SlotStatus.SLOT_PROCESSED, BLOCKS.get(0).slot()));
        assertThat(updates)
                .extracting(u -> u.getSlot().getStatus())
                .containsExactly(
                        SlotStatus.SLOT_FIRST_SHRED_RECEIVED,
                        SlotStatus.SLOT_CREATED_BANK,
                        SlotStatus.SLOT_COMPLETED,
                        SlotStatus.SLOT_PROCESSED);
    }

    @Test
    void shouldShowABlockThatDiesToProcessedOnlyAndItsDeathToWhoAskedForTheStages() throws Exception {
        final Block dead = withFate(BLOCKS.get(1), Fate.DIES);
        final List<Block> blocks = List.of(BLOCKS.get(0), dead, BLOCKS.get(2), BLOCKS.get(3), BLOCKS.get(4));
        final SlotStatus[] stages = {
            SlotStatus.SLOT_FIRST_SHRED_RECEIVED, SlotStatus.SLOT_CREATED_BANK, SlotStatus.SLOT_DEAD
        };

        final List<SubscribeUpdate> processed = of(dead, play(blocks, CommitmentLevel.PROCESSED));
        final List<SubscribeUpdate> confirmed = of(dead, play(blocks, CommitmentLevel.CONFIRMED));

        assertThat(transactionsOf(processed)).isEqualTo(dead.transactions());
        assertThat(transactionsOf(confirmed)).isEmpty();
        assertThat(processed).noneMatch(SubscribeUpdate::hasBlockMeta);
        assertThat(statuses(processed)).containsExactly(stages);
        assertThat(statuses(confirmed)).containsExactly(stages);
    }

    @Test
    void shouldNeverConfirmABlockThatIsAbandoned() throws Exception {
        final Block abandoned = withFate(BLOCKS.get(1), Fate.IS_ABANDONED);
        final List<Block> blocks = List.of(BLOCKS.get(0), abandoned, BLOCKS.get(2), BLOCKS.get(3), BLOCKS.get(4));

        final List<SubscribeUpdate> processed = of(abandoned, play(blocks, CommitmentLevel.PROCESSED));
        final List<SubscribeUpdate> confirmed = of(abandoned, play(blocks, CommitmentLevel.CONFIRMED));

        assertThat(transactionsOf(processed)).isEqualTo(abandoned.transactions());
        assertThat(processed).anyMatch(SubscribeUpdate::hasBlockMeta);
        assertThat(statuses(processed)).endsWith(SlotStatus.SLOT_PROCESSED);
        assertThat(transactionsOf(confirmed)).isEmpty();
        assertThat(confirmed).noneMatch(SubscribeUpdate::hasBlockMeta);
    }

    private static Block withFate(final Block block, final Fate fate) {
        return new Block(
                block.slot(),
                block.parentSlot(),
                block.blockhash(),
                block.parentBlockhash(),
                block.blockHeight(),
                block.blockTimeSeconds(),
                block.transactions(),
                fate);
    }

    /** Everything until the last block is finalized, with all stages of all slots. */
    private List<SubscribeUpdate> play(final List<Block> blocks, final CommitmentLevel commitment) throws Exception {
        final SubscribeRequest request = request(commitment)
                .putTransactions("tx", filter().build())
                .putBlocksMeta("meta", SubscribeRequestFilterBlocksMeta.getDefaultInstance())
                .putSlots(
                        "slots",
                        SubscribeRequestFilterSlots.newBuilder()
                                .setInterslotUpdates(true)
                                .build())
                .build();
        final long lastSlot = blocks.get(blocks.size() - 1).slot();
        return client(start(LOSSLESS, ListFeed.of(blocks)))
                .subscribe(request)
                .until(u -> isStatus(u, SlotStatus.SLOT_FINALIZED, lastSlot));
    }

    private static List<SubscribeUpdate> of(final Block block, final List<SubscribeUpdate> updates) {
        return updates.stream()
                .filter(u -> u.getSlot().getSlot() == block.slot()
                        || u.getTransaction().getSlot() == block.slot()
                        || u.getBlockMeta().getSlot() == block.slot())
                .toList();
    }

    private static List<SlotStatus> statuses(final List<SubscribeUpdate> updates) {
        return updates.stream()
                .filter(SubscribeUpdate::hasSlot)
                .map(u -> u.getSlot().getStatus())
                .toList();
    }

    @Test
    void shouldSendNoStagesToAFilterThatKeepsToItsCommitment() throws Exception {
        final GeyserServer server = start(LOSSLESS, ListFeed.of(BLOCKS));
        final List<SubscribeUpdate> updates = client(server)
                .subscribe(request(CommitmentLevel.PROCESSED)
                        .putSlots(
                                "s",
                                SubscribeRequestFilterSlots.newBuilder()
                                        .setInterslotUpdates(true)
                                        .setFilterByCommitment(true)
                                        .build())
                        .build())
                .until(u -> isStatus(u, SlotStatus.SLOT_PROCESSED, last().slot()));
        assertThat(statuses(updates)).hasSize(BLOCKS.size()).containsOnly(SlotStatus.SLOT_PROCESSED);
    }

    @Test
    void shouldPingAtOnceAndAgainWhileIdle() throws Exception {
        final GeyserServer server = start(LIVE, ListFeed.stepwise(BLOCKS));
        final TestClient.Stream stream = client(server).subscribe(SubscribeRequest.getDefaultInstance());
        for (int i = 0; i < 4; i++) {
            assertThat(stream.next().hasPing()).isTrue();
        }
    }

    @Test
    void shouldKeepPingingAfterTheEndOfTheFeedAndAHalfClose() throws Exception {
        final GeyserServer server = start(LOSSLESS, ListFeed.of(BLOCKS));
        final TestClient.Stream stream = client(server).subscribe(transactions(filter()));
        stream.halfClose();
        stream.until(u -> isStatus(u, SlotStatus.SLOT_FINALIZED, last().slot()));
        assertThat(server.ended()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(stream.next().hasPing()).isTrue();
        assertThat(stream.next().hasPing()).isTrue();
        assertThat(stream.isOpen()).isTrue();
    }

    @Test
    void shouldAnswerAPingAndKeepTheFilters() throws Exception {
        final ListFeed feed = ListFeed.stepwise(BLOCKS);
        final GeyserServer server = start(LOSSLESS, feed);
        final TestClient.Stream stream = client(server).subscribe(transactions(filter()));
        stream.send(SubscribeRequest.newBuilder()
                .setPing(SubscribeRequestPing.newBuilder().setId(77))
                .build());
        final SubscribeUpdate pong = stream.nextContent();
        assertThat(pong.getPong().getId()).isEqualTo(77);
        feed.release(1);
        final List<SubscribeUpdate> updates = stream.until(
                u -> isStatus(u, SlotStatus.SLOT_PROCESSED, BLOCKS.get(0).slot()));
        assertThat(transactionsOf(updates)).isEqualTo(BLOCKS.get(0).transactions());
    }

    @Test
    void shouldReplaceAllFiltersByTheNewestRequest() throws Exception {
        final ListFeed feed = ListFeed.stepwise(BLOCKS);
        final GeyserServer server = start(LOSSLESS, feed);
        final TestClient.Stream stream = client(server).subscribe(transactions(filter()));
        feed.release(1);
        stream.until(u -> isStatus(u, SlotStatus.SLOT_PROCESSED, BLOCKS.get(0).slot()));
        stream.send(SubscribeRequest.newBuilder()
                .putSlots("only", SubscribeRequestFilterSlots.getDefaultInstance())
                .build());
        stream.send(SubscribeRequest.newBuilder()
                .setPing(SubscribeRequestPing.newBuilder().setId(1))
                .build());
        stream.until(SubscribeUpdate::hasPong);
        feed.release(1);
        final SubscribeUpdate next = stream.nextContent();
        assertThat(next.getFiltersList()).containsExactly("only");
        assertThat(isStatus(next, SlotStatus.SLOT_PROCESSED, BLOCKS.get(1).slot()))
                .isTrue();
    }

    @Test
    void shouldReplayFromASlotAndGoOnLive() throws Exception {
        final ListFeed feed = ListFeed.stepwise(BLOCKS);
        final GeyserServer server = start(LOSSLESS, feed);
        final TestClient client = client(server);
        final TestClient.Stream first = client.subscribe(transactions(filter()));
        feed.release(10);
        first.until(u -> isStatus(u, SlotStatus.SLOT_PROCESSED, BLOCKS.get(9).slot()));
        final TestClient.Stream second = client.subscribe(transactions(filter()).toBuilder()
                .setFromSlot(BLOCKS.get(4).slot())
                .build());
        second.until(u -> isStatus(u, SlotStatus.SLOT_PROCESSED, BLOCKS.get(4).slot()));
        final List<SubscribeUpdate> replayed = second.until(
                u -> isStatus(u, SlotStatus.SLOT_PROCESSED, BLOCKS.get(9).slot()));
        assertThat(transactionsOf(replayed))
                .isEqualTo(BLOCKS.subList(5, 10).stream()
                        .flatMap(b -> b.transactions().stream())
                        .toList());
        feed.release(1);
        final List<SubscribeUpdate> live = second.until(
                u -> isStatus(u, SlotStatus.SLOT_PROCESSED, BLOCKS.get(10).slot()));
        assertThat(transactionsOf(live)).isEqualTo(BLOCKS.get(10).transactions());
    }

    @Test
    void shouldReplayOnlyWhatHasReachedTheCommitment() throws Exception {
        final ListFeed feed = ListFeed.stepwise(BLOCKS);
        final GeyserServer server = start(LOSSLESS, feed);
        final TestClient client = client(server);
        final TestClient.Stream first = client.subscribe(transactions(filter()));
        feed.release(10);
        first.until(u -> isStatus(u, SlotStatus.SLOT_PROCESSED, BLOCKS.get(9).slot()));
        final TestClient.Stream second = client.subscribe(transactions(filter()).toBuilder()
                .setCommitment(CommitmentLevel.CONFIRMED)
                .setFromSlot(BLOCKS.get(0).slot())
                .build());
        feed.release(BLOCKS.size());
        final List<SubscribeUpdate> updates = second.until(u -> isStatus(u, SlotStatus.SLOT_FINALIZED, last().slot()));
        assertThat(transactionsOf(updates)).isEqualTo(played());
    }

    @Test
    void shouldRefuseASlotThatIsNoLongerStored() throws Exception {
        final GeyserServer server = start(LOSSLESS.withReplaySlots(40), ListFeed.of(BLOCKS));
        final TestClient client = client(server);
        client.subscribe(transactions(filter())).until(u -> isStatus(u, SlotStatus.SLOT_PROCESSED, last().slot()));
        final long available = BLOCKS.get(BLOCKS.size() - 40).slot();
        assertThat(client.call(
                                "SubscribeReplayInfo",
                                SubscribeReplayInfoRequest.getDefaultInstance(),
                                SubscribeReplayInfoResponse.parser())
                        .getFirstAvailable())
                .isEqualTo(available);
        final Status status = client.subscribe(
                        SubscribeRequest.newBuilder().setFromSlot(available - 1).build())
                .status();
        assertThat(status.getCode()).isEqualTo(Status.Code.OUT_OF_RANGE);
        assertThat(status.getDescription())
                .isEqualTo("broadcast from " + (available - 1) + " is not available, last available: " + available);
    }

    @Test
    void shouldRefuseFromSlotWhenReplayIsOff() throws Exception {
        final GeyserServer server = start(LIVE.withReplaySlots(0), ListFeed.stepwise(BLOCKS));
        final TestClient client = client(server);
        final Status status = client.subscribe(
                        SubscribeRequest.newBuilder().setFromSlot(5).build())
                .status();
        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).isEqualTo("from_slot is not supported");
        assertThat(client.call(
                                "SubscribeReplayInfo",
                                SubscribeReplayInfoRequest.getDefaultInstance(),
                                SubscribeReplayInfoResponse.parser())
                        .hasFirstAvailable())
                .isFalse();
    }

    @Test
    void shouldAskALosslessFeedForNoBlockBeforeSomebodyListens() throws Exception {
        final ListFeed feed = ListFeed.of(BLOCKS);
        final GeyserServer server = start(LOSSLESS, feed);
        final TestClient client = client(server);
        client.call("Ping", PingRequest.getDefaultInstance(), PongResponse.parser());
        assertThat(feed.handedOut()).isZero();
        client.subscribe(transactions(filter())).until(SubscribeUpdate::hasBlockMeta);
        assertThat(feed.handedOut()).isPositive();
    }

    @Test
    void shouldRefuseABadFilter() throws Exception {
        final GeyserServer server = start(LIVE, ListFeed.stepwise(BLOCKS));
        final Status status = client(server)
                .subscribe(transactions(filter().addAccountInclude("0OIl")))
                .status();
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription())
                .startsWith("failed to create filter: ")
                .contains("account_include", "0OIl");
    }

    @Test
    void shouldRefuseAnOversizedFilterName() throws Exception {
        final GeyserServer server = start(LIVE, ListFeed.stepwise(BLOCKS));
        final Status status = client(server)
                .subscribe(SubscribeRequest.newBuilder()
                        .putTransactions("n".repeat(129), filter().build())
                        .build())
                .status();
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription()).contains("oversized filter name");
    }

    @Test
    void shouldRefuseAWrongOrMissingToken() throws Exception {
        final GeyserServer server = start(LIVE.withToken("s3cret-t0ken-of-the-test"), ListFeed.stepwise(BLOCKS));
        for (final TestClient client : List.of(client(server), client(server).withToken("wr0ng-t0ken-of-the-test"))) {
            final Status status =
                    client.subscribe(SubscribeRequest.getDefaultInstance()).status();
            assertThat(status.getCode()).isEqualTo(Status.Code.UNAUTHENTICATED);
            assertThat(status.getDescription()).isEqualTo("No valid auth token");
        }
    }

    @Test
    void shouldAcceptTheRightToken() throws Exception {
        final GeyserServer server = start(LIVE.withToken("s3cret-t0ken-of-the-test"), ListFeed.stepwise(BLOCKS));
        final TestClient client = client(server).withToken("s3cret-t0ken-of-the-test");
        assertThat(client.subscribe(SubscribeRequest.getDefaultInstance())
                        .next()
                        .hasPing())
                .isTrue();
        assertThat(client.call("Ping", PingRequest.newBuilder().setCount(9).build(), PongResponse.parser())
                        .getCount())
                .isEqualTo(9);
    }

    @Test
    void shouldCutOffAClientThatLagsBehindALiveFeed() throws Exception {
        final ListFeed feed = ListFeed.stepwise(ListFeed.market(400, 60));
        final GeyserServer server = start(LIVE.withQueueLimit(50), feed);
        final TestClient.Stream stream = client(server).subscribeWithoutReading(transactions(filter()));
        stream.send(SubscribeRequest.newBuilder()
                .setPing(SubscribeRequestPing.newBuilder().setId(1))
                .build());
        while (!stream.next().hasPong()) {
            stream.readOne();
        }
        // 150 MB, more than transport and queue take
        feed.release(1_000);
        assertThat(server.ended()).succeedsWithin(Duration.ofSeconds(60));
        stream.read();
        final Status status = stream.status();
        assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
        assertThat(status.getDescription()).isEqualTo("lagged to send an update");
    }

    @Test
    void shouldLoseNothingForASlowClientWhenLossless() throws Exception {
        final List<Block> blocks = ListFeed.market(400, 30);
        final GeyserServer server = start(LOSSLESS.withQueueLimit(50), ListFeed.of(blocks));
        final TestClient client = client(server);
        final TestClient.Stream slow = client.subscribeWithoutReading(transactions(filter()));
        final TestClient.Stream fast = client.subscribe(transactions(filter()));
        fast.nextContent();
        slow.read();
        final long lastSlot = blocks.get(blocks.size() - 1).slot();
        final List<SubscribeUpdateTransactionInfo> received =
                transactionsOf(slow.until(u -> isStatus(u, SlotStatus.SLOT_PROCESSED, lastSlot)));
        // the feed may have begun for the fast client before the slow one's subscription arrived
        final List<SubscribeUpdateTransactionInfo> played =
                blocks.stream().flatMap(block -> block.transactions().stream()).toList();
        assertThat(received)
                .isEqualTo(played.subList(played.indexOf(received.get(0)), played.size()))
                .hasSizeGreaterThan(50);
    }

    @Test
    void shouldAnswerUnaryMethods() throws Exception {
        final GeyserServer server = start(LOSSLESS, ListFeed.of(BLOCKS));
        final TestClient client = client(server);
        assertThatThrownBy(() -> client.call("GetSlot", GetSlotRequest.getDefaultInstance(), GetSlotResponse.parser()))
                .hasMessage("INTERNAL: block is not available yet");
        client.subscribe(transactions(filter()))
                .until(u -> isStatus(u, SlotStatus.SLOT_FINALIZED, BLOCKS.get(5).slot()));
        assertThat(server.ended()).succeedsWithin(Duration.ofSeconds(20));
        assertThat(client.call("GetSlot", GetSlotRequest.getDefaultInstance(), GetSlotResponse.parser())
                        .getSlot())
                .isEqualTo(last().slot());
        assertThat(client.call(
                                "GetBlockHeight",
                                GetBlockHeightRequest.newBuilder()
                                        .setCommitment(CommitmentLevel.FINALIZED)
                                        .build(),
                                GetBlockHeightResponse.parser())
                        .getBlockHeight())
                .isEqualTo(last().blockHeight());
        final GetLatestBlockhashResponse hash = client.call(
                "GetLatestBlockhash",
                GetLatestBlockhashRequest.getDefaultInstance(),
                GetLatestBlockhashResponse.parser());
        assertThat(hash.getBlockhash()).isEqualTo(last().blockhash());
        assertThat(hash.getLastValidBlockHeight()).isEqualTo(last().blockHeight() + 150);
        assertThat(client.call("GetVersion", GetVersionRequest.getDefaultInstance(), GetVersionResponse.parser())
                        .getVersion())
                .startsWith("{\"version\":{\"package\":");
    }

    @Test
    void shouldEndStreamsWithAGivenStatus() throws Exception {
        final GeyserServer server = start(LIVE, ListFeed.stepwise(BLOCKS));
        final TestClient.Stream stream = client(server).subscribe(transactions(filter()));
        assertThat(stream.next().hasPing()).isTrue();
        server.endStreams(Status.RESOURCE_EXHAUSTED.withDescription("max subscription limit exceeded"));
        assertThat(stream.status().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(stream.status().getDescription()).isEqualTo("max subscription limit exceeded");
    }

    @Test
    void shouldGoOnWhereItWasAfterARestartOnTheSamePort() throws Exception {
        final GeyserServer server = start(LOSSLESS, ListFeed.of(BLOCKS));
        final int port = server.port();
        final TestClient client = client(server);
        final List<SubscribeUpdate> before = client.subscribe(transactions(filter()))
                .until(u -> isStatus(u, SlotStatus.SLOT_PROCESSED, BLOCKS.get(3).slot()));
        assertThat(transactionsOf(before)).isNotEmpty();
        server.disconnect();
        server.listen();
        assertThat(server.port()).isEqualTo(port);
        final TestClient.Stream again = client(server)
                .subscribe(transactions(filter()).toBuilder()
                        .setFromSlot(BLOCKS.get(4).slot())
                        .build());
        assertThat(transactionsOf(again.until(u -> isStatus(u, SlotStatus.SLOT_FINALIZED, last().slot()))))
                .isEqualTo(BLOCKS.subList(4, BLOCKS.size()).stream()
                        .flatMap(b -> b.transactions().stream())
                        .toList());
    }

    @Test
    void shouldTellClientsThatItShutsDown() throws Exception {
        final GeyserServer server = start(LIVE, ListFeed.stepwise(List.of()));
        final TestClient.Stream stream = client(server).subscribe(transactions(filter()));
        assertThat(stream.next().hasPing()).isTrue();
        server.close();
        assertThat(stream.status().getCode()).isEqualTo(Status.Code.UNAVAILABLE);
        assertThat(stream.status().getDescription()).isEqualTo("server is shutting down try again later");
    }

    @Test
    void shouldForgetAClientThatHasGone() throws Exception {
        final GeyserServer server = start(LOSSLESS.withQueueLimit(1), ListFeed.of(BLOCKS));
        final TestClient client = client(server);
        final TestClient.Stream stuck = client.subscribeWithoutReading(transactions(filter()));
        final TestClient.Stream other = client.subscribe(transactions(filter()));
        other.nextContent();
        stuck.cancel();
        await().atMost(Duration.ofSeconds(20)).until(() -> server.ended().isDone());
    }

    @Test
    void shouldNameABadSetting() {
        assertThatThrownBy(() -> LIVE.withPort(70_000)).hasMessage("port is 70000, allowed: 0 to 65535");
        assertThatThrownBy(() -> LIVE.withSpeed(-1)).hasMessage("speed is -1.0, allowed: 0 to 10000.0");
    }

    @Test
    void shouldNotPrintTheToken() {
        assertThat(LIVE.withToken("s3cret-t0ken-of-the-test").toString()).doesNotContain("s3cret-t0ken-of-the-test");
    }

    @Test
    void shouldSayWhichPortIsTaken() throws Exception {
        final GeyserServer server = start(LIVE, ListFeed.stepwise(BLOCKS));
        assertThatThrownBy(() -> start(LIVE.withPort(server.port()), ListFeed.stepwise(BLOCKS)))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + server.port());
    }
}
