package io.solflow.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.github.luben.zstd.Zstd;
import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.feed.RpcJson.Encoding;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.wire.SyntheticTransactions;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class JsonRpcFilesTest {

    private static final long SEED = 20260205;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private JsonRpcSummary summary;

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void shouldGiveBackEveryFieldWhateverTheEncoding(final Encoding encoding) throws IOException {
        final List<SubscribeUpdateTransactionInfo> expected = new ArrayList<>();
        final StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 300; i++) {
            final SubscribeUpdateTransactionInfo info = SyntheticTransactions.next(random);
            expected.add(info.toBuilder().setIndex(ChainPosition.NO_POSITION).build());
            lines.append(RpcJson.response(info, 1000 + i, null, encoding)).append('\n');
        }

        final List<Block> blocks = read(write("all.ndjson", lines.toString()));

        assertThat(summary.skippedMessages()).isEmpty();
        assertThat(blocks)
                .as("seed %d", SEED)
                .extracting(block -> block.transactions().get(0))
                .isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.json", "a.json.gz", "a.JSON.zst", "a.ndjson", "a.ndjson.gz", "a.jsonl", "a.jsonl.zst"})
    void shouldReadEveryKindOfFile(final String name) throws IOException {
        final Path file = write(name, transaction(7, 1_700_000_000L));

        final List<Block> blocks = read(file);

        assertThat(blocks).hasSize(1);
        assertThat(blocks.get(0).slot()).isEqualTo(7);
        assertThat(blocks.get(0).blockTimeSeconds()).isEqualTo(OptionalLong.of(1_700_000_000L));
    }

    @Test
    void shouldReadAResponseWithoutItsWrapper() throws IOException {
        final String wrapped = transaction(7, null);
        final String bare = wrapped.substring(wrapped.indexOf("{\"slot\""), wrapped.lastIndexOf(",\"id\""));

        assertThat(read(write("a.json", bare))).extracting(Block::slot).containsExactly(7L);
    }

    @Test
    void shouldReadABatchOfResponses() throws IOException {
        final Path file = write("a.json", "[" + transaction(9, null) + "," + transaction(8, null) + "]");

        assertThat(read(file)).extracting(Block::slot).containsExactly(8L, 9L);
    }

    @Test
    void shouldReadAFolderWithItsSubfoldersAndCountOtherFiles() throws IOException {
        Files.createDirectories(folder.resolve("sub/deep"));
        write("sub/deep/b.json", transaction(5, null));
        write("a.jsonl", transaction(6, null) + "\n\n" + transaction(4, null));
        write("README.md", "no JSON");

        assertThat(read(folder)).extracting(Block::slot).containsExactly(4L, 5L, 6L);
        assertThat(summary.files()).isEqualTo(2);
        assertThat(summary.otherFiles()).isEqualTo(1);
        assertThat(summary.skipped()).isZero();
    }

    @Test
    void shouldReadABlockWithItsFacts() throws IOException {
        final List<SubscribeUpdateTransactionInfo> infos = transactions(4);

        final Block block = read(write("a.json", block(infos, "\"slot\":100"))).get(0);

        assertThat(block.slot()).isEqualTo(100);
        assertThat(block.parentSlot()).isEqualTo(98);
        assertThat(block.blockhash()).isEqualTo("hash98");
        assertThat(block.parentBlockhash()).isEqualTo("parent98");
        assertThat(block.blockHeight()).isEqualTo(55);
        assertThat(block.blockTimeSeconds()).isEqualTo(OptionalLong.of(1_700_000_000L));
        assertThat(block.transactions())
                .extracting(SubscribeUpdateTransactionInfo::getIndex)
                .containsExactly(0L, 1L, 2L, 3L);
    }

    @Test
    void shouldTakeABlocksSlotFromItsFileName() throws IOException {
        assertThat(read(write("120.json.gz", block(transactions(1), "\"x\":1"))))
                .extracting(Block::slot)
                .containsExactly(120L);
        assertThat(summary.notes()).isEmpty();
    }

    @Test
    void shouldTakeABlocksSlotFromItsChild() throws IOException {
        final String parent = block(transactions(1), "\"x\":1");
        final String child = block(transactions(1), "\"slot\":130")
                .replace("\"parentSlot\":98", "\"parentSlot\":111")
                .replace("parent98", "hash98")
                .replace("\"blockhash\":\"hash98\"", "\"blockhash\":\"other\"");

        assertThat(read(write("a.ndjson", child + '\n' + parent)))
                .extracting(Block::slot)
                .containsExactly(111L, 130L);
        assertThat(summary.notes()).isEmpty();
    }

    @Test
    void shouldNoteASlotThatIsAssumedFromTheParent() throws IOException {
        assertThat(read(write("a.ndjson", block(transactions(1), "\"x\":1"))))
                .extracting(Block::slot)
                .containsExactly(99L);
        assertThat(summary.notes()).singleElement().asString().contains("a.ndjson:1", "hash98", "99");
    }

    @Test
    void shouldNameAndSkipATransactionWithoutASlot() throws IOException {
        final SubscribeUpdateTransactionInfo info = SyntheticTransactions.next(random);
        final String json = "{" + RpcJson.fields(info, Encoding.JSON) + "}";

        assertThat(read(write("a.ndjson", transaction(3, null) + '\n' + json))).hasSize(1);
        assertThat(summary.skipped()).isEqualTo(1);
        assertThat(summary.skippedMessages().get(0))
                .contains("a.ndjson:2", RpcJson.base58(info.getSignature()), "no slot");
    }

    @Test
    void shouldNameThePlaceOfBrokenJsonAndGoOn() throws IOException {
        final String good = transaction(3, null);
        write("a.ndjson", good + "\n{\"slot\": 3, !}\n" + transaction(4, null) + "\n" + good.substring(0, 300));
        write("b.json", good.substring(0, 200));
        write("c.json", transaction(5, null));

        assertThat(read(folder)).extracting(Block::slot).containsExactly(3L, 4L, 5L);
        assertThat(summary.skippedMessages())
                .satisfiesExactly(
                        line -> assertThat(line).contains("a.ndjson:2", "line 1, column 13"),
                        line -> assertThat(line).contains("a.ndjson:4", "unreadable JSON"),
                        line -> assertThat(line).contains("b.json", "line 1, column 201"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.ndjson.gz", "a.ndjson.zst"})
    void shouldNameADamagedCompressedFileAndKeepWhatCameBefore(final String name) throws IOException {
        final StringBuilder lines = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            lines.append(transaction(i, null)).append('\n');
        }
        final Path file = write(name, lines.toString());
        final byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));

        assertThat(read(file)).hasSizeBetween(50, 350);
        assertThat(summary.skippedMessages()).singleElement().asString().contains(name, "damaged");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"error\":{\"code\":-32009,\"message\":\"Slot 9 was skipped\"},\"id\":1}|-32009 Slot 9",
                "{\"jsonrpc\":\"2.0\",\"result\":null,\"id\":1}|the result is null",
                "{\"name\":\"package\"}|neither a transaction nor a block",
                "17|response is 17",
                "{\"slot\":-5}|slot is -5",
                "{\"slot\":\"5\"}|slot is 5, allowed: an integer",
                "{\"slot\":5,\"meta\":null,\"transaction\":[\"AA==\",\"base64\"]}|cut short",
                "{\"slot\":5,\"transaction\":[\"AA==\",\"rot13\"]}|rot13, allowed: base64, base58",
                "{\"slot\":5,\"transaction\":[\"*\",\"base64\"]}|no base64",
                "{\"slot\":5,\"transaction\":{\"signatures\":[\"0OIl\"]}}|signature: '0OIl' is not base58",
                "{\"slot\":5,\"transaction\":{\"signatures\":[],\"accountKeys\":[]}}|no message",
                "{\"slot\":5,\"meta\":{},\"transaction\":{\"message\":{}}}|no signature",
                "{\"slot\":5,\"transaction\":{\"signatures\":[\"1111\"],\"message\":{}}}|without meta",
                "{\"slot\":5,\"meta\":{},\"transaction\":{\"signatures\":[\"1111\"],\"message\":{}}}|4 bytes, allowed: 64",
                "{\"slot\":5,\"transaction\":{\"message\":{\"accountKeys\":[\"1111\"]}}}|4 bytes, allowed: 32",
                "{\"slot\":5,\"transaction\":{\"message\":{\"instructions\":[{\"programIdIndex\":256}]}}}|256, allowed: an",
                "{\"slot\":5,\"transaction\":{\"message\":{\"instructions\":[{\"data\":\"\"}]}}}|neither programIdIndex nor",
                "{\"slot\":5,\"blockhash\":\"x\",\"signatures\":[\"y\"]}|signatures only"
            })
    void shouldNameAndSkipWhatIsNoTransaction(final String jsonAndReason) throws IOException {
        final int bar = jsonAndReason.lastIndexOf('|');
        final String lines = jsonAndReason.substring(0, bar) + '\n' + transaction(6, null);

        assertThat(read(write("a.ndjson", lines))).hasSize(1);
        assertThat(summary.skipped()).isEqualTo(1);
        assertThat(summary.skippedMessages().get(0)).contains("a.ndjson:1").contains(jsonAndReason.substring(bar + 1));
    }

    @Test
    void shouldSkipOneTransactionOfABlockAndKeepTheOthersPositions() throws IOException {
        final List<SubscribeUpdateTransactionInfo> infos = transactions(3);
        final String json = block(infos, "\"slot\":100")
                .replace(RpcJson.fields(infos.get(1), Encoding.JSON), "\"meta\":{\"fee\":\"much\"},\"transaction\":{}");

        final Block block = read(write("a.json", json)).get(0);

        assertThat(block.transactions())
                .extracting(SubscribeUpdateTransactionInfo::getIndex)
                .containsExactly(0L, 2L);
        assertThat(summary.skippedMessages()).singleElement().asString().contains("transactions[1]", "fee is much");
    }

    @Test
    void shouldNameACompressedFileThatIsNone() throws IOException {
        Files.writeString(folder.resolve("a.json.gz"), transaction(1, null));
        Files.writeString(folder.resolve("b.json.zst"), transaction(2, null));
        write("c.json", transaction(3, null));

        assertThat(read(folder)).extracting(Block::slot).containsExactly(3L);
        assertThat(summary.skippedMessages())
                .satisfiesExactly(line -> assertThat(line).contains("a.json.gz"), line -> assertThat(line)
                        .contains("b.json.zst"));
    }

    @Test
    void shouldRefuseAPathThatDoesNotExist() {
        assertThatThrownBy(() -> JsonRpcFiles.open(List.of(folder.resolve("none.json"))))
                .isInstanceOf(NoSuchFileException.class)
                .hasMessageContaining("none.json");
    }

    @Test
    void shouldRefuseAFileOfAnotherKind() throws IOException {
        final Path file = write("a.txt", "{}");

        assertThat(JsonRpcFiles.accepts(file)).isFalse();
        assertThatThrownBy(() -> JsonRpcFiles.open(List.of(file)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a.txt")
                .hasMessageContaining(".ndjson");
    }

    private List<Block> read(final Path path) throws IOException {
        final List<Block> blocks = new ArrayList<>();
        try (JsonRpcFiles files = JsonRpcFiles.open(List.of(path))) {
            for (Block block = files.next(); block != null; block = files.next()) {
                blocks.add(block);
            }
            summary = files.summary();
        }
        assertThat(blocks).extracting(Block::slot).isSorted().doesNotHaveDuplicates();
        return blocks;
    }

    private String transaction(final long slot, final Long blockTime) throws IOException {
        return RpcJson.response(SyntheticTransactions.next(random), slot, blockTime, Encoding.JSON);
    }

    private List<SubscribeUpdateTransactionInfo> transactions(final int count) {
        final List<SubscribeUpdateTransactionInfo> infos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            infos.add(SyntheticTransactions.next(random));
        }
        return infos;
    }

    private static String block(final List<SubscribeUpdateTransactionInfo> infos, final String field) {
        final StringBuilder json = new StringBuilder("{\"result\":{\"transactions\":[");
        for (final SubscribeUpdateTransactionInfo info : infos) {
            try {
                json.append(json.charAt(json.length() - 1) == '[' ? "" : ",")
                        .append('{')
                        .append(RpcJson.fields(info, Encoding.JSON))
                        .append('}');
            } catch (final IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return json.append("],\"parentSlot\":98,\"blockhash\":\"hash98\",\"previousBlockhash\":\"parent98\",")
                .append("\"blockHeight\":55,\"blockTime\":1700000000,")
                .append(field)
                .append("}}")
                .toString();
    }

    private Path write(final String name, final String content) throws IOException {
        byte[] bytes = content.getBytes(StandardCharsets.UTF_8);
        if (name.endsWith(".zst")) {
            bytes = Zstd.compress(bytes);
        } else if (name.endsWith(".gz")) {
            final ByteArrayOutputStream compressed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(compressed)) {
                gzip.write(bytes);
            }
            bytes = compressed.toByteArray();
        }
        return Files.write(folder.resolve(name), bytes);
    }
}
