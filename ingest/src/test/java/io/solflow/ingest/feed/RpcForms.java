package io.solflow.ingest.feed;

import io.solflow.ingest.feed.RpcJson.Encoding;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.io.IOException;
import java.util.List;
import java.util.StringJoiner;

/** The answers and notifications that hold transactions, as nodes and providers write them. */
final class RpcForms {

    private RpcForms() {}

    /** A getTransaction response of a node that knows the position. */
    static String positioned(
            final SubscribeUpdateTransactionInfo info, final long slot, final long position, final Encoding encoding)
            throws IOException {
        return RpcJson.response(info, slot, null, encoding)
                .replaceFirst("\"blockTime\"", "\"transactionIndex\":" + position + ",\"blockTime\"");
    }

    /** The object of a block, without its slot. */
    static String blockObject(
            final List<SubscribeUpdateTransactionInfo> infos, final long slot, final Encoding encoding)
            throws IOException {
        final StringJoiner transactions = new StringJoiner(",");
        for (final SubscribeUpdateTransactionInfo info : infos) {
            transactions.add('{' + RpcJson.fields(info, encoding) + '}');
        }
        return "{\"blockHeight\":55,\"blockTime\":1700000000,\"blockhash\":\"hash" + slot + "\",\"parentSlot\":"
                + (slot - 1) + ",\"previousBlockhash\":\"hash" + (slot - 1) + "\",\"transactions\":[" + transactions
                + "]}";
    }

    /** A getBlock response that says its slot, as a recorder adds it. */
    static String block(final List<SubscribeUpdateTransactionInfo> infos, final long slot, final Encoding encoding)
            throws IOException {
        return "{\"jsonrpc\":\"2.0\",\"id\":1,\"slot\":" + slot + ",\"result\":" + blockObject(infos, slot, encoding)
                + '}';
    }

    /** One element of the data of getTransactionsForAddress. */
    static String dataItem(
            final SubscribeUpdateTransactionInfo info, final long slot, final long position, final Encoding encoding)
            throws IOException {
        return "{\"slot\":" + slot + ",\"transactionIndex\":" + position + ",\"blockTime\":1700000000,"
                + RpcJson.fields(info, encoding) + '}';
    }

    /** A page of getTransactionsForAddress. */
    static String page(final List<String> items) {
        return "{\"jsonrpc\":\"2.0\",\"id\":\"1\",\"result\":{\"data\":[" + String.join(",", items)
                + "],\"paginationToken\":\"5:1\"}}";
    }

    /** A transactionNotification, with its position unless that is negative. */
    static String transactionNotification(
            final SubscribeUpdateTransactionInfo info, final long slot, final long position, final Encoding encoding)
            throws IOException {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"transactionNotification\",\"params\":{\"subscription\":4,\"result\":{"
                + "\"transaction\":{" + RpcJson.fields(info, encoding) + "},\"signature\":\""
                + RpcJson.base58(info.getSignature()) + "\",\"slot\":" + slot
                + (position < 0 ? "" : ",\"transactionIndex\":" + position) + "}}}";
    }

    /** A blockNotification. */
    static String blockNotification(
            final List<SubscribeUpdateTransactionInfo> infos, final long slot, final Encoding encoding)
            throws IOException {
        return "{\"jsonrpc\":\"2.0\",\"method\":\"blockNotification\",\"params\":{\"result\":{\"context\":{\"slot\":"
                + slot
                + "},\"value\":{\"slot\":" + slot + ",\"err\":null,\"block\":" + blockObject(infos, slot, encoding)
                + "}},\"subscription\":14}}";
    }
}
