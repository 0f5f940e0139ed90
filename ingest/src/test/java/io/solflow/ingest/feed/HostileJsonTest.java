package io.solflow.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.feed.RpcJson.Encoding;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.wire.SyntheticTransactions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** JSON that somebody changed: whatever it says now, it is read or skipped, and what stands around it is read. */
class HostileJsonTest {

    private static final long SEED = 20261208;
    private static final int RUNS = 60;
    private static final int LINES = 60;
    private static final List<String> VALUES = List.of(
            "null",
            "{}",
            "[]",
            "[[]]",
            "-1",
            "1e99",
            "18446744073709551616",
            "\"\"",
            "\"\\u0000\"",
            "true",
            "[{}]",
            "{\"x\":[{}]}");

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private JsonFolder files;

    @BeforeEach
    void setUp() {
        files = new JsonFolder(folder);
    }

    @Test
    void shouldReadWhatStandsBetweenLinesThatAreWrong() throws IOException {
        for (int run = 0; run < RUNS; run++) {
            final List<String> lines = new ArrayList<>();
            final List<SubscribeUpdateTransactionInfo> good = new ArrayList<>();
            for (int i = 0; i < LINES; i++) {
                final SubscribeUpdateTransactionInfo info = SyntheticTransactions.next(random);
                if (i % 2 == 0) {
                    lines.add(changed(response(1_000)));
                } else {
                    // a slot that no change leads to
                    lines.add(RpcForms.positioned(info, 7_000_000_000L + i, 3, Encoding.BASE64));
                    good.add(info.toBuilder().setIndex(3).build());
                }
            }

            final List<Block> blocks = files.readLines(lines);

            assertThat(blocks)
                    .as("seed %d, run %d", SEED, run)
                    .filteredOn(block -> block.slot() >= 7_000_000_000L)
                    .filteredOn(block -> block.slot() < 7_000_000_000L + LINES)
                    .extracting(block -> block.transactions().get(0))
                    .isEqualTo(good);
            assertThat(blocks).allSatisfy(block -> assertThat(block.transactions())
                    .extracting(SubscribeUpdateTransactionInfo::getIndex)
                    .allMatch(index -> index >= ChainPosition.NO_POSITION && index <= ChainPosition.MAX_TOLD_TX_INDEX));
        }
    }

    private String response(final long slot) throws IOException {
        final SubscribeUpdateTransactionInfo info = SyntheticTransactions.next(random);
        final Encoding encoding = random.nextBoolean() ? Encoding.JSON : Encoding.JSON_PARSED;
        return switch (random.nextInt(5)) {
            case 0 -> RpcForms.block(List.of(info), slot, encoding);
            case 1 -> RpcForms.page(List.of(RpcForms.dataItem(info, slot, 1, encoding)));
            case 2 -> RpcForms.transactionNotification(info, slot, 2, encoding);
            case 3 -> RpcForms.blockNotification(List.of(info), slot, encoding);
            default -> RpcJson.response(info, slot, 5L, encoding);
        };
    }

    /** Another value somewhere, bytes changed, or the end cut off. */
    private String changed(final String json) {
        final int at = random.nextInt(json.length());
        switch (random.nextInt(4)) {
            case 0 -> {
                return json.substring(0, at);
            }
            case 1 -> {
                final byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
                for (int i = 1 + random.nextInt(5); i > 0; i--) {
                    final byte value = (byte) (' ' + random.nextInt(95));
                    bytes[random.nextInt(bytes.length)] = value;
                }
                return new String(bytes, StandardCharsets.UTF_8);
            }
            default -> {
                final int colon = json.indexOf("\":", at);
                if (colon < 0) {
                    return json;
                }
                final int end = endOfValue(json, colon + 2);
                return json.substring(0, colon + 2) + VALUES.get(random.nextInt(VALUES.size())) + json.substring(end);
            }
        }
    }

    private static int endOfValue(final String json, final int start) {
        int depth = 0;
        boolean quoted = false;
        for (int i = start; i < json.length(); i++) {
            final char c = json.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '{' || c == '[')) {
                depth++;
            } else if (!quoted && (c == '}' || c == ']')) {
                depth--;
            }
            if (!quoted && (depth < 0 || (depth == 0 && json.charAt(i) == ','))) {
                return i;
            }
        }
        return json.length();
    }
}
