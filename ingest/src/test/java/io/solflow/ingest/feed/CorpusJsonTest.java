package io.solflow.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import io.solflow.core.event.ChainPosition;
import io.solflow.ingest.feed.RpcJson.Encoding;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Recorded transactions, read and checked against the corpus' own index and against their signatures. */
class CorpusJsonTest {

    @TempDir
    private Path folder;

    @Test
    void shouldReadEveryRecordedTransactionAsTheIndexSays() throws IOException {
        final Map<String, Map<String, String>> index = new HashMap<>();
        Corpus.table("INDEX.tsv").forEach(row -> index.put(row.get("signature"), row));

        final List<Block> blocks = read(Corpus.path("tx"));

        int count = 0;
        for (final Block block : blocks) {
            for (final SubscribeUpdateTransactionInfo info : block.transactions()) {
                final Map<String, String> row = index.get(RpcJson.base58(info.getSignature()));
                assertThat(row).isNotNull();
                assertThat(block.slot()).isEqualTo(Long.parseLong(row.get("slot")));
                assertThat(info.getMeta().hasErr()).isEqualTo(row.get("success").equals("0"));
                assertThat(info.getMeta().getErr().getErr().isEmpty())
                        .isEqualTo(row.get("success").equals("1"));
                assertThat(info.getMeta().getErr().getErr()).isNotEqualTo(TransactionErrors.UNKNOWN);
                assertThat(info.getMeta().getLogMessagesCount() > 0)
                        .isEqualTo(row.get("has_logs").equals("1"));
                assertThat(info.getIsVote()).isFalse();
                if (!row.get("blockTime").isEmpty()) {
                    assertThat(block.blockTimeSeconds()).hasValue(Long.parseLong(row.get("blockTime")));
                }
                count++;
            }
        }
        assertThat(count).isEqualTo(index.size());
    }

    @Test
    void shouldReadMessagesThatTheirFeePayerSigned() throws IOException, GeneralSecurityException {
        final Map<String, Map<String, String>> index = new HashMap<>();
        Corpus.table("INDEX.tsv").forEach(row -> index.put(row.get("signature"), row));

        int verified = 0;
        for (final Block block : read(Corpus.path("tx"))) {
            for (final SubscribeUpdateTransactionInfo info : block.transactions()) {
                final String signature = RpcJson.base58(info.getSignature());
                if (index.get(signature).get("sig_verified").equals("1")) {
                    assertThat(MessageBytes.feePayerSigned(info.getTransaction()))
                            .as(signature)
                            .isTrue();
                    verified++;
                }
            }
        }
        assertThat(verified).isGreaterThan(200);
    }

    @Test
    void shouldReadAWholeBlock() throws IOException, GeneralSecurityException {
        final List<Block> blocks = read(Corpus.path("blocks/254170887.json.gz"));

        assertThat(blocks).hasSize(1);
        final Block block = blocks.get(0);
        assertThat(block.slot()).isEqualTo(254170887L);
        assertThat(block.parentSlot()).isEqualTo(254170886L);
        assertThat(block.blockTimeSeconds()).hasValue(1710441678L);
        assertThat(block.transactions()).hasSize(602);
        assertThat(block.transactions())
                .filteredOn(SubscribeUpdateTransactionInfo::getIsVote)
                .hasSize(158);
        assertThat(block.transactions())
                .filteredOn(info -> info.getMeta().hasErr())
                .hasSize(305)
                .noneMatch(info -> info.getMeta().getErr().getErr().equals(TransactionErrors.UNKNOWN));
        for (int i = 0; i < block.transactions().size(); i++) {
            assertThat(block.transactions().get(i).getIndex()).isEqualTo(i);
            assertThat(MessageBytes.feePayerSigned(block.transactions().get(i).getTransaction()))
                    .as("transaction %d", i)
                    .isTrue();
        }
    }

    @Test
    void shouldGiveBackTheSameThroughEveryEncoding() throws IOException {
        final List<SubscribeUpdateTransactionInfo> expected = new ArrayList<>();
        read(Corpus.path("tx")).forEach(block -> expected.addAll(block.transactions()));
        for (final Encoding encoding : Encoding.values()) {
            final Path file = folder.resolve(encoding + ".ndjson");
            final StringBuilder lines = new StringBuilder();
            for (int i = 0; i < expected.size(); i++) {
                final SubscribeUpdateTransactionInfo info = expected.get(i).toBuilder()
                        .setMeta(expected.get(i).getMeta().toBuilder().clearErr())
                        .setIndex(ChainPosition.NO_POSITION)
                        .build();
                expected.set(i, info);
                lines.append(RpcJson.response(info, i, null, encoding)).append('\n');
            }
            Files.writeString(file, lines);

            final List<SubscribeUpdateTransactionInfo> found = new ArrayList<>();
            read(file).forEach(block -> found.addAll(block.transactions()));
            assertThat(found).as(encoding.name()).isEqualTo(expected);
        }
    }

    private static List<Block> read(final Path path) throws IOException {
        final List<Block> blocks = new ArrayList<>();
        try (JsonRpcFiles files = JsonRpcFiles.open(List.of(path))) {
            for (Block block = files.next(); block != null; block = files.next()) {
                blocks.add(block);
            }
            assertThat(files.summary().skippedMessages()).isEmpty();
            assertThat(files.summary().notes()).isEmpty();
        }
        return blocks;
    }
}
