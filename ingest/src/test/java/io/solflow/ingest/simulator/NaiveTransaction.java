package io.solflow.ingest.simulator;

import io.solflow.core.chain.Base58;
import io.solflow.core.event.Side;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.TokenBalance;
import io.solflow.ingest.simulator.NaiveReader.Call;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One transaction while it is read. */
final class NaiveTransaction {

    private static final String TAG = "e445a52e51cb9a1d";
    private static final String WSOL = "So11111111111111111111111111111111111111112";
    private static final String MULTI_HOP = "2b644913e9f66f94";
    private static final String BOOST = "694406af000723a2";
    private static final Set<String> PUMP_FUN_SWAPS = Set.of(
            "66063d1201daebea",
            "38fc74089edfcd5f",
            "33e685a4017f83ad",
            "b817ee6167c5d33d",
            "c2ab1c46684d5b2f",
            "5df6823ce7e940b2",
            "07051dc4f5176550",
            "e1f7501ed5b38488",
            "1c92de7726c469d5",
            "e19a7516d756f667");
    private static final Set<String> PUMP_SWAP_SWAPS = Set.of(
            "66063d1201daebea",
            "c62e1552b4d9e870",
            "33e685a4017f83ad",
            "b817ee6167c5d33d",
            "c2ab1c46684d5b2f",
            "5df6823ce7e940b2");

    private final Block block;
    private final SubscribeUpdateTransactionInfo info;
    private final List<String> keys;
    private final List<Call> calls;
    private final Map<String, Integer> decimals = new HashMap<>();
    private final Deque<byte[]> moonshotEvents = new ArrayDeque<>();
    private final List<ExpectedTrade> trades = new ArrayList<>();

    NaiveTransaction(final Block block, final SubscribeUpdateTransactionInfo info) {
        this.block = block;
        this.info = info;
        keys = NaiveReader.keys(info);
        calls = NaiveReader.calls(info);
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
                case "Moon" -> moonshot(i, call);
                case "BSwp" -> bonkSwap(i, call);
                default -> {}
            }
        }
        for (int i = 0; i < calls.size(); i++) {
            if (calls.get(i).program().startsWith("DCA2")) {
                dca(i, calls.get(i));
            }
        }
        trades.sort(Comparator.comparingInt(ExpectedTrade::ordinal));
        return trades;
    }

    /** The call of the same program one level higher under which a self-CPI event stands; null when there is none. */
    private Call emitter(final int at) {
        final Call event = calls.get(at);
        if (!event.hex(0, 8).equals(TAG)) {
            return null;
        }
        int parent = at - 1;
        while (parent >= 0 && calls.get(parent).height() >= event.height()) {
            parent--;
        }
        return parent >= 0 && calls.get(parent).program().equals(event.program()) ? calls.get(parent) : null;
    }

    private void pumpFun(final int at, final Call event) {
        final Call swap = emitter(at);
        if (swap == null) {
            return;
        }
        final boolean byEvent = !PUMP_FUN_SWAPS.contains(swap.hex(0, 8));
        if (event.hex(8, 8).equals("bddb7fd34ee661ee") && event.u64(16 + 32) != 0) {
            final boolean buy = event.u8(16 + 48) == 1;
            add(
                    at,
                    "PumpFun",
                    event.key(16),
                    wallet(event.key(16 + 49), swap),
                    buy,
                    event.u64(16 + 32),
                    event.u64(16 + 40),
                    event.u64(16 + 81),
                    false,
                    byEvent);
        } else if (event.hex(8, 8).equals("6fb06d8b316cd5fb")) {
            add(
                    at,
                    "PumpFun",
                    event.key(16 + 32),
                    wallet(event.key(16), swap),
                    true,
                    event.u64(16 + 144),
                    event.u64(16 + 136),
                    event.u64(16 + 128),
                    false,
                    byEvent);
        }
    }

    private String wallet(final String user, final Call swap) {
        final int signers = info.getTransaction().getMessage().getHeader().getNumRequiredSignatures();
        return swap.height() == 1 || keys.subList(0, signers).contains(user) ? user : keys.get(0);
    }

    private void pumpSwap(final int at, final Call event) {
        final Call swap = emitter(at);
        final boolean baseBuy = event.hex(8, 8).equals("67f4521f2cf57777");
        if (swap == null || (!baseBuy && !event.hex(8, 8).equals("3e2f370aa503dc2a"))) {
            return;
        }
        final String pool = event.key(16 + 112);
        final long baseAmount = event.u64(16 + 8);
        final long quoteAmount = baseBuy ? event.u64(16 + 96) - event.u64(16 + 72) : event.u64(16 + 56);
        final String wallet = wallet(event.key(16 + 144), swap);
        final boolean boost = swap.hex(0, 8).equals(BOOST);
        final boolean multiHop = swap.hex(0, 8).equals(MULTI_HOP);
        final boolean byEvent = !boost && !multiHop && !PUMP_SWAP_SWAPS.contains(swap.hex(0, 8));
        final int mints = swap.accounts().indexOf(pool) + (multiHop ? -2 : 3);
        final String base =
                byEvent ? baseMint(at, pool, baseAmount) : swap.accounts().get(mints);
        final String quote = byEvent ? otherMint(pool, base) : swap.accounts().get(mints + 1);
        if (quote.equals(WSOL)) {
            add(at, "PumpSwap", base, wallet, baseBuy, quoteAmount, baseAmount, event.u64(16), boost, byEvent);
        } else if (base.equals(WSOL)) {
            add(at, "PumpSwap", quote, wallet, !baseBuy, baseAmount, quoteAmount, event.u64(16), boost, byEvent);
        }
    }

    /** The mint of the transfer before the event, into or out of a vault of the pool, that moved the base. */
    private String baseMint(final int at, final String pool, final long baseAmount) {
        for (int i = at - 1; i >= 0; i--) {
            final Call call = calls.get(i);
            if (call.isToken()
                    && call.accounts().size() == 4
                    && call.u64(call.u8(0) == 26 ? 2 : 1) == baseAmount
                    && (isVault(call.accounts().get(0), pool)
                            || isVault(call.accounts().get(2), pool))) {
                return call.accounts().get(1);
            }
        }
        throw new AssertionError("no transfer of " + baseAmount + " before " + calls.get(at));
    }

    private boolean isVault(final String account, final String pool) {
        return info.getMeta().getPreTokenBalancesList().stream()
                .anyMatch(b -> b.getOwner().equals(pool)
                        && keys.get(b.getAccountIndex()).equals(account));
    }

    private String otherMint(final String pool, final String mint) {
        return info.getMeta().getPreTokenBalancesList().stream()
                .filter(b -> b.getOwner().equals(pool) && !b.getMint().equals(mint))
                .findFirst()
                .orElseThrow()
                .getMint();
    }

    private void moonshot(final int at, final Call call) {
        final ByteBuffer event = ByteBuffer.wrap(moonshotEvents.remove()).order(ByteOrder.LITTLE_ENDIAN);
        add(
                at,
                "Moonshot",
                call.accounts().get(6),
                wallet(Base58.encode(event.array(), 8 + 104, 32), call),
                event.get(8 + 136) == 0,
                event.getLong(16),
                event.getLong(8),
                blockTime(),
                false,
                false);
    }

    private void bonkSwap(final int at, final Call call) {
        final boolean xToY = call.u8(32) == 1;
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
                at + 1,
                "BonkSwap",
                x.equals(WSOL) ? y : x,
                wallet(call.accounts().get(8), call),
                buy,
                (buy ? in : out).u64(1),
                (buy ? out : in).u64(1),
                blockTime(),
                false,
                false);
    }

    /** The fill takes the place of the leg that moved its coin. */
    private void dca(final int at, final Call filled) {
        final Call swap = emitter(at);
        if (swap == null || !filled.hex(8, 8).equals("8604113fdd2db1ad")) {
            return;
        }
        final boolean byEvent = !swap.hex(0, 8).equals("7340e24e21d369a2");
        final String input = filled.key(16 + 64);
        final String output = filled.key(16 + 96);
        final long in = filled.u64(16 + 128);
        final long out = filled.u64(16 + 136);
        final ExpectedTrade leg = trades.stream()
                .filter(t -> t.mint().equals(t.side() == Side.BUY ? output : input))
                .findFirst()
                .orElse(null);
        if (leg == null) {
            return;
        }
        trades.remove(leg);
        final boolean buy = leg.side() == Side.BUY;
        final boolean overSol = !input.equals(WSOL) && !output.equals(WSOL);
        add(
                overSol ? leg.ordinal() : at,
                "JupiterDCA",
                leg.mint(),
                filled.key(16),
                buy,
                overSol ? leg.lamports() : buy ? in : out,
                overSol ? leg.baseUnits() : buy ? out : in,
                overSol ? leg.timestampSeconds() : blockTime(),
                false,
                byEvent);
    }

    private long blockTime() {
        return block.blockTimeSeconds().orElseThrow();
    }

    private void add(
            final int at,
            final String label,
            final String mint,
            final String wallet,
            final boolean buy,
            final long lamports,
            final long baseUnits,
            final long timestampSeconds,
            final boolean boost,
            final boolean byEvent) {
        trades.add(new ExpectedTrade(
                block.slot(),
                (int) info.getIndex(),
                at,
                mint,
                wallet,
                buy ? Side.BUY : Side.SELL,
                lamports,
                baseUnits,
                decimals.get(mint),
                timestampSeconds,
                label,
                label.equals("JupiterDCA"),
                boost,
                byEvent));
    }
}
