package io.solflow.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import com.google.protobuf.ByteString;
import io.solflow.core.wire.TransactionView;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateTransaction;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.Transaction;
import io.solflow.ingest.proto.TransactionStatusMeta;
import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Updates far larger than any transaction: an answer in bounded time and memory. */
class WireLimitsTest {

    private static final int MAX_ROWS = 65_536;

    private final TransactionView view = new TransactionView();

    @Test
    void shouldReadAsManyInstructionsAsTheLimit() {
        assertThat(wrap(update(MAX_ROWS, 0))).isTrue();
        assertThat(view.instructionCount()).isEqualTo(MAX_ROWS);
    }

    @Test
    void shouldRejectMoreInstructionsThanTheLimit() {
        assertThat(wrap(update(MAX_ROWS + 1, 0))).isFalse();
        assertThat(wrap(update(10, 1))).isTrue();
    }

    @Test
    void shouldRejectATransactionWhoseInstructionsTogetherPassTheLimit() {
        assertThat(wrap(update(MAX_ROWS / 2, MAX_ROWS / 2))).isTrue();
        assertThat(wrap(update(MAX_ROWS / 2 + 1, MAX_ROWS / 2))).isFalse();
    }

    @Test
    void shouldReadManyGroupsInLinearTime() {
        final byte[] update = update(MAX_ROWS / 2, MAX_ROWS / 2);
        assertTimeoutPreemptively(Duration.ofSeconds(10), () -> {
            for (int i = 0; i < 20; i++) {
                assertThat(wrap(update)).isTrue();
            }
        });
    }

    @Test
    void shouldAnswerForAnyRangeOfAnArray() {
        final byte[] bytes = new byte[100];
        new Random(1).nextBytes(bytes);
        final UpdateEnvelope envelope = new UpdateEnvelope();
        assertThat(view.wrap(bytes, -1, 10)).isFalse();
        assertThat(view.wrap(bytes, 95, 10)).isFalse();
        assertThat(view.wrap(bytes, 5, -1)).isFalse();
        assertThat(view.wrap(bytes, 100, 0)).isFalse();
        assertThat(envelope.wrap(bytes, Integer.MAX_VALUE, 1)).isFalse();
        assertThat(envelope.wrap(bytes, 0, Integer.MAX_VALUE)).isFalse();
        assertThat(envelope.wrap(bytes, 100, 0)).isTrue();
        assertThat(envelope.kind()).isEqualTo(UpdateEnvelope.Kind.UNKNOWN);
    }

    private boolean wrap(final byte[] update) {
        return view.wrap(update, 0, update.length);
    }

    /** Top-level instructions, and as many groups of one inner instruction as asked, all of the last of them. */
    private static byte[] update(final int instructions, final int groups) {
        final Message.Builder message = Message.newBuilder();
        for (int i = 0; i < instructions; i++) {
            message.addInstructions(CompiledInstruction.getDefaultInstance());
        }
        final TransactionStatusMeta.Builder meta = TransactionStatusMeta.newBuilder();
        for (int i = 0; i < groups; i++) {
            final InnerInstructions.Builder group =
                    meta.addInnerInstructionsBuilder().setIndex(instructions - 1);
            group.addInstructionsBuilder().setData(ByteString.copyFrom(new byte[] {1}));
        }
        return SubscribeUpdate.newBuilder()
                .setTransaction(SubscribeUpdateTransaction.newBuilder()
                        .setTransaction(SubscribeUpdateTransactionInfo.newBuilder()
                                .setTransaction(Transaction.newBuilder().setMessage(message))
                                .setMeta(meta)))
                .build()
                .toByteArray();
    }
}
