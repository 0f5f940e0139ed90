package io.solflow.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.solflow.ingest.proto.InnerInstruction;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ParsedInstructionTest {

    private static final String SYSTEM = "11111111111111111111111111111111";
    private static final String TOKEN = "TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA";
    private static final String TOKEN_2022 = "TokenzQdBNbLqP5VEhdkAS6EPFLC1PHnBqCXEpPxuEb";
    private static final String MINT = "So11111111111111111111111111111111111111112";
    private static final String A = "SysvarRent111111111111111111111111111111111";
    private static final String B = "SysvarC1ock11111111111111111111111111111111";
    private static final String OWNER = "Vote111111111111111111111111111111111111111";
    private static final List<String> KEYS = List.of(OWNER, A, B, MINT, SYSTEM, TOKEN, TOKEN_2022);

    @TempDir
    private Path folder;

    // Expected bytes: SPL Token and Token-2022 instruction layouts (tag, u64 little-endian amount, decimals).

    @Test
    void shouldEncodeATokenTransfer() throws IOException {
        final InnerInstruction inner = inner(
                TOKEN,
                "{\"type\":\"transfer\",\"info\":{\"amount\":\"18446744073709551615\",\"source\":\"" + A
                        + "\",\"destination\":\"" + B + "\",\"authority\":\"" + OWNER + "\"}}");

        assertThat(inner.getProgramIdIndex()).isEqualTo(5);
        assertThat(inner.getAccounts()).isEqualTo(bytes(1, 2, 0));
        assertThat(inner.getData()).isEqualTo(bytes(3, 255, 255, 255, 255, 255, 255, 255, 255));
        assertThat(inner.getStackHeight()).isEqualTo(2);
    }

    @Test
    void shouldEncodeACheckedTransferWithAMultisig() throws IOException {
        final InnerInstruction inner = inner(
                TOKEN_2022,
                "{\"info\":{\"mint\":\"" + MINT + "\",\"multisigAuthority\":\"" + OWNER
                        + "\",\"signers\":[\"x\"],\"source\":\"" + A + "\",\"destination\":\"" + B
                        + "\",\"tokenAmount\":{\"amount\":\"258\",\"decimals\":9,\"uiAmount\":2.58e-7}},"
                        + "\"type\":\"transferChecked\"}");

        assertThat(inner.getAccounts()).isEqualTo(bytes(1, 3, 2, 0));
        assertThat(inner.getData()).isEqualTo(bytes(12, 2, 1, 0, 0, 0, 0, 0, 0, 9));
    }

    @Test
    void shouldEncodeACheckedTransferWithFee() throws IOException {
        final InnerInstruction inner = inner(
                TOKEN_2022,
                "{\"info\":{\"mint\":\"" + MINT + "\",\"authority\":\"" + OWNER + "\",\"source\":\"" + A
                        + "\",\"destination\":\"" + B + "\",\"feeAmount\":{\"amount\":\"3\"},"
                        + "\"tokenAmount\":{\"amount\":\"258\",\"decimals\":6}},\"type\":\"transferCheckedWithFee\"}");

        assertThat(inner.getData()).isEqualTo(bytes(26, 1, 2, 1, 0, 0, 0, 0, 0, 0, 6, 3, 0, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void shouldEncodeASystemTransfer() throws IOException {
        final InnerInstruction inner = inner(
                SYSTEM,
                "{\"type\":\"transfer\",\"info\":{\"lamports\":5000,\"source\":\"" + A + "\",\"destination\":\"" + B
                        + "\"}}");

        assertThat(inner.getAccounts()).isEqualTo(bytes(1, 2));
        assertThat(inner.getData()).isEqualTo(bytes(2, 0, 0, 0, 0x88, 0x13, 0, 0, 0, 0, 0, 0));
    }

    @Test
    void shouldKeepThePlaceOfAnyOtherParsedInstruction() throws IOException {
        final InnerInstruction inner = inner(SYSTEM, "\"a memo\"");

        assertThat(inner.getProgramIdIndex()).isEqualTo(4);
        assertThat(inner.getData()).isEmpty();
        assertThat(inner.getAccounts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"syncNative", "closeAccount", "mintTo", "burnChecked", "getAccountDataSize", "unwrapLamports"})
    void shouldKeepThePlaceOfATokenInstructionThatMovesNothing(final String type) throws IOException {
        final InnerInstruction inner = inner(TOKEN, "{\"type\":\"" + type + "\",\"info\":{\"account\":\"" + A + "\"}}");

        assertThat(inner.getProgramIdIndex()).isEqualTo(5);
        assertThat(inner.getData()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\":\"batch\",\"info\":{\"instructions\":[{\"type\":\"transfer\"}]}}",
                "{\"type\":\"unknown\",\"info\":{}}",
                "{\"info\":{}}",
                "\"batch\"",
                "{\"type\":\"transferWithMemo\",\"info\":{\"amount\":\"1\"}}"
            })
    void shouldNameATokenInstructionThatMayMoveTokensAndDoesNotShowItsBytes(final String parsed) throws IOException {
        assertSkipped(write(TOKEN_2022, parsed), "of " + TOKEN_2022 + " does not show its bytes");
    }

    @Test
    void shouldTellTheMintOfATokenAccountThatIsOpened() throws IOException {
        final String info = "\"info\":{\"account\":\"" + A + "\",\"mint\":\"" + MINT + "\",\"owner\":\"" + OWNER
                + "\",\"rentSysvar\":\"" + B + "\"}}";

        final InnerInstruction first = inner(TOKEN, "{\"type\":\"initializeAccount\"," + info);
        final InnerInstruction third = inner(TOKEN, "{\"type\":\"initializeAccount3\"," + info);

        assertThat(first.getAccounts()).isEqualTo(bytes(1, 3, 0));
        assertThat(first.getData()).isEqualTo(bytes(1));
        assertThat(third.getAccounts()).isEqualTo(bytes(1, 3));
        assertThat(third.getData()).isEqualTo(bytes(18).concat(JsonValues.key(OWNER, "owner")));
    }

    @Test
    void shouldNameATransferThatLacksItsAmount() throws IOException {
        final Path file = write(
                TOKEN,
                "{\"type\":\"transfer\",\"info\":{\"source\":\"" + A + "\",\"destination\":\"" + B
                        + "\",\"authority\":\"" + OWNER + "\"}}");

        assertSkipped(file, "parsed transfer has no info.amount");
    }

    @Test
    void shouldNameAKeyThatIsNotAmongTheAccountKeys() throws IOException {
        final Path file = write(
                SYSTEM,
                "{\"type\":\"transfer\",\"info\":{\"lamports\":5000,\"source\":\"" + A
                        + "\",\"destination\":\"Stranger\"}}");

        assertSkipped(file, "Stranger, which is not among the account keys");
    }

    private static void assertSkipped(final Path file, final String reason) throws IOException {
        try (JsonRpcFiles files = JsonRpcFiles.open(List.of(file))) {
            assertThat(files.next()).isNull();
            assertThat(files.summary().skippedMessages())
                    .singleElement()
                    .asString()
                    .contains(reason);
        }
    }

    private InnerInstruction inner(final String program, final String parsed) throws IOException {
        try (JsonRpcFiles files = JsonRpcFiles.open(List.of(write(program, parsed)))) {
            final Block block = files.next();
            assertThat(files.summary().skippedMessages()).isEmpty();
            final SubscribeUpdateTransactionInfo info = block.transactions().get(0);
            return info.getMeta().getInnerInstructions(0).getInstructions(0);
        }
    }

    private Path write(final String program, final String parsed) throws IOException {
        final StringBuilder keys = new StringBuilder();
        for (final String key : KEYS) {
            keys.append(keys.isEmpty() ? "" : ",")
                    .append("{\"pubkey\":\"")
                    .append(key)
                    .append("\",\"signer\":false,\"writable\":true}");
        }
        return Files.writeString(
                folder.resolve("a.json"),
                "{\"slot\":1,\"meta\":{\"err\":null,\"innerInstructions\":[{\"index\":0,\"instructions\":[{"
                        + "\"parsed\":" + parsed + ",\"program\":\"x\",\"programId\":\"" + program
                        + "\",\"stackHeight\":2}]}]},\"transaction\":{\"signatures\":[\"" + "1".repeat(64)
                        + "\"],\"message\":{\"accountKeys\":[" + keys + "],\"instructions\":[]}}}");
    }

    private static ByteString bytes(final int... values) {
        final byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return ByteString.copyFrom(bytes);
    }
}
