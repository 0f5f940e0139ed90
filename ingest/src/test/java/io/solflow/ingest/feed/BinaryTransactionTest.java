package io.solflow.ingest.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import io.solflow.ingest.proto.Transaction;
import io.solflow.ingest.wire.SyntheticTransactions;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinaryTransactionTest {

    private static final long SEED = 20261201;

    private final Random random = new Random(SEED);

    @Test
    void shouldGiveBackEveryTransactionThatTheEncoderWrote() {
        final Set<String> kinds = new HashSet<>();
        for (int i = 0; i < 2_000; i++) {
            final Transaction transaction = next();

            assertThat(BinaryTransaction.decode(MessageBytes.transaction(transaction)))
                    .as("seed %d, transaction %d", SEED, i)
                    .isEqualTo(transaction);
            kinds.add(transaction.getMessage().getVersioned() + " "
                    + transaction.getMessage().hasConfig());
        }
        assertThat(kinds).containsExactlyInAnyOrder("false false", "true false", "true true");
    }

    @Test
    void shouldNameATransactionThatIsCutAtAnyByte() {
        for (int i = 0; i < 40; i++) {
            final ByteString bytes = MessageBytes.transaction(next());
            for (int length = 0; length < bytes.size(); length++) {
                final ByteString cut = bytes.substring(0, length);

                assertThatThrownBy(() -> BinaryTransaction.decode(cut))
                        .as("seed %d, transaction %d of %d bytes", SEED, i, length)
                        .isInstanceOf(UnusableItemException.class)
                        .hasMessageContaining("cut short");
            }
        }
    }

    @Test
    void shouldThrowNothingElseOnBytesThatAreWrong() {
        for (int i = 0; i < 20_000; i++) {
            final byte[] bytes = i % 2 == 0
                    ? MessageBytes.transaction(next()).toByteArray()
                    : SyntheticTransactions.bytes(random, random.nextInt(400)).toByteArray();
            for (int change = random.nextInt(4); change >= 0 && bytes.length > 0; change--) {
                bytes[random.nextInt(random.nextBoolean() ? bytes.length : Math.min(bytes.length, 48))] =
                        (byte) random.nextInt();
            }
            if (random.nextBoolean() && bytes.length > 0) {
                bytes[0] = (byte) 0x81;
            }
            try {
                BinaryTransaction.decode(ByteString.copyFrom(bytes));
            } catch (final UnusableItemException e) {
                assertThat(e.getMessage()).as("seed %d", SEED).startsWith("binary transaction");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 2, 3, 127})
    void shouldNameAVersionThatStandsFirstAndIsNotKnown(final int version) {
        final byte[] bytes = version1();
        bytes[0] = (byte) (0x80 | version);

        assertThatThrownBy(() -> BinaryTransaction.decode(ByteString.copyFrom(bytes)))
                .isInstanceOf(UnusableItemException.class)
                .hasMessageContaining("version " + version + ",");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 127})
    void shouldNameAVersionBehindTheSignaturesThatIsNotKnown(final int version) {
        final byte[] bytes = new byte[200];
        bytes[0] = 1;
        bytes[65] = (byte) (0x80 | version);

        assertThatThrownBy(() -> BinaryTransaction.decode(ByteString.copyFrom(bytes)))
                .isInstanceOf(UnusableItemException.class)
                .hasMessageContaining("version " + version + " behind");
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 0x20, 0x8000_0000})
    void shouldNameAConfigMaskThatIsNotKnown(final int mask) {
        final byte[] bytes = version1();
        for (int i = 0; i < 4; i++) {
            bytes[4 + i] = (byte) (mask >>> (8 * i));
        }

        assertThatThrownBy(() -> BinaryTransaction.decode(ByteString.copyFrom(bytes)))
                .isInstanceOf(UnusableItemException.class)
                .hasMessageContaining("0x" + Integer.toHexString(mask));
    }

    @Test
    void shouldNameBytesBehindTheEnd() {
        final ByteString bytes = ByteString.copyFrom(version1()).concat(ByteString.copyFrom(new byte[3]));

        assertThatThrownBy(() -> BinaryTransaction.decode(bytes))
                .isInstanceOf(UnusableItemException.class)
                .hasMessageContaining("3 bytes too many");
    }

    private byte[] version1() {
        Transaction transaction = next();
        while (!transaction.getMessage().hasConfig()) {
            transaction = next();
        }
        return MessageBytes.transaction(transaction).toByteArray();
    }

    private Transaction next() {
        return SyntheticTransactions.next(random).getTransaction();
    }
}
