package io.solflow.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.feed.RpcJson.Encoding;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.wire.SyntheticTransactions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Where in its slot a transaction stands, by what its responses tell. */
class JsonPositionsTest {

    private static final long SEED = 20261203;
    private static final int RUNS = 200;
    private static final List<Encoding> ENCODINGS = List.of(Encoding.values());

    @TempDir
    private Path folder;

    private final Random random = new Random(SEED);
    private JsonFolder files;

    @BeforeEach
    void setUp() {
        files = new JsonFolder(folder);
    }

    @Test
    void shouldSayThatNobodyToldAPositionAndPlayThoseLastBySignature() throws IOException {
        final List<SubscribeUpdateTransactionInfo> infos = transactions(4);

        final Block block = files.readLines(List.of(
                        alone(infos.get(0)),
                        RpcForms.positioned(infos.get(1), 5, 70, Encoding.JSON),
                        alone(infos.get(2)),
                        RpcForms.positioned(infos.get(3), 5, 3, Encoding.JSON)))
                .get(0);

        assertThat(block.transactions())
                .containsExactly(
                        at(infos.get(3), 3),
                        at(infos.get(1), 70),
                        at(lower(infos.get(0), infos.get(2)), ChainPosition.NO_POSITION),
                        at(higher(infos.get(0), infos.get(2)), ChainPosition.NO_POSITION));
        assertThat(files.summary().unpositioned()).isEqualTo(2);
        assertThat(files.summary().notes()).isEmpty();
    }

    @Test
    void shouldTakeNullForAPositionThatNobodyTold() throws IOException {
        final String json = alone(transactions(1).get(0)).replace("\"slot\"", "\"transactionIndex\":null,\"slot\"");

        assertThat(files.readLines(List.of(json)).get(0).transactions())
                .extracting(SubscribeUpdateTransactionInfo::getIndex)
                .containsExactly(ChainPosition.NO_POSITION);
    }

    @Test
    void shouldPlayTwoSignaturesOfOnePositionAndSayWhichLostIt() throws IOException {
        final List<SubscribeUpdateTransactionInfo> infos = transactions(2);
        final SubscribeUpdateTransactionInfo lower = lower(infos.get(0), infos.get(1));
        final SubscribeUpdateTransactionInfo higher = higher(infos.get(0), infos.get(1));

        final Block block = files.readLines(List.of(
                        RpcForms.positioned(higher, 5, 7, Encoding.JSON),
                        RpcForms.positioned(lower, 5, 7, Encoding.JSON)))
                .get(0);

        assertThat(block.transactions()).containsExactly(at(lower, 7), at(higher, ChainPosition.NO_POSITION));
        assertThat(files.summary().notes())
                .singleElement()
                .asString()
                .contains(RpcJson.base58(higher.getSignature()), "position 7");
    }

    @Test
    void shouldBelieveAWholeBlockBeforeAnIndexThatContradictsIt() throws IOException {
        final List<SubscribeUpdateTransactionInfo> infos = transactions(4);
        final List<SubscribeUpdateTransactionInfo> inBlock = infos.subList(0, 3);

        final Block block = files.readLines(List.of(
                        RpcForms.positioned(infos.get(3), 5, 1, Encoding.JSON),
                        RpcForms.positioned(infos.get(2), 5, 0, Encoding.JSON),
                        RpcForms.block(inBlock, 5, Encoding.JSON)))
                .get(0);

        assertThat(block.transactions())
                .containsExactly(
                        at(infos.get(0), 0),
                        at(infos.get(1), 1),
                        at(infos.get(2), 2),
                        at(infos.get(3), ChainPosition.NO_POSITION));
        assertThat(files.summary().assumed()).isEqualTo(2);
    }

    @Test
    void shouldPlayWithoutAPositionWhatHasOneThatNoBlockHolds() throws IOException {
        final SubscribeUpdateTransactionInfo info = transactions(1).get(0);

        final Block block = files.readLines(
                        List.of(RpcForms.positioned(info, 5, ChainPosition.MAX_TOLD_TX_INDEX + 1L, Encoding.JSON)))
                .get(0);

        assertThat(block.transactions()).containsExactly(at(info, ChainPosition.NO_POSITION));
        assertThat(files.summary().notes()).singleElement().asString().contains("position 65536");
    }

    @Test
    void shouldKeepOneOfASignatureWithThePositionThatOneOfThemTells() throws IOException {
        final List<SubscribeUpdateTransactionInfo> infos = transactions(2);
        final List<String> lines = new ArrayList<>(List.of(
                alone(infos.get(1)),
                RpcForms.transactionNotification(infos.get(0), 5, 9, Encoding.JSON),
                RpcForms.dataItem(infos.get(1), 5, 4, Encoding.JSON),
                alone(infos.get(0))));

        for (int turn = 0; turn < 2; turn++) {
            assertThat(files.readLines(lines).get(0).transactions())
                    .containsExactly(at(infos.get(1), 4), at(infos.get(0), 9));
            assertThat(files.summary().duplicates()).isEqualTo(2);
            assertThat(files.summary().transactions()).isEqualTo(2);
            Collections.reverse(lines);
        }
    }

    @Test
    void shouldPreferTheResponseThatHasTheInnerInstructions() throws IOException {
        SubscribeUpdateTransactionInfo full = SyntheticTransactions.next(random);
        while (full.getMeta().getInnerInstructionsNone()) {
            full = SyntheticTransactions.next(random);
        }
        final SubscribeUpdateTransactionInfo.Builder poor = full.toBuilder();
        poor.getMetaBuilder().clearInnerInstructions().setInnerInstructionsNone(true);

        final Block block = files.readLines(
                        List.of(RpcForms.positioned(poor.build(), 5, 2, Encoding.JSON), alone(full)))
                .get(0);

        assertThat(block.transactions()).containsExactly(at(full, 2));
    }

    @Test
    void shouldPreferTheResponseThatHasAllKeysAndBalances() throws IOException {
        SubscribeUpdateTransactionInfo full = SyntheticTransactions.next(random);
        while (full.getMeta().getLoadedWritableAddressesCount() == 0
                || full.getMeta().getPostTokenBalancesCount() == 0) {
            full = SyntheticTransactions.next(random);
        }
        final SubscribeUpdateTransactionInfo.Builder withoutKeys = full.toBuilder();
        withoutKeys.getMetaBuilder().clearLoadedWritableAddresses().clearLoadedReadonlyAddresses();
        final SubscribeUpdateTransactionInfo.Builder withoutBalances = full.toBuilder();
        withoutBalances.getMetaBuilder().clearPreTokenBalances().clearPostTokenBalances();

        for (final SubscribeUpdateTransactionInfo.Builder poor : List.of(withoutKeys, withoutBalances)) {
            // the one with a position is read first or last, as its bytes are
            for (final long position : new long[] {2, 60_000}) {
                final Block block = files.readLines(
                                List.of(RpcForms.positioned(poor.build(), 5, position, Encoding.BASE64), alone(full)))
                        .get(0);

                assertThat(block.transactions()).containsExactly(at(full, position));
            }
        }
    }

    @Test
    void shouldKeepAnotherPositionBeforeZeroWhichNodesSayThatKnowNone() throws IOException {
        final SubscribeUpdateTransactionInfo info = transactions(1).get(0);
        final List<String> lines = new ArrayList<>(List.of(
                RpcForms.positioned(info, 5, 0, Encoding.JSON), RpcForms.positioned(info, 5, 17, Encoding.JSON)));
        for (int turn = 0; turn < 2; turn++) {
            assertThat(files.readLines(lines).get(0).transactions()).containsExactly(at(info, 17));
            assertThat(files.summary().notes()).singleElement().asString().contains("position 0 and 17, which is kept");
            Collections.reverse(lines);
        }
    }

    /** The responses of a few slots in every form; some say what others do not, some contradict each other. */
    @Test
    void shouldGiveTheSameBlocksWhateverTheOrderOfTheResponsesAndTheirFiles() throws IOException {
        for (int run = 0; run < RUNS; run++) {
            final List<String> lines = responses();
            final List<Block> expected = files.readLines(lines);
            final JsonRpcSummary summary = files.summary();
            Collections.shuffle(lines, random);
            final List<List<String>> parts = new ArrayList<>();
            for (int i = 1 + random.nextInt(4); i > 0; i--) {
                parts.add(new ArrayList<>());
            }
            lines.forEach(line -> parts.get(random.nextInt(parts.size())).add(line));
            final Path[] paths = new Path[parts.size()];
            for (int i = 0; i < paths.length; i++) {
                paths[i] = files.write(i + ".ndjson", String.join("\n", parts.get(i)));
            }

            final List<Block> found = files.read(paths);

            assertThat(found).as("seed %d, run %d", SEED, run).isEqualTo(expected);
            assertThat(files.summary().duplicates()).isEqualTo(summary.duplicates());
            assertThat(files.summary().unpositioned()).isEqualTo(summary.unpositioned());
            assertThat(files.summary().assumed()).isEqualTo(summary.assumed());
            assertThat(files.summary().skipped()).isZero();
        }
    }

    private List<String> responses() throws IOException {
        final List<String> lines = new ArrayList<>();
        for (int slot = 10; slot < 13; slot++) {
            final List<SubscribeUpdateTransactionInfo> infos = transactions(5);
            if (random.nextBoolean()) {
                lines.add(RpcForms.block(infos.subList(0, random.nextInt(5)), slot, encoding()));
            }
            for (int i = 0; i < infos.size(); i++) {
                final long position = random.nextInt(4) == 0 ? random.nextInt(5) : i;
                final Long time = random.nextBoolean() ? null : Long.valueOf(1_700_000_000L + random.nextInt(2));
                switch (random.nextInt(6)) {
                    case 0 -> lines.add(RpcJson.response(infos.get(i), slot, time, encoding()));
                    case 1 -> lines.add(RpcForms.positioned(infos.get(i), slot, position, encoding()));
                    case 2 -> lines.add(RpcForms.transactionNotification(infos.get(i), slot, position, encoding()));
                    case 3 -> {
                        lines.add(RpcJson.response(infos.get(i), slot, time, encoding()));
                        lines.add(RpcForms.page(List.of(RpcForms.dataItem(infos.get(i), slot, position, encoding()))));
                    }
                    case 4 -> lines.add(RpcForms.blockNotification(List.of(infos.get(i)), slot, encoding()));
                    default -> lines.add(RpcForms.transactionNotification(infos.get(i), slot, -1, encoding()));
                }
            }
        }
        return lines;
    }

    private Encoding encoding() {
        return ENCODINGS.get(random.nextInt(ENCODINGS.size()));
    }

    private static String alone(final SubscribeUpdateTransactionInfo info) throws IOException {
        return RpcJson.response(info, 5, null, Encoding.JSON);
    }

    private static SubscribeUpdateTransactionInfo at(final SubscribeUpdateTransactionInfo info, final long position) {
        return info.toBuilder().setIndex(position).build();
    }

    private static SubscribeUpdateTransactionInfo lower(
            final SubscribeUpdateTransactionInfo a, final SubscribeUpdateTransactionInfo b) {
        final Comparator<ByteString> order = ByteString.unsignedLexicographicalComparator();
        return order.compare(a.getSignature(), b.getSignature()) < 0 ? a : b;
    }

    private static SubscribeUpdateTransactionInfo higher(
            final SubscribeUpdateTransactionInfo a, final SubscribeUpdateTransactionInfo b) {
        return lower(a, b).equals(a) ? b : a;
    }

    private List<SubscribeUpdateTransactionInfo> transactions(final int count) {
        final List<SubscribeUpdateTransactionInfo> infos = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            infos.add(SyntheticTransactions.next(random));
        }
        return infos;
    }
}
