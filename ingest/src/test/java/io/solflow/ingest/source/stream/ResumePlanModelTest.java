package io.solflow.ingest.source.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.solflow.core.event.GapReason;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.source.UpdateSink;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Random servers: each slot is delivered or told as lost, and no answer is asked for more often than it may be. */
@Timeout(60)
class ResumePlanModelTest {

    private static final long SLOT = 400_000_000L;
    private static final int TRIES = 6;
    private static final int STREAMS = 60;

    private final TreeSet<Long> seen = new TreeSet<>();
    private final Sink sink = new Sink();
    private final ResumePlan plan = new ResumePlan(sink, TRIES, false, (from, to, reason) -> tell(from, to));
    private long head = SLOT;

    private static final class Sink implements UpdateSink {
        private long checkpointSlot = SLOT;

        @Override
        public boolean onUpdate(
                final UpdateEnvelope update,
                final byte[] bytes,
                final int offset,
                final int length,
                final long receivedNs) {
            return true;
        }

        @Override
        public boolean onGap(final long fromSlot, final long toSlot, final GapReason reason, final long receivedNs) {
            return true;
        }

        @Override
        public boolean onTime(final long nowNs) {
            return true;
        }

        @Override
        public void onResume(final long nowNs) {}

        @Override
        public long checkpointSlot() {
            return checkpointSlot;
        }
    }

    static LongStream seeds() {
        return LongStream.range(0, 200);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void shouldAccountForEachSlotWhateverTheServerAnswers(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        int answeredInARow = 0;
        for (int stream = 0; stream < STREAMS; stream++) {
            head += random.nextInt(60);
            final long asked = plan.begin();
            assertThat(asked).as("seed %d", seed).isLessThanOrEqualTo(sink.checkpointSlot + 1);
            final int outcome = random.nextInt(10);
            if (outcome < 4) {
                deliver(asked, random);
                answeredInARow = 0;
            } else if (outcome < 6) {
                final ResumePlan.Verdict verdict = plan.onFailedBeforeFirstSlot(
                        asked, new StreamEnd(Status.UNAVAILABLE, false), random.nextBoolean());
                assertThat(verdict).as("seed %d", seed).isEqualTo(ResumePlan.Verdict.UNRELATED);
            } else {
                plan.onFailedBeforeFirstSlot(asked, new StreamEnd(anyEnd(random), true), random.nextBoolean());
                answeredInARow = asked == ResumePlan.LIVE ? 0 : answeredInARow + 1;
                assertThat(answeredInARow).as("seed %d", seed).isLessThanOrEqualTo(TRIES + 1);
            }
        }
        deliver(plan.begin(), random);
        for (long slot = SLOT + 1; slot <= sink.checkpointSlot; slot++) {
            assertThat(seen.contains(slot))
                    .as("seed %d, slot %d", seed, slot - SLOT)
                    .isTrue();
        }
    }

    /** From the slot asked for, from a later one, or from the head. */
    private void deliver(final long asked, final SplittableRandom random) {
        final boolean ignores = asked == ResumePlan.LIVE || random.nextInt(3) == 0;
        final long first = ignores ? Math.max(head, sink.checkpointSlot + 1) : asked;
        plan.onSlot(first);
        if (plan.firstMetaDue()) {
            plan.onBlockMeta(first - 1);
        }
        head = Math.max(head, first + random.nextInt(80));
        for (long slot = first; slot <= head; slot++) {
            seen.add(slot);
        }
        sink.checkpointSlot = Math.max(sink.checkpointSlot, head);
    }

    private static Status anyEnd(final SplittableRandom random) {
        final Status.Code[] codes = Status.Code.values();
        final Status status = codes[random.nextInt(codes.length)].toStatus();
        return random.nextInt(6) == 0 ? status.withDescription("from_slot is not supported") : status;
    }

    private void tell(final long from, final long to) {
        for (long slot = from; slot <= to; slot++) {
            seen.add(slot);
        }
    }
}
