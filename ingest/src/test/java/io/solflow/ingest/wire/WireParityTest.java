package io.solflow.ingest.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Parser;
import com.google.protobuf.WireFormat;
import io.solflow.core.wire.TransactionView;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.core.wire.UpdateEnvelope.Kind;
import io.solflow.ingest.feed.Corpus;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.wire.parity.ReadEnvelope;
import io.solflow.ingest.wire.parity.ReadUpdate;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;

/**
 * The flyweights against the generated parser. Two rules. Whatever the parser of the whole interface accepts, they accept
 * with the same fields. And against a parser of just the fields that they read ({@code wire-parity.proto}), they agree
 * on every input, accepted or not; so what only the first parser rejects lies in a part that they pass over.
 */
class WireParityTest {

    private static final long SEED = 7;
    private static final int MUTATIONS = 1_000_000;
    private static final int MARGIN = 16;

    private final TransactionView view = new TransactionView();
    private final UpdateEnvelope envelope = new UpdateEnvelope();
    private final byte[] frame = new byte[1 << 20];
    private int parserQuirks;
    private int acceptedWhole;
    private int acceptedTransactions;
    private int rejected;

    @Test
    void shouldAgreeOnBuiltUpdates() {
        for (final byte[] update : WireSamples.synthetic(new Random(SEED))) {
            assertThat(difference(update)).isNull();
        }
        assertThat(acceptedWhole).isGreaterThan(50);
        assertThat(acceptedTransactions).isEqualTo(40);
    }

    @Test
    void shouldAgreeOnRecordedTransactions() throws IOException {
        final List<byte[]> updates = WireSamples.recordedTransactions();
        for (final byte[] update : updates) {
            assertThat(difference(update)).isNull();
        }
        assertThat(acceptedWhole).isEqualTo(updates.size());
        assertThat(acceptedTransactions).isEqualTo(updates.size()).isGreaterThan(700);
    }

    @Test
    void shouldAgreeOnTheRecordedStream() throws IOException {
        final List<byte[]> updates = WireSamples.recordedStream();
        final Map<Kind, Integer> kinds = new HashMap<>();
        int blockTimes = 0;
        for (final byte[] update : updates) {
            assertThat(difference(update)).isNull();
            kinds.merge(envelope.kind(), 1, Integer::sum);
            if (envelope.kind() == Kind.BLOCK_META && envelope.blockTimeSeconds() > 1_700_000_000) {
                blockTimes++;
            }
        }
        assertThat(updates).hasSize(40_186);
        assertThat(acceptedWhole).isEqualTo(updates.size());
        assertThat(kinds)
                .containsEntry(Kind.BLOCK_META, 50)
                .containsOnlyKeys(Kind.BLOCK_META, Kind.SLOT, Kind.ENTRY, Kind.PING);
        assertThat(blockTimes).isEqualTo(50);
    }

    @Test
    void shouldAgreeOnAMillionMutations() throws Exception {
        onAShallowStack(this::compareMutations);
        // the mutations must have reached all outcomes, not only garbage
        assertThat(acceptedWhole).isGreaterThan(MUTATIONS / 10);
        assertThat(acceptedTransactions).isGreaterThan(MUTATIONS / 10);
        assertThat(rejected).isGreaterThan(MUTATIONS / 10);
        assertThat(parserQuirks).isLessThan(MUTATIONS / 100);
    }

    private Void compareMutations() throws IOException {
        final Random random = new Random(SEED);
        final List<byte[]> samples = samples(random);
        final Mutator mutator = new Mutator(random);
        for (int i = 0; i < MUTATIONS; i++) {
            final byte[] mutated = mutator.mutate(samples.get(random.nextInt(samples.size())));
            final String difference = difference(mutated);
            if (difference != null) {
                fail("seed %d, mutation %d, %s: %s"
                        .formatted(SEED, i, difference, Base64.getEncoder().encodeToString(mutated)));
            }
        }
        return null;
    }

    /** Half of the time would go into stack traces of the parser's exceptions, and JUnit's own stack is deep. */
    private static void onAShallowStack(final Callable<Void> work) throws Exception {
        final FutureTask<Void> task = new FutureTask<>(work);
        new Thread(task, "mutations").start();
        task.get();
    }

    @Test
    void shouldAgreeOnGarbage() {
        final Random random = new Random(SEED);
        for (int i = 0; i < 20_000; i++) {
            final byte[] garbage = new byte[random.nextInt(64)];
            random.nextBytes(garbage);
            assertThat(difference(garbage)).as("seed %d, round %d", SEED, i).isNull();
        }
    }

    /** Built samples, and where the corpus is there as many recorded ones. */
    private static List<byte[]> samples(final Random random) throws IOException {
        final List<byte[]> samples = new ArrayList<>(WireSamples.synthetic(random));
        if (Corpus.isPresent()) {
            final List<byte[]> transactions = WireSamples.recordedTransactions();
            final List<byte[]> stream = WireSamples.recordedStream();
            // mostly short ones, so that a million take their seconds and not minutes
            transactions.sort(Comparator.comparingInt(update -> update.length));
            for (int i = 0; i < 30; i++) {
                samples.add(transactions.get(random.nextInt(transactions.size() / 2)));
            }
            samples.add(transactions.get(random.nextInt(transactions.size())));
            for (int i = 0; i < 10; i++) {
                samples.add(stream.get(random.nextInt(stream.size())));
            }
        }
        return samples;
    }

    /** What the flyweights see differently in a message, null when nothing. */
    private String difference(final byte[] message) {
        // in the midst of other bytes, which must not matter
        System.arraycopy(message, 0, frame, MARGIN, message.length);
        frame[MARGIN - 1] = (byte) message.length;
        frame[MARGIN + message.length] = (byte) (message.length >> 3);
        final boolean hasTransaction = view.wrap(frame, MARGIN, message.length);
        final boolean hasEnvelope = envelope.wrap(frame, MARGIN, message.length);

        final SubscribeUpdate whole = parse(SubscribeUpdate.parser(), message);
        String difference = whole == null ? null : wholeDifference(whole, hasTransaction, hasEnvelope);
        if (difference == null) {
            difference = partDifference(
                    parse(ReadUpdate.parser(), message),
                    parse(ReadEnvelope.parser(), message),
                    hasTransaction,
                    hasEnvelope);
        }
        if (difference != null) {
            difference = differenceWithoutQuirks(message, hasTransaction, hasEnvelope);
            parserQuirks += difference == null ? 1 : 0;
        }
        acceptedWhole += whole == null ? 0 : 1;
        acceptedTransactions += hasTransaction ? 1 : 0;
        rejected += hasEnvelope ? 0 : 1;
        return difference;
    }

    /**
     * Two habits of Java's generated parser that other implementations do not share, nor do the flyweights. Its fast path
     * takes the tenth byte of a varint for 1 whatever it is, while its slow path, used here, reads it. And a member of a
     * oneof that comes again after another one is merged with what was replaced; here the replaced ones are taken out,
     * once it is clear that the parser accepts them.
     */
    private String differenceWithoutQuirks(
            final byte[] message, final boolean hasTransaction, final boolean hasEnvelope) {
        if (hasEnvelope != (parseSlowly(ReadEnvelope.parser(), message) != null)) {
            return "envelope accepts: " + hasEnvelope;
        }
        if (hasTransaction && parseSlowly(ReadUpdate.parser(), message) == null) {
            return "view accepts";
        }
        if (!hasEnvelope) {
            return null;
        }
        final byte[] last = withoutReplacedMembers(message);
        final SubscribeUpdate whole = parseSlowly(SubscribeUpdate.parser(), message) == null
                ? null
                : parseSlowly(SubscribeUpdate.parser(), last);
        final String difference = whole == null ? null : wholeDifference(whole, hasTransaction, true);
        return difference != null
                ? difference
                : partDifference(
                        parseSlowly(ReadUpdate.parser(), message) == null
                                ? null
                                : parseSlowly(ReadUpdate.parser(), last),
                        parseSlowly(ReadEnvelope.parser(), last),
                        hasTransaction,
                        true);
    }

    /** An accepted update without the members of its oneof that others replaced. */
    private static byte[] withoutReplacedMembers(final byte[] message) {
        final ByteArrayOutputStream others = new ByteArrayOutputStream();
        final ByteArrayOutputStream member = new ByteArrayOutputStream();
        int memberTag = 0;
        try {
            final CodedInputStream input = CodedInputStream.newInstance(message);
            while (true) {
                final int start = input.getTotalBytesRead();
                final int tag = input.readTag();
                if (tag == 0) {
                    break;
                }
                input.skipField(tag);
                final int number = WireFormat.getTagFieldNumber(tag);
                final boolean isMember = number >= 2
                        && number <= 10
                        && WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED;
                if (isMember && tag != memberTag) {
                    member.reset();
                    memberTag = tag;
                }
                (isMember ? member : others).write(message, start, input.getTotalBytesRead() - start);
            }
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        others.writeBytes(member.toByteArray());
        return others.toByteArray();
    }

    private String wholeDifference(
            final SubscribeUpdate whole, final boolean hasTransaction, final boolean hasEnvelope) {
        if (hasTransaction != whole.hasTransaction() || !hasEnvelope) {
            return "accepted by the whole interface's parser, view " + hasTransaction + ", envelope " + hasEnvelope;
        }
        if (!ExpectedEnvelope.of(envelope).equals(ExpectedEnvelope.of(whole))) {
            return "envelope " + ExpectedEnvelope.of(envelope) + " for " + ExpectedEnvelope.of(whole);
        }
        return hasTransaction ? new ExpectedTransaction(whole.getTransaction()).differenceTo(view) : null;
    }

    private String partDifference(
            final ReadUpdate update, final ReadEnvelope read, final boolean hasTransaction, final boolean hasEnvelope) {
        if (hasTransaction != (update != null && update.hasTransaction())) {
            return "view accepts: " + hasTransaction;
        }
        if (hasEnvelope != (read != null)) {
            return "envelope accepts: " + hasEnvelope;
        }
        if (hasEnvelope && !Objects.equals(ExpectedEnvelope.of(envelope), ExpectedEnvelope.of(read))) {
            return "envelope " + ExpectedEnvelope.of(envelope) + " for " + ExpectedEnvelope.of(read);
        }
        return hasTransaction ? new ExpectedTransaction(update.getTransaction()).differenceTo(view) : null;
    }

    private static <T> T parse(final Parser<T> parser, final byte[] message) {
        try {
            return parser.parseFrom(message);
        } catch (final InvalidProtocolBufferException e) {
            return null;
        }
    }

    private static <T> T parseSlowly(final Parser<T> parser, final byte[] message) {
        try {
            final CodedInputStream input = CodedInputStream.newInstance(new ByteArrayInputStream(message), 1);
            final T parsed = parser.parseFrom(input);
            input.checkLastTagWas(0);
            return parsed;
        } catch (final InvalidProtocolBufferException e) {
            return null;
        }
    }
}
