package io.solflow.ingest.source.slots;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import io.solflow.core.event.TimeSource;
import io.solflow.core.event.UpdateKind;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.source.Commitment;
import io.solflow.ingest.source.UpdateRouter;
import io.solflow.ingest.source.slots.RecordingPipeline.Entry;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random streams against what has to hold for any stream. */
@Timeout(60)
class SlotAssemblerModelTest {

    private static final long SLOT = 400_000_000L;
    private static final long TIME = 1_771_000_000L;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void shouldPublishEverythingOnceInOrderAndNeverClaimAnOpenSlot(final long seed) {
        final SplittableRandom random = new SplittableRandom(seed);
        final Commitment commitment = seed % 4 == 0 ? Commitment.PROCESSED : Commitment.CONFIRMED;
        final List<byte[]> sent = stream(random);
        final Set<ByteString> expected = new HashSet<>();
        final UpdateEnvelope envelope = new UpdateEnvelope();

        try (RecordingPipeline recorder = new RecordingPipeline()) {
            final SlotAssembler assembler =
                    new SlotAssembler(AssemblerConfig.live(commitment), recorder.publisher(), -1);
            final UpdateRouter router = new UpdateRouter(assembler);
            long nowNs = random.nextLong();
            for (final byte[] update : sent) {
                nowNs += random.nextInt(10_000_000);
                assertThat(router.onUpdate(update, 0, update.length, nowNs)).isTrue();
                envelope.wrap(update, 0, update.length);
                if (envelope.kind() == UpdateEnvelope.Kind.TRANSACTION) {
                    expected.add(ByteString.copyFrom(update));
                }
            }
            assembler.flush(nowNs);

            check(recorder.entries(), expected, commitment, "seed " + seed);
        }
    }

    /** Slots whose updates are shuffled among their neighbours; some metas or block times are missing. */
    private static List<byte[]> stream(final SplittableRandom random) {
        final List<byte[]> updates = new ArrayList<>();
        long parent = SLOT - 1;
        for (int slot = 0; slot < 400; slot++) {
            if (random.nextInt(20) == 0) {
                continue; // skipped by its leader
            }
            final int count = random.nextInt(12);
            for (int i = 0; i < count; i++) {
                updates.add(Updates.transaction(SLOT + slot, i, new byte[random.nextInt(3_000)]));
            }
            switch (random.nextInt(12)) {
                case 0 -> updates.add(Updates.metaWithoutTime(SLOT + slot, parent));
                case 1 -> {
                    // the meta is lost
                }
                default -> updates.add(Updates.meta(SLOT + slot, TIME + slot * 2L / 5, parent));
            }
            parent = SLOT + slot;
        }
        for (int i = 0; i < updates.size(); i++) {
            final int other = Math.max(0, i - random.nextInt(random.nextInt(10) == 0 ? 60 : 4));
            final byte[] moved = updates.get(i);
            updates.set(i, updates.get(other));
            updates.set(other, moved);
        }
        return updates;
    }

    private static void check(
            final List<Entry> entries,
            final Set<ByteString> expected,
            final Commitment commitment,
            final String description) {
        final List<ByteString> published = new ArrayList<>();
        final Map<Long, Long> lastIndexes = new HashMap<>();
        final Set<Long> ended = new HashSet<>();
        final UpdateEnvelope envelope = new UpdateEnvelope();
        long checkpoint = -1;
        final AtomicLong newest = new AtomicLong(Long.MIN_VALUE);
        final Map<Long, Long> newestAtFirst = new HashMap<>();
        for (final Entry entry : entries) {
            if (entry.source() == TimeSource.BLOCK_TIME) {
                assertThat(entry.timeSeconds()).as(description).isEqualTo(TIME + (entry.slot() - SLOT) * 2 / 5);
                newest.accumulateAndGet(entry.timeSeconds(), Math::max);
            } else if (entry.source() == TimeSource.NEAR_ESTIMATE) {
                // no estimate runs ahead of the block times; a late transaction has the time its slot was given
                final long trueSeconds = TIME + (entry.slot() - SLOT) * 2 / 5;
                final long newestThen = newestAtFirst.computeIfAbsent(entry.slot(), slot -> newest.get());
                assertThat(entry.timeSeconds())
                        .as(description)
                        .isBetween(Math.min(newestThen, trueSeconds) - 1, Math.min(newest.get(), trueSeconds + 1));
            }
            if (entry.kind() == UpdateKind.GAP) {
                continue;
            }
            if (entry.kind() == UpdateKind.SLOT_END) {
                ended.add(entry.slot());
                if (entry.checkpointSlot() >= 0) {
                    assertThat(entry.checkpointSlot()).as(description).isGreaterThan(checkpoint);
                    checkpoint = entry.checkpointSlot();
                }
                continue;
            }
            published.add(entry.payload());
            envelope.wrap(entry.payload().toByteArray(), 0, entry.payload().size());
            final Long before = lastIndexes.put(entry.slot(), envelope.txIndex());
            if (commitment != Commitment.PROCESSED && before != null && !ended.contains(entry.slot())) {
                assertThat(envelope.txIndex())
                        .as("%s, slot %d", description, entry.slot())
                        .isGreaterThan(before);
            }
        }
        assertThat(published).as(description).doesNotHaveDuplicates().hasSameSizeAs(expected);
        assertThat(new HashSet<>(published)).as(description).isEqualTo(expected);
        assertThat(ended).as(description).containsAll(lastIndexes.keySet());
        assertThat(checkpoint)
                .as(description)
                .isPositive()
                .isLessThanOrEqualTo(
                        ended.stream().mapToLong(Long::longValue).max().orElseThrow());
    }
}
