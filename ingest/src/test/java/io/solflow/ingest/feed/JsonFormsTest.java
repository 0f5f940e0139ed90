package io.solflow.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.feed.RpcJson.Encoding;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.wire.SyntheticTransactions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Everything that transactions and blocks come wrapped in. */
class JsonFormsTest {

    private static final long SEED = 20261202;

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private JsonFolder files;

    @BeforeEach
    void setUp() {
        files = new JsonFolder(folder);
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void shouldReadTheDataOfAPageWithTheirPositions(final Encoding encoding) throws IOException {
        final List<SubscribeUpdateTransactionInfo> infos = transactions(3);

        final List<Block> blocks = files.readLines(List.of(RpcForms.page(List.of(
                RpcForms.dataItem(infos.get(0), 8, 9, encoding),
                RpcForms.dataItem(infos.get(1), 7, 4, encoding),
                RpcForms.dataItem(infos.get(2), 8, 3, encoding)))));

        assertThat(files.summary().skippedMessages()).isEmpty();
        assertThat(blocks).extracting(Block::slot).containsExactly(7L, 8L);
        assertThat(blocks.get(0).transactions()).containsExactly(at(infos.get(1), 4));
        assertThat(blocks.get(1).transactions()).containsExactly(at(infos.get(2), 3), at(infos.get(0), 9));
        assertThat(blocks.get(1).blockTimeSeconds()).isEqualTo(OptionalLong.of(1_700_000_000L));
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void shouldReadATransactionNotification(final Encoding encoding) throws IOException {
        final List<SubscribeUpdateTransactionInfo> infos = transactions(2);

        final List<Block> blocks = files.readLines(List.of(
                RpcForms.transactionNotification(infos.get(0), 5, 7, encoding),
                RpcForms.transactionNotification(infos.get(1), 6, -1, encoding)));

        assertThat(files.summary().skippedMessages()).isEmpty();
        assertThat(blocks.get(0).transactions()).containsExactly(at(infos.get(0), 7));
        assertThat(blocks.get(1).transactions()).containsExactly(at(infos.get(1), ChainPosition.NO_POSITION));
        assertThat(blocks.get(1).blockTimeSeconds()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(Encoding.class)
    void shouldReadABlockNotificationOfAWholeBlock(final Encoding encoding) throws IOException {
        final List<SubscribeUpdateTransactionInfo> infos = transactions(4);

        final Block block = files.readLines(List.of(RpcForms.blockNotification(infos, 100, encoding)))
                .get(0);

        assertThat(files.summary().skippedMessages()).isEmpty();
        assertThat(block.slot()).isEqualTo(100);
        assertThat(block.parentSlot()).isEqualTo(99);
        assertThat(block.blockTimeSeconds()).isEqualTo(OptionalLong.of(1_700_000_000L));
        assertThat(block.transactions())
                .containsExactly(at(infos.get(0), 0), at(infos.get(1), 1), at(infos.get(2), 2), at(infos.get(3), 3));
    }

    /** What a subscription with mentionsAccountOrProgram sends: places in the list are no positions then. */
    @Test
    void shouldNotTakeThePlacesInANotificationThatMayBeFilteredForPositions() throws IOException {
        final List<SubscribeUpdateTransactionInfo> infos = new ArrayList<>();
        final var common = SyntheticTransactions.bytes(random, 32);
        for (final SubscribeUpdateTransactionInfo info : transactions(3)) {
            final SubscribeUpdateTransactionInfo.Builder builder = info.toBuilder();
            builder.getTransactionBuilder().getMessageBuilder().setAccountKeys(0, common);
            infos.add(builder.build());
        }

        final Block filtered = files.readLines(List.of(RpcForms.blockNotification(infos, 100, Encoding.JSON)))
                .get(0);

        assertThat(filtered.transactions())
                .hasSize(3)
                .extracting(SubscribeUpdateTransactionInfo::getIndex)
                .containsOnly(ChainPosition.NO_POSITION);
    }

    @Test
    void shouldReadWhatIsLeftOfAWrapper() throws IOException {
        final SubscribeUpdateTransactionInfo info = SyntheticTransactions.next(random);
        final String notification = RpcForms.transactionNotification(info, 5, 7, Encoding.JSON);
        final String block = RpcForms.blockNotification(List.of(info), 6, Encoding.JSON);
        final String page = RpcForms.page(List.of(RpcForms.dataItem(info, 9, 3, Encoding.JSON)));

        final List<Block> blocks = files.readLines(List.of(
                inside(notification, "result"),
                inside(block, "value"),
                inside(block, "params").replace(":6,\"err\"", ":7,\"err\""),
                inside(page, "result")));

        assertThat(files.summary().skippedMessages()).isEmpty();
        assertThat(blocks).extracting(Block::slot).containsExactly(5L, 6L, 7L, 9L);
    }

    @Test
    void shouldReadFormsThatAreMixedInOneFile() throws IOException {
        final List<SubscribeUpdateTransactionInfo> infos = transactions(6);
        final String json = "["
                + String.join(
                        ",",
                        RpcForms.page(List.of(RpcForms.dataItem(infos.get(0), 10, 3, Encoding.BASE64))),
                        RpcForms.transactionNotification(infos.get(1), 11, 3, Encoding.JSON),
                        "{\"result\":[" + RpcJson.response(infos.get(2), 12, null, Encoding.JSON) + "]}",
                        RpcForms.blockNotification(List.of(infos.get(3)), 13, Encoding.JSON_PARSED),
                        RpcJson.response(infos.get(4), 14, null, Encoding.BASE58))
                + "]\n" + RpcForms.block(List.of(infos.get(5)), 15, Encoding.JSON);

        final List<Block> blocks = files.read(files.write("mixed.json", json));

        assertThat(files.summary().skippedMessages()).isEmpty();
        assertThat(blocks).extracting(Block::slot).containsExactly(10L, 11L, 12L, 13L, 14L, 15L);
        assertThat(blocks)
                .extracting(block -> block.transactions().get(0).getSignature())
                .containsExactlyElementsOf(infos.stream()
                        .map(SubscribeUpdateTransactionInfo::getSignature)
                        .toList());
    }

    @Test
    void shouldSkipOneItemOfAPageAndSayWhich() throws IOException {
        final List<SubscribeUpdateTransactionInfo> infos = transactions(2);
        final String bad = RpcForms.dataItem(infos.get(0), 8, 1, Encoding.JSON).replace("\"fee\":", "\"fee\":-");

        final List<Block> blocks = files.readLines(
                List.of(RpcForms.page(List.of(bad, RpcForms.dataItem(infos.get(1), 8, 2, Encoding.JSON)))));

        assertThat(blocks).singleElement().satisfies(block -> assertThat(block.transactions())
                .hasSize(1));
        assertThat(files.summary().skippedMessages())
                .singleElement()
                .asString()
                .contains("data[0]", RpcJson.base58(infos.get(0).getSignature()), "fee is -");
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 255})
    void shouldNameAVersionThatIsNotKnown(final int version) throws IOException {
        final SubscribeUpdateTransactionInfo info = SyntheticTransactions.next(random);
        final String known = RpcJson.response(info, 8, null, Encoding.JSON);
        final String unknown = known.replaceFirst("\"version\":[^}]+", "\"version\":" + version);
        final String alsoAlien = unknown.replace("\"accountKeys\":[", "\"accountKeys\":[7,")
                .replace("\"meta\":{", "\"meta\":{\"fee\":[],");

        assertThat(files.readLines(List.of(unknown, alsoAlien, "{\"slot\":9,\"version\":" + version + "}")))
                .isEmpty();

        assertThat(files.summary().skipped()).isEqualTo(3);
        assertThat(files.summary().skippedMessages())
                .satisfiesExactly(
                        line -> assertThat(line).contains("has version " + version + ", allowed: legacy, 0, 1"),
                        line -> assertThat(line).contains("has version " + version + ", allowed: legacy, 0, 1"),
                        line -> assertThat(line).contains("neither a transaction nor a block"));
    }

    @Test
    void shouldSayThatAConfigIsThereThoughItIsEmpty() throws IOException {
        SubscribeUpdateTransactionInfo info = SyntheticTransactions.next(random);
        while (!info.getTransaction().getMessage().hasConfig()) {
            info = SyntheticTransactions.next(random);
        }
        final SubscribeUpdateTransactionInfo.Builder empty = info.toBuilder();
        empty.getTransactionBuilder().getMessageBuilder().getConfigBuilder().clear();
        final List<String> lines = new ArrayList<>();
        for (final Encoding encoding : Encoding.values()) {
            lines.add(RpcForms.positioned(empty.build(), 10 + lines.size(), 3, encoding));
        }
        lines.add(RpcForms.positioned(empty.build(), 99, 3, Encoding.JSON)
                .replaceFirst("\"recentBlockhash\"", "\"transactionConfig\":{},\"recentBlockhash\""));

        assertThat(files.readLines(lines)).hasSize(lines.size()).allSatisfy(block -> assertThat(block.transactions())
                .containsExactly(at(empty.build(), 3)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"jsonrpc\":\"2.0\",\"result\":4743323479349712,\"id\":420}|result is 4743323479349712",
                "{\"method\":\"transactionSubscribe\",\"params\":[{\"failed\":false},{}],\"id\":1}|transactionSubscribe holds no",
                "{\"method\":\"slotNotification\",\"params\":{\"result\":{\"slot\":5,\"root\":1}}}|slotNotification holds no",
                "{\"method\":\"accountNotification\",\"params\":{\"result\":{\"context\":{\"slot\":5},\"value\":"
                        + "{\"data\":[\"AA==\",\"base64\"],\"lamports\":3}}}}|accountNotification holds no",
                "{\"method\":\"logsNotification\",\"params\":{\"result\":{\"context\":{\"slot\":5},\"value\":"
                        + "{\"signature\":\"x\",\"err\":null,\"logs\":[]}}}}|logsNotification holds no",
                "{\"method\":\"blockNotification\",\"params\":{\"result\":{\"context\":{\"slot\":5},\"value\":{\"slot\":5,"
                        + "\"err\":{\"unsupportedTransactionVersion\":1},\"block\":null}}}}|is null: {unsupportedTransactionVersion=1}",
                "{\"result\":[5,6,7]}|response is 5, allowed: an object",
                "{\"result\":{\"context\":{\"slot\":5},\"value\":{\"blockhash\":\"x\",\"lastValidBlockHeight\":3}}}|neither",
                "{\"result\":{\"context\":{\"slot\":-5}}}|context.slot is -5",
                "{\"result\":[{\"signature\":\"x\",\"slot\":5,\"err\":null}]}|neither a transaction nor a block"
            })
    void shouldNameAndSkipWhatHoldsNothingToPlay(final String jsonAndReason) throws IOException {
        final int bar = jsonAndReason.lastIndexOf('|');
        final String good = RpcJson.response(SyntheticTransactions.next(random), 6, null, Encoding.JSON);

        assertThat(files.readLines(List.of(jsonAndReason.substring(0, bar), good)))
                .hasSize(1);

        assertThat(files.summary().skipped()).isEqualTo(1);
        assertThat(files.summary().skippedMessages().get(0)).contains(jsonAndReason.substring(bar + 1));
    }

    @Test
    void shouldTakeAnEmptyPageForNothingWrong() throws IOException {
        assertThat(files.readLines(List.of(RpcForms.page(List.of()), "{\"result\":[]}", "[]")))
                .isEmpty();
        assertThat(files.summary().skipped()).isZero();
    }

    /** The object behind the first field of that name. */
    private static String inside(final String json, final String field) {
        final int start = json.indexOf('"' + field + "\":{") + field.length() + 3;
        int depth = 0;
        boolean quoted = false;
        for (int i = start; ; i++) {
            final char c = json.charAt(i);
            if (quoted && c == '\\') {
                i++;
            } else if (c == '"') {
                quoted = !quoted;
            } else if (!quoted && (c == '{' || c == '}')) {
                depth += c == '{' ? 1 : -1;
                if (depth == 0) {
                    return json.substring(start, i + 1);
                }
            }
        }
    }

    private static SubscribeUpdateTransactionInfo at(final SubscribeUpdateTransactionInfo info, final long position) {
        return info.toBuilder().setIndex(position).build();
    }

    private List<SubscribeUpdateTransactionInfo> transactions(final int count) {
        final List<SubscribeUpdateTransactionInfo> infos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            infos.add(SyntheticTransactions.next(random));
        }
        return infos;
    }
}
