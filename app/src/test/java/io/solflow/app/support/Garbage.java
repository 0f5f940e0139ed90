package io.solflow.app.support;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import io.solflow.core.event.ChainPosition;
import io.solflow.core.wire.UpdateEnvelope;
import io.solflow.ingest.proto.InnerInstruction;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.TransactionStatusMeta;
import io.solflow.ingest.simulator.MarketConfig;
import io.solflow.ingest.simulator.MarketSimulator;
import io.solflow.ingest.simulator.SimulatedBlock;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * Updates as no server should send them: bytes that are no protobuf, and damaged transactions of a market of its own.
 *
 * <p>Damage may leave a legal trade, or make one. Then nobody can tell it from the truth, so the victims are such that it
 * does no harm: their mints are not the good market's, their positions in a block lie behind all others, and their clock
 * stands in 1970, so that no time told by their events is believed. What claims after its damage to be a slot, a block meta,
 * or a transaction in another slot within an hour, is made anew.
 */
public final class Garbage {

    /** First position in a block that is garbage. */
    public static final int FIRST_INDEX = 1 << 16;

    /** What is wrong with an update. */
    public enum Kind {
        /** Random bytes. */
        UNDECODABLE(150),
        /** The end is missing. */
        TRUNCATED(150),
        /** A few bytes are others. */
        FLIPPED(150),
        /** The same inside, where all lengths around are right. */
        BROKEN_INSIDE(200),
        /** Whole, in a slot that is nowhere near. */
        ELSEWHERE(50),
        /** Well-formed, of parts that do not belong together. */
        REARRANGED(100),
        /** Groups in groups, up to three times deeper than a parser may go. */
        NESTED(100),
        /** Fields that nobody knows, of all wire types: the rest is as good as ever. */
        UNKNOWN_FIELDS(99),
        /** A hundred times larger than any transaction. */
        OVERSIZED(1);

        private final int perMille;

        Kind(final int perMille) {
            this.perMille = perMille;
        }
    }

    private static final int VICTIM_SECONDS = 60;
    private static final int OVERSIZED_BYTES = 400_000;
    private static final long NEAR_SLOTS = 36_000;
    private static final int MAX_DEPTH = 300;
    private static final int MAX_INDEX = (1 << 17) - 1;
    private static final int FIRST_UNKNOWN_FIELD = 1_000;

    private final SplittableRandom random;
    private final List<SubscribeUpdateTransactionInfo> victims = new ArrayList<>();
    private final List<byte[]> victimBytes = new ArrayList<>();
    private final UpdateEnvelope envelope = new UpdateEnvelope();
    private final Map<Kind, Long> made = new EnumMap<>(Kind.class);
    private long madeAnew;
    private int index;

    public Garbage(final long seed) {
        random = new SplittableRandom(seed);
        final MarketConfig market =
                MarketConfig.of(30, 40, seed).startingAt(1, 1_000).lasting(VICTIM_SECONDS);
        try (MarketSimulator simulator = new MarketSimulator(market)) {
            for (SimulatedBlock block = simulator.nextSimulated(); block != null; block = simulator.nextSimulated()) {
                victims.addAll(block.block().transactions());
            }
        }
        victims.forEach(victim -> victimBytes.add(victim.toByteArray()));
    }

    /** The next update, which claims no place in the chain that may be another's. */
    public byte[] next(final long slot) {
        final Kind kind = nextKind();
        index = index == MAX_INDEX ? FIRST_INDEX : Math.max(FIRST_INDEX, index + 1);
        byte[] update = make(kind, slot);
        while (collides(update, slot)) {
            madeAnew++;
            update = make(kind, slot);
        }
        made.merge(kind, 1L, Long::sum);
        return update;
    }

    /** The same update with fields that nobody knows in front, behind and within. */
    public byte[] withUnknownFields(final byte[] update) {
        return join(unknownFields(), update, unknownFields());
    }

    public long made(final Kind kind) {
        return made.getOrDefault(kind, 0L);
    }

    /** How often something was made again because it claimed a place that is not its own. */
    public long madeAnew() {
        return madeAnew;
    }

    private Kind nextKind() {
        int roll = random.nextInt(1_000);
        for (final Kind kind : Kind.values()) {
            roll -= kind.perMille;
            if (roll < 0) {
                return kind;
            }
        }
        throw new IllegalStateException("shares do not add up to 1000");
    }

    private byte[] make(final Kind kind, final long slot) {
        final byte[] victim = victimBytes.get(random.nextInt(victimBytes.size()));
        return switch (kind) {
            case UNDECODABLE -> randomBytes(random.nextInt(300));
            case TRUNCATED -> truncated(transaction(slot, victim));
            case FLIPPED -> flipped(transaction(slot, victim));
            case BROKEN_INSIDE -> transaction(slot, random.nextBoolean() ? truncated(victim) : flipped(victim));
            case ELSEWHERE -> transaction(elsewhere(slot), victim);
            case REARRANGED -> transaction(slot, rearranged().toByteArray());
            case NESTED ->
                random.nextBoolean()
                        ? transaction(slot, join(victim, groups()))
                        : join(groups(), transaction(slot, victim));
            case UNKNOWN_FIELDS -> withUnknownFields(transaction(slot, join(unknownFields(), victim)));
            case OVERSIZED -> transaction(slot, join(victim, oversized()));
        };
    }

    private boolean collides(final byte[] update, final long slot) {
        if (!envelope.wrap(update, 0, update.length)) {
            return false;
        }
        return switch (envelope.kind()) {
            case TRANSACTION -> {
                final long distance = Math.abs(envelope.slot() - slot);
                yield (distance != 0 && distance <= NEAR_SLOTS)
                        || (envelope.txIndex() >= 0 && envelope.txIndex() < FIRST_INDEX);
            }
            case SLOT, BLOCK_META -> true;
            default -> false;
        };
    }

    /** The update of a transaction, with the position put in behind its own, where it wins. */
    private byte[] transaction(final long slot, final byte[] info) {
        final byte[] position = field(5, index);
        final byte[] inner = join(lengthOf(1, info.length + position.length), info, position, field(2, slot));
        return join(lengthOf(4, inner.length), inner);
    }

    /** Any slot that an id has room for, more than an hour away at 100 ms a slot. */
    private long elsewhere(final long slot) {
        long other = slot;
        while (Math.abs(other - slot) <= NEAR_SLOTS) {
            other = random.nextLong(ChainPosition.MAX_SLOT + 1) >>> random.nextInt(8);
        }
        return other;
    }

    private byte[] truncated(final byte[] whole) {
        return Arrays.copyOf(whole, random.nextInt(whole.length));
    }

    private byte[] flipped(final byte[] whole) {
        final byte[] flipped = whole.clone();
        for (int n = random.nextInt(8); n >= 0; n--) {
            final int at = random.nextInt(flipped.length);
            switch (random.nextInt(3)) {
                case 0 -> flipped[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> flipped[at] = (byte) random.nextInt();
                default -> Arrays.fill(flipped, at, Math.min(flipped.length, at + 1 + random.nextInt(12)), (byte) -1);
            }
        }
        return flipped;
    }

    private byte[] groups() {
        final int depth = 1 + random.nextInt(MAX_DEPTH);
        final byte[] groups = new byte[2 * depth - (random.nextInt(8) == 0 ? 1 : 0)];
        Arrays.fill(groups, 0, depth, (byte) (15 << 3 | 3));
        Arrays.fill(groups, depth, groups.length, (byte) (15 << 3 | 4));
        return groups;
    }

    /** Either one large field or so many instructions that a reader's tables end before them. */
    private byte[] oversized() {
        if (random.nextBoolean()) {
            return join(lengthOf(FIRST_UNKNOWN_FIELD, OVERSIZED_BYTES), randomBytes(OVERSIZED_BYTES));
        }
        final byte[] instructions = new byte[OVERSIZED_BYTES];
        for (int i = 0; i < instructions.length; i += 2) {
            instructions[i] = 4 << 3 | 2;
        }
        final byte[] message = join(lengthOf(2, instructions.length), instructions);
        return join(lengthOf(3, message.length), message);
    }

    private byte[] unknownFields() {
        final int number = FIRST_UNKNOWN_FIELD + random.nextInt(1_000_000);
        return switch (random.nextInt(5)) {
            case 0 -> field(number, random.nextLong());
            case 1 -> join(tag(number, 1), randomBytes(8));
            case 2 -> join(tag(number, 5), randomBytes(4));
            case 3 -> join(tag(number, 3), field(number + 1, random.nextLong()), tag(number, 4));
            default -> {
                final byte[] bytes = randomBytes(random.nextInt(60));
                yield join(lengthOf(number, bytes.length), bytes);
            }
        };
    }

    private SubscribeUpdateTransactionInfo rearranged() {
        final SubscribeUpdateTransactionInfo.Builder info = victim().toBuilder();
        for (int n = random.nextInt(3); n >= 0; n--) {
            switch (random.nextInt(7)) {
                case 0 -> info.setTransaction(victim().getTransaction());
                case 1 -> info.setSignature(ByteString.copyFrom(randomBytes(random.nextInt(130))));
                case 2 -> shuffleLogs(info.getMetaBuilder());
                case 3 -> damageBalances(info.getMetaBuilder());
                case 4 -> info.clearMeta();
                default -> damageInner(info.getMetaBuilder());
            }
        }
        return info.build();
    }

    private void shuffleLogs(final TransactionStatusMeta.Builder meta) {
        final List<String> lines = new ArrayList<>(meta.getLogMessagesList());
        meta.clearLogMessages();
        lines.addAll(victim().getMeta().getLogMessagesList());
        for (int n = random.nextInt(lines.size() + 1); n > 0; n--) {
            meta.addLogMessages(lines.get(random.nextInt(lines.size())));
        }
    }

    private void damageBalances(final TransactionStatusMeta.Builder meta) {
        meta.getPostTokenBalancesBuilderList().forEach(balance -> {
            balance.getUiTokenAmountBuilder().setDecimals(random.nextInt(300));
            if (random.nextBoolean()) {
                balance.setMint("x".repeat(random.nextInt(100)));
            }
        });
        meta.clearPreTokenBalances();
    }

    private void damageInner(final TransactionStatusMeta.Builder meta) {
        for (final InnerInstructions.Builder group : meta.getInnerInstructionsBuilderList()) {
            group.setIndex(random.nextInt(4) == 0 ? random.nextInt(300) : group.getIndex());
            if (group.getInstructionsCount() > 0) {
                damage(group.getInstructionsBuilder(random.nextInt(group.getInstructionsCount())));
                group.addInstructions(group.getInstructions(random.nextInt(group.getInstructionsCount())));
            }
        }
    }

    private void damage(final InnerInstruction.Builder instruction) {
        final ByteString data = instruction.getData();
        switch (random.nextInt(5)) {
            case 0 -> instruction.setProgramIdIndex(random.nextInt(300));
            case 1 -> instruction.setAccounts(ByteString.copyFrom(randomBytes(random.nextInt(30))));
            case 2 -> instruction.setData(data.substring(0, random.nextInt(data.size() + 1)));
            case 3 -> instruction.setData(ByteString.copyFrom(flipped(join(data.toByteArray(), new byte[1]))));
            default -> instruction.setStackHeight(random.nextInt(6) - 1);
        }
    }

    private SubscribeUpdateTransactionInfo victim() {
        return victims.get(random.nextInt(victims.size()));
    }

    private byte[] randomBytes(final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] field(final int number, final long value) {
        return join(tag(number, 0), varint(value));
    }

    private static byte[] lengthOf(final int number, final int length) {
        return join(tag(number, 2), varint(length));
    }

    private static byte[] tag(final int number, final int wireType) {
        return varint((long) number << 3 | wireType);
    }

    private static byte[] varint(final long value) {
        final byte[] bytes = new byte[CodedOutputStream.computeUInt64SizeNoTag(value)];
        try {
            CodedOutputStream.newInstance(bytes).writeUInt64NoTag(value);
        } catch (final IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes;
    }

    private static byte[] join(final byte[]... parts) {
        final ByteArrayOutputStream joined = new ByteArrayOutputStream(512);
        for (final byte[] part : parts) {
            joined.writeBytes(part);
        }
        return joined.toByteArray();
    }
}
