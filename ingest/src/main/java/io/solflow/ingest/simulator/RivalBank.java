package io.solflow.ingest.simulator;

import com.google.protobuf.ByteString;
import io.solflow.ingest.feed.Block;
import io.solflow.ingest.feed.Fate;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The bank that came first in a slot and lost: most of the same transactions in other places, and some of its own. */
final class RivalBank {

    private static final int SIGNATURE_LENGTH = 64;
    private static final int DROPPED_PERCENT = 20;
    private static final int OWN_PERCENT = 15;

    private final SplittableRandom random;

    RivalBank(final SplittableRandom random) {
        this.random = random;
    }

    /** The losing bank of the slot of a block. */
    Block of(final Block winner, final long bankId) {
        final List<SubscribeUpdateTransactionInfo> left = new ArrayList<>(winner.transactions());
        final List<SubscribeUpdateTransactionInfo> transactions = new ArrayList<>();
        while (!left.isEmpty()) {
            final SubscribeUpdateTransactionInfo taken = left.remove(random.nextInt(left.size()));
            final int roll = random.nextInt(100);
            if (roll >= DROPPED_PERCENT) {
                transactions.add((roll < DROPPED_PERCENT + OWN_PERCENT ? resigned(taken) : taken)
                        .toBuilder().setIndex(transactions.size()).build());
            }
        }
        return new Block(
                winner.slot(),
                winner.parentSlot(),
                winner.blockhash(),
                winner.parentBlockhash(),
                winner.blockHeight(),
                winner.blockTimeSeconds(),
                transactions,
                Fate.LOSES,
                bankId);
    }

    private SubscribeUpdateTransactionInfo resigned(final SubscribeUpdateTransactionInfo info) {
        final byte[] signature = new byte[SIGNATURE_LENGTH];
        random.nextBytes(signature);
        final ByteString bytes = ByteString.copyFrom(signature);
        return info.toBuilder()
                .setSignature(bytes)
                .setTransaction(info.getTransaction().toBuilder().setSignatures(0, bytes))
                .build();
    }
}
