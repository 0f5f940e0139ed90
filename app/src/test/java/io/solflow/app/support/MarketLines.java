package io.solflow.app.support;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Base58;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.InnerInstruction;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.TokenBalance;
import io.solflow.ingest.proto.TransactionStatusMeta;
import io.solflow.ingest.simulator.ExpectedTrade;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.simulator.SimulatedBlock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Assumptions;

/**
 * A simulated market as an RPC node tells it.
 *
 * @param lines a getBlock response for each block.
 * @param alone a getTransaction response, without a position, for each transaction that trades.
 * @param transactions transactions of all blocks.
 */
public record MarketLines(List<String> lines, List<String> alone, int transactions) {

    public static MarketLines of(final MarketSimulator simulator, final int blocks) {
        final List<String> lines = new ArrayList<>();
        final List<String> alone = new ArrayList<>();
        int transactions = 0;
        for (int i = 0; i < blocks; i++) {
            final SimulatedBlock simulated = simulator.nextSimulated();
            final Block block = simulated.block();
            final Set<Integer> trading = new HashSet<>();
            simulated.expected().stream().map(ExpectedTrade::txIndex).forEach(trading::add);
            final String time = "\"blockTime\":" + block.blockTimeSeconds().orElseThrow();
            lines.add("{\"slot\":" + block.slot() + ",\"result\":{" + time + ",\"blockhash\":\"" + block.blockhash()
                    + "\",\"parentSlot\":" + block.parentSlot() + ",\"previousBlockhash\":\"" + block.parentBlockhash()
                    + "\",\"transactions\":" + array(block.transactions(), info -> '{' + fields(info) + '}') + "}}");
            for (int index = 0; index < block.transactions().size(); index++) {
                if (trading.contains(index)) {
                    alone.add("{\"result\":{\"slot\":" + block.slot() + ',' + time + ','
                            + fields(block.transactions().get(index)) + "}}");
                }
            }
            transactions += block.transactions().size();
        }
        return new MarketLines(lines, alone, transactions);
    }

    /** A folder beside the project that holds recorded data; skips the test where there is none. */
    public static Path shared(final String name) {
        for (Path up = Path.of("").toAbsolutePath(); up != null; up = up.getParent()) {
            final Path candidate = up.resolve("shared").resolve(name);
            if (Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        Assumptions.abort("no folder shared/" + name + " beside the project");
        return null;
    }

    private static String fields(final SubscribeUpdateTransactionInfo info) {
        final Message message = info.getTransaction().getMessage();
        final String header = "{\"numRequiredSignatures\":"
                + message.getHeader().getNumRequiredSignatures()
                + ",\"numReadonlySignedAccounts\":" + message.getHeader().getNumReadonlySignedAccounts()
                + ",\"numReadonlyUnsignedAccounts\":" + message.getHeader().getNumReadonlyUnsignedAccounts() + '}';
        return "\"version\":" + (message.hasConfig() ? "1" : message.getVersioned() ? "0" : "\"legacy\"")
                + ",\"transaction\":{\"signatures\":"
                + array(info.getTransaction().getSignaturesList(), MarketLines::base58) + ",\"message\":{\"header\":"
                + header + ",\"accountKeys\":" + array(message.getAccountKeysList(), MarketLines::base58)
                + ",\"recentBlockhash\":" + base58(message.getRecentBlockhash()) + ",\"instructions\":"
                + array(message.getInstructionsList(), MarketLines::instruction) + "}},\"meta\":"
                + meta(info.getMeta());
    }

    private static String meta(final TransactionStatusMeta meta) {
        return "{\"err\":" + (meta.hasErr() ? "\"AccountInUse\"" : "null") + ",\"fee\":" + meta.getFee()
                + ",\"preBalances\":" + meta.getPreBalancesList() + ",\"postBalances\":" + meta.getPostBalancesList()
                + ",\"innerInstructions\":" + array(meta.getInnerInstructionsList(), MarketLines::group)
                + ",\"logMessages\":" + array(meta.getLogMessagesList(), line -> '"' + line + '"')
                + ",\"preTokenBalances\":" + array(meta.getPreTokenBalancesList(), MarketLines::balance)
                + ",\"postTokenBalances\":" + array(meta.getPostTokenBalancesList(), MarketLines::balance)
                + ",\"loadedAddresses\":{\"writable\":"
                + array(meta.getLoadedWritableAddressesList(), MarketLines::base58) + ",\"readonly\":"
                + array(meta.getLoadedReadonlyAddressesList(), MarketLines::base58) + "}}";
    }

    private static String group(final InnerInstructions group) {
        return "{\"index\":" + group.getIndex() + ",\"instructions\":"
                + array(group.getInstructionsList(), MarketLines::inner) + '}';
    }

    private static String inner(final InnerInstruction inner) {
        return body(inner.getProgramIdIndex(), inner.getAccounts(), inner.getData())
                + (inner.hasStackHeight() ? ",\"stackHeight\":" + inner.getStackHeight() : "")
                + '}';
    }

    private static String instruction(final CompiledInstruction instruction) {
        return body(instruction.getProgramIdIndex(), instruction.getAccounts(), instruction.getData()) + '}';
    }

    private static String body(final int program, final ByteString accounts, final ByteString data) {
        final StringJoiner numbers = new StringJoiner(",", "[", "]");
        accounts.forEach(account -> numbers.add(Integer.toString(account & 0xFF)));
        return "{\"programIdIndex\":" + program + ",\"accounts\":" + numbers + ",\"data\":" + base58(data);
    }

    private static String balance(final TokenBalance balance) {
        return "{\"accountIndex\":" + balance.getAccountIndex() + ",\"mint\":\"" + balance.getMint() + "\",\"owner\":\""
                + balance.getOwner() + "\",\"uiTokenAmount\":{\"amount\":\""
                + balance.getUiTokenAmount().getAmount() + "\",\"decimals\":"
                + balance.getUiTokenAmount().getDecimals() + "}}";
    }

    private static String base58(final ByteString bytes) {
        return '"' + Base58.encode(bytes.toByteArray(), 0, bytes.size()) + '"';
    }

    private static <T> String array(final List<T> values, final Function<T, String> text) {
        return values.stream().map(text).collect(Collectors.joining(",", "[", "]"));
    }
}
