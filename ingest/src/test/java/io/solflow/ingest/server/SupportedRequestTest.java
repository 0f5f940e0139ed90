package io.solflow.ingest.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.solflow.ingest.proto.CommitmentLevel;
import io.solflow.ingest.proto.CuckooFilter;
import io.solflow.ingest.proto.PingRequest;
import io.solflow.ingest.proto.PongResponse;
import io.solflow.ingest.proto.SubscribeRequest;
import io.solflow.ingest.proto.SubscribeRequestFilterAccounts;
import io.solflow.ingest.proto.SubscribeRequestFilterBlocks;
import io.solflow.ingest.proto.SubscribeRequestFilterBlocksMeta;
import io.solflow.ingest.proto.SubscribeRequestFilterEntry;
import io.solflow.ingest.proto.SubscribeRequestFilterSlots;
import io.solflow.ingest.proto.SubscribeRequestFilterTransactions;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.TokenAccountExpansionControlFlag;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SupportedRequestTest {

    private static final UnknownFieldSet.Field SOMETHING =
            UnknownFieldSet.Field.newBuilder().addVarint(1).build();

    private GeyserServer server;
    private TestClient client;

    @BeforeEach
    void start() throws IOException {
        server = GeyserServer.start(GeyserServerConfig.defaults(), new MarketSimulator(MarketConfig.of(100, 10, 1)));
        client = new TestClient(server.port());
    }

    @AfterEach
    void stop() {
        client.close();
        server.close();
    }

    private static SubscribeRequest.Builder request() {
        return SubscribeRequest.newBuilder().setCommitment(CommitmentLevel.PROCESSED);
    }

    private static SubscribeRequestFilterTransactions.Builder filter() {
        return SubscribeRequestFilterTransactions.newBuilder();
    }

    private static UnknownFieldSet field(final int number) {
        return UnknownFieldSet.newBuilder().addField(number, SOMETHING).build();
    }

    @Test
    void shouldRefuseByNameWhatItDoesNotSupport() throws Exception {
        final CuckooFilter cuckoo =
                CuckooFilter.newBuilder().setData(ByteString.copyFromUtf8("x")).build();
        final Map<SubscribeRequest.Builder, String> refused = new LinkedHashMap<>();
        refused.put(
                request()
                        .putTransactions(
                                "t", filter().setCuckooAccountInclude(cuckoo).build()),
                "cuckoo_account_include of transactions filter 't' is not supported: use account_include");
        refused.put(
                request()
                        .putTransactionsStatus(
                                "s", filter().setCuckooAccountInclude(cuckoo).build()),
                "cuckoo_account_include of transactions_status filter 's' is not supported: use account_include");
        refused.put(
                request()
                        .putTransactions(
                                "t",
                                filter().setTokenAccounts(TokenAccountExpansionControlFlag.BALANCE_CHANGED)
                                        .build()),
                "token_accounts of transactions filter 't' is not supported");
        refused.put(
                request()
                        .putTransactions(
                                "t", filter().setUnknownFields(field(8)).build()),
                "field 8 of the transactions filter 't', is not supported");
        refused.put(
                request()
                        .putAccounts(
                                "a",
                                SubscribeRequestFilterAccounts.newBuilder()
                                        .setCuckooAccountsFilter(cuckoo)
                                        .build()),
                "filters of kind 'accounts' are not supported: there are no accounts");
        refused.put(
                request().putBlocks("b", SubscribeRequestFilterBlocks.getDefaultInstance()),
                "filters of kind 'blocks' are not supported: use transactions and blocks_meta");
        refused.put(
                request().putEntry("e", SubscribeRequestFilterEntry.getDefaultInstance()),
                "filters of kind 'entry' are not supported: there are no entries");
        refused.put(
                request().setUnknownFields(field(7)), "accounts_data_slice, field 7 of the request, is not supported");
        refused.put(request().setUnknownFields(field(99)), "field 99 of the request, is not supported");
        refused.put(
                request()
                        .putSlots(
                                "s",
                                SubscribeRequestFilterSlots.newBuilder()
                                        .setUnknownFields(field(3))
                                        .build()),
                "field 3 of the slots filter 's', is not supported");
        refused.put(
                request()
                        .putBlocksMeta(
                                "m",
                                SubscribeRequestFilterBlocksMeta.newBuilder()
                                        .setUnknownFields(field(1))
                                        .build()),
                "field 1 of the blocks_meta filter 'm', is not supported");
        for (final Map.Entry<SubscribeRequest.Builder, String> each : refused.entrySet()) {
            final Status status = client.subscribe(each.getKey().build()).status();
            assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
            assertThat(status.getDescription()).isEqualTo("failed to create filter: " + each.getValue());
        }
    }

    @Test
    void shouldRefuseTheSnapshotHeader() throws Exception {
        final Status status = client.withHeader("x-request-snapshot", "1")
                .subscribe(request().build())
                .status();
        assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
        assertThat(status.getDescription())
                .isEqualTo("header x-request-snapshot is not supported: there are no accounts");
    }

    @Test
    void shouldNameAMethodThatItDoesNotKnow() {
        assertThatThrownBy(
                        () -> client.call("SubscribeDeshred", PingRequest.getDefaultInstance(), PongResponse.parser()))
                .isInstanceOf(StatusRuntimeException.class)
                .hasMessageContaining("UNIMPLEMENTED")
                .hasMessageContaining("SubscribeDeshred");
    }

    @Test
    void shouldServeWhatOfficialClientsAskFor() throws Exception {
        final TestClient.Stream stream = client.withHeader("x-subscription-id", "mine")
                .subscribe(request()
                        .putTransactions(
                                "all", filter().setVote(false).setFailed(false).build())
                        .putTransactionsStatus("statuses", filter().build())
                        .putSlots(
                                "slots",
                                SubscribeRequestFilterSlots.newBuilder()
                                        .setFilterByCommitment(true)
                                        .setInterslotUpdates(true)
                                        .build())
                        .putBlocksMeta("metas", SubscribeRequestFilterBlocksMeta.getDefaultInstance())
                        .build());
        assertThat(stream.until(SubscribeUpdate::hasBlockMeta)).isNotEmpty();
    }
}
