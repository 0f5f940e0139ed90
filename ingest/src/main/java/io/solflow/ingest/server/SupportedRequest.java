package io.solflow.ingest.server;

import com.google.protobuf.Message;
import com.google.protobuf.UnknownFieldSet;
import io.grpc.Metadata;
import io.solflow.ingest.proto.SubscribeRequest;
import io.solflow.ingest.proto.SubscribeRequestFilterTransactions;
import java.util.Collections;
import java.util.Map;

/** Refuses by name what the server would otherwise leave out in silence, so that nobody waits for what never comes. */
final class SupportedRequest {

    /** With it a client asks for the state of accounts before the stream. */
    private static final Metadata.Key<String> SNAPSHOT =
            Metadata.Key.of("x-request-snapshot", Metadata.ASCII_STRING_MARSHALLER);

    /** Numbers of fields of a request that clients of Yellowstone know and this server does not. */
    private static final Map<Integer, String> NAMES = Map.of(7, "accounts_data_slice");

    private SupportedRequest() {}

    /**
     * Checks the headers of a subscription.
     *
     * @throws IllegalArgumentException naming the header that is not supported.
     */
    static void check(final Metadata headers) {
        if (headers.containsKey(SNAPSHOT)) {
            throw new IllegalArgumentException(
                    "header " + SNAPSHOT.name() + " is not supported: there are no accounts");
        }
    }

    /**
     * Checks a request for filters.
     *
     * @throws IllegalArgumentException naming the kind or field that is not supported.
     */
    static void check(final SubscribeRequest request) {
        checkKind("accounts", request.getAccountsCount(), "there are no accounts");
        checkKind("blocks", request.getBlocksCount(), "use transactions and blocks_meta");
        checkKind("entry", request.getEntryCount(), "there are no entries");
        checkFields("request", request, NAMES);
        request.getTransactionsMap().forEach((name, filter) -> checkTransactions("transactions", name, filter));
        request.getTransactionsStatusMap()
                .forEach((name, filter) -> checkTransactions("transactions_status", name, filter));
        request.getSlotsMap().forEach((name, filter) -> checkFields("slots filter '" + name + "'", filter, Map.of()));
        request.getBlocksMetaMap()
                .forEach((name, filter) -> checkFields("blocks_meta filter '" + name + "'", filter, Map.of()));
    }

    private static void checkKind(final String kind, final int count, final String hint) {
        if (count > 0) {
            throw new IllegalArgumentException("filters of kind '" + kind + "' are not supported: " + hint);
        }
    }

    private static void checkTransactions(
            final String kind, final String name, final SubscribeRequestFilterTransactions filter) {
        final String where = kind + " filter '" + name + "'";
        if (filter.hasCuckooAccountInclude()) {
            throw new IllegalArgumentException(
                    "cuckoo_account_include of " + where + " is not supported: use account_include");
        }
        if (filter.hasTokenAccounts()) {
            throw new IllegalArgumentException("token_accounts of " + where + " is not supported");
        }
        checkFields(where, filter, Map.of());
    }

    private static void checkFields(final String where, final Message message, final Map<Integer, String> names) {
        final UnknownFieldSet unknown = message.getUnknownFields();
        if (!unknown.asMap().isEmpty()) {
            final int number = Collections.min(unknown.asMap().keySet());
            final String name = names.get(number);
            throw new IllegalArgumentException(
                    (name == null ? "" : name + ", ") + "field " + number + " of the " + where + ", is not supported");
        }
    }
}
