package io.solflow.ingest.simulator;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Base58;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.InnerInstruction;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Reads a block slowly and plainly, by the published layouts, to hold the simulator to its word. */
final class NaiveReader {

    /** One instruction at any depth; a transfer of a token batch is one of its own. */
    record Call(String program, int height, ByteString data, List<String> accounts) {

        String hex(final int from, final int length) {
            return data.size() < from + length
                    ? ""
                    : HexFormat.of()
                            .formatHex(data.substring(from, from + length).toByteArray());
        }

        int u8(final int at) {
            return data.byteAt(at) & 0xFF;
        }

        long u64(final int at) {
            return data.asReadOnlyByteBuffer()
                    .slice()
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .getLong(at);
        }

        String key(final int at) {
            return Base58.encode(data.substring(at, at + 32).toByteArray(), 0, 32);
        }

        boolean isToken() {
            return program.startsWith("Token");
        }

        private boolean isBatch() {
            return isToken() && u8(0) == 255;
        }

        /** The transfers of a batch. */
        private List<Call> unpacked() {
            final List<Call> transfers = new ArrayList<>();
            int at = 1;
            int account = 0;
            while (at < data.size()) {
                final int accountCount = u8(at);
                final int length = u8(at + 1);
                at += 2;
                transfers.add(new Call(
                        program,
                        height,
                        data.substring(at, at + length),
                        accounts.subList(account, account + accountCount)));
                at += length;
                account += accountCount;
            }
            if (account != accounts.size()) {
                throw new AssertionError("batch leaves accounts over: " + this);
            }
            return transfers;
        }
    }

    private NaiveReader() {}

    static List<ExpectedTrade> trades(final Block block) {
        final List<ExpectedTrade> trades = new ArrayList<>();
        for (final SubscribeUpdateTransactionInfo info : block.transactions()) {
            if (!info.getMeta().hasErr() && !info.getIsVote()) {
                trades.addAll(new NaiveTransaction(block, info).trades());
            }
        }
        return trades;
    }

    static List<String> keys(final SubscribeUpdateTransactionInfo info) {
        final List<ByteString> keys =
                new ArrayList<>(info.getTransaction().getMessage().getAccountKeysList());
        keys.addAll(info.getMeta().getLoadedWritableAddressesList());
        keys.addAll(info.getMeta().getLoadedReadonlyAddressesList());
        return keys.stream().map(k -> Base58.encode(k.toByteArray(), 0, 32)).toList();
    }

    /** All instructions in the order in which they ran; where the wire lacks heights, the log tells them. */
    static List<Call> calls(final SubscribeUpdateTransactionInfo info) {
        final List<String> keys = keys(info);
        final Iterator<Integer> logged = loggedHeights(info).iterator();
        final Map<Integer, InnerInstructions> inner = new HashMap<>();
        info.getMeta().getInnerInstructionsList().forEach(i -> inner.put(i.getIndex(), i));
        final List<Call> calls = new ArrayList<>();
        int index = 0;
        for (final CompiledInstruction top : info.getTransaction().getMessage().getInstructionsList()) {
            add(calls, call(keys, top.getProgramIdIndex(), 1, top.getData(), top.getAccounts()));
            next(logged);
            if (inner.containsKey(index)) {
                for (final InnerInstruction i : inner.get(index).getInstructionsList()) {
                    final int fromLog = next(logged);
                    final int height = i.hasStackHeight() ? i.getStackHeight() : fromLog;
                    add(calls, call(keys, i.getProgramIdIndex(), height, i.getData(), i.getAccounts()));
                }
            }
            index++;
        }
        return calls;
    }

    private static int next(final Iterator<Integer> logged) {
        return logged.hasNext() ? logged.next() : -1;
    }

    private static void add(final List<Call> calls, final Call call) {
        if (call.isBatch()) {
            calls.addAll(call.unpacked());
        } else {
            calls.add(call);
        }
    }

    private static List<Integer> loggedHeights(final SubscribeUpdateTransactionInfo info) {
        final List<Integer> heights = new ArrayList<>();
        for (final String line : info.getMeta().getLogMessagesList()) {
            final String[] words = line.split(" ", -1);
            if (words.length == 4 && words[0].equals("Program") && words[2].equals("invoke")) {
                heights.add(Integer.parseInt(words[3].substring(1, words[3].length() - 1)));
            }
        }
        return heights;
    }

    private static Call call(
            final List<String> keys,
            final int program,
            final int height,
            final ByteString data,
            final ByteString accounts) {
        final List<String> names = new ArrayList<>();
        for (final byte account : accounts.toByteArray()) {
            names.add(keys.get(account & 0xFF));
        }
        return new Call(keys.get(program), height, data, names);
    }
}
