package io.solflow.ingest.simulator;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Base58;
import io.solflow.core.event.Side;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.InnerInstruction;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.TokenBalance;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

/** Reads a block's trades slowly and plainly, by the published layouts, to hold the simulator to its word. */
final class NaiveReader {

    private static final String TAG = "e445a52e51cb9a1d";
    private static final String WSOL = "So11111111111111111111111111111111111111112";
    private static final List<String> PUMP_FUN_SWAPS = List.of(
            "66063d1201daebea",
            "38fc74089edfcd5f",
            "33e685a4017f83ad",
            "b817ee6167c5d33d",
            "c2ab1c46684d5b2f",
            "5df6823ce7e940b2");
    private static final List<String> PUMP_SWAP_SWAPS =
            List.of("66063d1201daebea", "c62e1552b4d9e870", "33e685a4017f83ad");

    /** One instruction at any depth. */
    record Call(String program, int height, ByteString data, List<String> accounts) {

        String hex(final int from, final int length) {
            return data.size() < from + length
                    ? ""
                    : HexFormat.of()
                            .formatHex(data.substring(from, from + length).toByteArray());
        }

        long u64(final int at) {
            return data.asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN).getLong(at);
        }

        String key(final int at) {
            return Base58.encode(data.substring(at, at + 32).toByteArray(), 0, 32);
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

    static List<Call> calls(final SubscribeUpdateTransactionInfo info) {
        final List<String> keys = keys(info);
        final Map<Integer, InnerInstructions> inner = new HashMap<>();
        info.getMeta().getInnerInstructionsList().forEach(i -> inner.put(i.getIndex(), i));
        final List<Call> calls = new ArrayList<>();
        int index = 0;
        for (final CompiledInstruction top : info.getTransaction().getMessage().getInstructionsList()) {
            calls.add(call(keys, top.getProgramIdIndex(), 1, top.getData(), top.getAccounts()));
            if (inner.containsKey(index)) {
                for (final InnerInstruction i : inner.get(index).getInstructionsList()) {
                    calls.add(call(keys, i.getProgramIdIndex(), i.getStackHeight(), i.getData(), i.getAccounts()));
                }
            }
            index++;
        }
        return calls;
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

    /** One transaction while it is read. */
    private static final class NaiveTransaction {
        private final Block block;
        private final SubscribeUpdateTransactionInfo info;
        private final List<Call> calls;
        private final Map<String, Integer> decimals = new HashMap<>();
        private final Deque<byte[]> moonshotEvents = new ArrayDeque<>();
        private final List<ExpectedTrade> trades = new ArrayList<>();

        NaiveTransaction(final Block block, final SubscribeUpdateTransactionInfo info) {
            this.block = block;
            this.info = info;
            calls = calls(info);
            for (final TokenBalance balance : info.getMeta().getPreTokenBalancesList()) {
                decimals.put(balance.getMint(), balance.getUiTokenAmount().getDecimals());
            }
            for (final TokenBalance balance : info.getMeta().getPostTokenBalancesList()) {
                decimals.put(balance.getMint(), balance.getUiTokenAmount().getDecimals());
            }
            readMoonshotLogs();
        }

        private void readMoonshotLogs() {
            final Deque<String> stack = new ArrayDeque<>();
            for (final String line : info.getMeta().getLogMessagesList()) {
                final String[] words = line.split(" ", -1);
                if (words.length == 4 && words[2].equals("invoke")) {
                    stack.push(words[1]);
                } else if (line.endsWith(" success")) {
                    stack.pop();
                } else if (line.startsWith("Program data: ") && stack.element().startsWith("Moon")) {
                    moonshotEvents.add(Base64.getDecoder().decode(words[2]));
                }
            }
        }

        List<ExpectedTrade> trades() {
            for (int i = 0; i < calls.size(); i++) {
                final Call call = calls.get(i);
                switch (call.program().substring(0, 4)) {
                    case "6EF8" -> pumpFun(i, call);
                    case "pAMM" -> pumpSwap(i, call);
                    case "Moon" -> moonshot(call);
                    case "BSwp" -> bonkSwap(i, call);
                    case "DCA2" -> dca(i, call);
                    default -> {}
                }
            }
            return numbered();
        }

        private List<ExpectedTrade> numbered() {
            trades.removeIf(leg -> !leg.dca()
                    && trades.stream().anyMatch(t -> t.dca() && t.mint().equals(leg.mint()) && t.side() == leg.side()));
            final List<ExpectedTrade> numbered = new ArrayList<>();
            for (final ExpectedTrade t : trades) {
                numbered.add(new ExpectedTrade(
                        t.slot(),
                        t.txIndex(),
                        numbered.size(),
                        t.mint(),
                        t.wallet(),
                        t.side(),
                        t.lamports(),
                        t.baseUnits(),
                        t.decimals(),
                        t.timestampSeconds(),
                        t.programLabel(),
                        t.dca()));
            }
            return numbered;
        }

        private Call event(final int at, final String discriminator) {
            for (int i = at + 1;
                    i < calls.size() && calls.get(i).height() > calls.get(at).height();
                    i++) {
                final Call call = calls.get(i);
                if (call.program().equals(calls.get(at).program())
                        && call.height() == calls.get(at).height() + 1
                        && call.hex(0, 8).equals(TAG)
                        && call.hex(8, 8).equals(discriminator)) {
                    return call;
                }
            }
            throw new AssertionError("no event " + discriminator + " under " + calls.get(at));
        }

        private void pumpFun(final int at, final Call call) {
            if (!PUMP_FUN_SWAPS.contains(call.hex(0, 8))) {
                return;
            }
            final Call event = event(at, "bddb7fd34ee661ee");
            final long lamports = event.u64(16 + 32);
            if (lamports == 0) {
                return;
            }
            final boolean buy = event.data().byteAt(16 + 48) == 1;
            add("PumpFun", event.key(16), event.key(16 + 49), buy, lamports, event.u64(16 + 40), event.u64(16 + 81));
        }

        private void pumpSwap(final int at, final Call call) {
            if (!PUMP_SWAP_SWAPS.contains(call.hex(0, 8))) {
                return;
            }
            final boolean baseBuy = !call.hex(0, 8).equals("33e685a4017f83ad");
            final Call event = event(at, baseBuy ? "67f4521f2cf57777" : "3e2f370aa503dc2a");
            final String base = call.accounts().get(3);
            final String quote = call.accounts().get(4);
            final long baseAmount = event.u64(16 + 8);
            final long quoteAmount = baseBuy ? event.u64(16 + 96) - event.u64(16 + 72) : event.u64(16 + 56);
            final String user = event.key(16 + 144);
            if (quote.equals(WSOL)) {
                add("PumpSwap", base, user, baseBuy, quoteAmount, baseAmount, event.u64(16));
            } else if (base.equals(WSOL)) {
                add("PumpSwap", quote, user, !baseBuy, baseAmount, quoteAmount, event.u64(16));
            }
        }

        private void moonshot(final Call call) {
            final ByteBuffer event = ByteBuffer.wrap(moonshotEvents.remove()).order(ByteOrder.LITTLE_ENDIAN);
            add(
                    "Moonshot",
                    call.accounts().get(6),
                    Base58.encode(event.array(), 8 + 104, 32),
                    event.get(8 + 136) == 0,
                    event.getLong(16),
                    event.getLong(8),
                    block.blockTimeSeconds().orElseThrow());
        }

        private void bonkSwap(final int at, final Call call) {
            final boolean xToY = call.data().byteAt(32) == 1;
            final String x = call.accounts().get(2);
            final String y = call.accounts().get(3);
            final String inputVault = call.accounts().get(xToY ? 4 : 5);
            final Call in = calls.get(at + 1);
            final Call out = calls.get(at + 2);
            if (!in.accounts().get(1).equals(inputVault)) {
                throw new AssertionError("first transfer does not go to the input vault: " + in);
            }
            final boolean buy = (xToY ? x : y).equals(WSOL);
            add(
                    "BonkSwap",
                    x.equals(WSOL) ? y : x,
                    call.accounts().get(8),
                    buy,
                    (buy ? in : out).u64(1),
                    (buy ? out : in).u64(1),
                    block.blockTimeSeconds().orElseThrow());
        }

        private void dca(final int at, final Call call) {
            if (!call.hex(0, 8).equals("7340e24e21d369a2")) {
                return;
            }
            final Call filled = event(at, "8604113fdd2db1ad");
            final String input = filled.key(16 + 64);
            final String output = filled.key(16 + 96);
            final long in = filled.u64(16 + 128);
            final long out = filled.u64(16 + 136);
            final boolean buy = input.equals(WSOL);
            if (buy || output.equals(WSOL)) {
                add(
                        "JupiterDCA",
                        buy ? output : input,
                        filled.key(16),
                        buy,
                        buy ? in : out,
                        buy ? out : in,
                        block.blockTimeSeconds().orElseThrow());
            }
        }

        private void add(
                final String label,
                final String mint,
                final String wallet,
                final boolean buy,
                final long lamports,
                final long baseUnits,
                final long timestampSeconds) {
            trades.add(new ExpectedTrade(
                    block.slot(),
                    (int) info.getIndex(),
                    0,
                    mint,
                    wallet,
                    buy ? Side.BUY : Side.SELL,
                    lamports,
                    baseUnits,
                    decimals.get(mint),
                    timestampSeconds,
                    label,
                    label.equals("JupiterDCA")));
        }
    }
}
