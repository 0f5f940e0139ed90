package io.solflow.ingest.wire;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Base58;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.InnerInstruction;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.MessageAddressTableLookup;
import io.solflow.ingest.proto.MessageHeader;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.TokenBalance;
import io.solflow.ingest.proto.Transaction;
import io.solflow.ingest.proto.TransactionConfig;
import io.solflow.ingest.proto.TransactionError;
import io.solflow.ingest.proto.TransactionStatusMeta;
import io.solflow.ingest.proto.UiTokenAmount;
import java.util.Random;

/** Random transactions, legacy and of versions 0 and 1, with every field that the interface knows, for tests that must run without recorded data. */
public final class SyntheticTransactions {

    private SyntheticTransactions() {}

    /** A well-formed transaction; its key numbers, levels and errors are such as the chain allows. */
    public static SubscribeUpdateTransactionInfo next(final Random random) {
        final Message message = message(random);
        final TransactionStatusMeta.Builder meta = TransactionStatusMeta.newBuilder()
                .setFee(random.nextInt(1_000_000))
                .setInnerInstructionsNone(random.nextInt(10) == 0)
                .setLogMessagesNone(random.nextInt(10) == 0);
        int loaded = 0;
        if (message.getVersioned() && !message.hasConfig()) {
            for (; loaded < random.nextInt(6); loaded++) {
                meta.addLoadedWritableAddresses(bytes(random, 32));
            }
            for (int i = random.nextInt(6); i > 0; i--, loaded++) {
                meta.addLoadedReadonlyAddresses(bytes(random, 32));
            }
        }
        final int keys = message.getAccountKeysCount() + loaded;
        for (int i = 0; i < keys; i++) {
            meta.addPreBalances(random.nextLong() >>> random.nextInt(64))
                    .addPostBalances(random.nextLong() >>> random.nextInt(64));
        }
        if (!meta.getInnerInstructionsNone()) {
            addInnerInstructions(random, meta, message.getInstructionsCount(), keys);
        }
        if (!meta.getLogMessagesNone()) {
            for (int i = random.nextInt(5); i > 0; i--) {
                meta.addLogMessages("Program log: " + Long.toString(random.nextLong(), 36) + " µ\"\\\n");
            }
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            meta.addPreTokenBalances(balance(random, keys));
            meta.addPostTokenBalances(balance(random, keys));
        }
        if (random.nextInt(4) == 0) {
            meta.setErr(error(random));
        }
        if (random.nextBoolean()) {
            meta.setComputeUnitsConsumed(random.nextInt(1_400_000));
        }
        final Transaction.Builder transaction = Transaction.newBuilder().setMessage(message);
        for (int i = message.getHeader().getNumRequiredSignatures(); i > 0; i--) {
            transaction.addSignatures(bytes(random, 64));
        }
        return SubscribeUpdateTransactionInfo.newBuilder()
                .setSignature(transaction.getSignatures(0))
                .setTransaction(transaction)
                .setMeta(meta)
                .setIndex(random.nextInt(1500))
                .build();
    }

    /** Random bytes. */
    public static ByteString bytes(final Random random, final int length) {
        final byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteString.copyFrom(bytes);
    }

    private static Message message(final Random random) {
        final int signers = 1 + random.nextInt(3);
        final int keys = signers + 1 + random.nextInt(8);
        final Message.Builder message = Message.newBuilder()
                .setHeader(MessageHeader.newBuilder()
                        .setNumRequiredSignatures(signers)
                        .setNumReadonlySignedAccounts(random.nextInt(signers))
                        .setNumReadonlyUnsignedAccounts(random.nextInt(keys - signers)))
                .setRecentBlockhash(bytes(random, 32))
                .setVersioned(random.nextBoolean());
        for (int i = 0; i < keys; i++) {
            message.addAccountKeys(bytes(random, 32));
        }
        for (int i = 1 + random.nextInt(5); i > 0; i--) {
            message.addInstructions(CompiledInstruction.newBuilder()
                    .setProgramIdIndex(random.nextInt(keys))
                    .setAccounts(indexes(random, keys))
                    .setData(bytes(random, random.nextInt(60))));
        }
        if (message.getVersioned() && random.nextBoolean()) {
            message.setConfig(config(random));
        } else if (message.getVersioned()) {
            for (int i = random.nextInt(3); i > 0; i--) {
                message.addAddressTableLookups(MessageAddressTableLookup.newBuilder()
                        .setAccountKey(bytes(random, 32))
                        .setWritableIndexes(indexes(random, 256))
                        .setReadonlyIndexes(indexes(random, 256)));
            }
        }
        return message.build();
    }

    /** What makes a message one of version 1; any of its values may be missing, all too. */
    private static TransactionConfig config(final Random random) {
        final TransactionConfig.Builder config = TransactionConfig.newBuilder();
        if (random.nextBoolean()) {
            config.setPriorityFee(random.nextLong());
        }
        if (random.nextBoolean()) {
            config.setComputeUnitLimit(random.nextInt());
        }
        if (random.nextBoolean()) {
            config.setLoadedAccountsDataSizeLimit(random.nextInt());
        }
        if (random.nextBoolean()) {
            config.setHeapSize(random.nextInt());
        }
        return config.build();
    }

    private static void addInnerInstructions(
            final Random random, final TransactionStatusMeta.Builder meta, final int instructions, final int keys) {
        for (int outer = 0; outer < instructions; outer++) {
            if (random.nextBoolean()) {
                continue;
            }
            final InnerInstructions.Builder group =
                    meta.addInnerInstructionsBuilder().setIndex(outer);
            for (int i = random.nextInt(4); i > 0; i--) {
                final InnerInstruction.Builder inner = group.addInstructionsBuilder()
                        .setProgramIdIndex(random.nextInt(keys))
                        .setAccounts(indexes(random, keys))
                        .setData(bytes(random, random.nextInt(60)));
                if (random.nextInt(8) != 0) {
                    inner.setStackHeight(2 + random.nextInt(3));
                }
            }
        }
    }

    private static TokenBalance balance(final Random random, final int keys) {
        final long amount = random.nextInt(4) == 0 ? 0 : random.nextLong() >>> 1;
        final int decimals = random.nextInt(10);
        return TokenBalance.newBuilder()
                .setAccountIndex(random.nextInt(keys))
                .setMint(key(random))
                .setOwner(key(random))
                .setProgramId(key(random))
                .setUiTokenAmount(UiTokenAmount.newBuilder()
                        .setUiAmount(amount / Math.pow(10, decimals))
                        .setDecimals(decimals)
                        .setAmount(Long.toString(amount))
                        .setUiAmountString(Double.toString(amount / Math.pow(10, decimals))))
                .build();
    }

    /** InstructionError(index, Custom(code)). */
    private static TransactionError error(final Random random) {
        final ByteString code = bytes(random, 4);
        return TransactionError.newBuilder()
                .setErr(ByteString.copyFrom(new byte[] {8, 0, 0, 0, (byte) random.nextInt(5), 25, 0, 0, 0})
                        .concat(code))
                .build();
    }

    private static String key(final Random random) {
        return Base58.encode(bytes(random, 32).toByteArray(), 0, 32);
    }

    private static ByteString indexes(final Random random, final int bound) {
        final byte[] indexes = new byte[random.nextInt(10)];
        for (int i = 0; i < indexes.length; i++) {
            indexes[i] = (byte) random.nextInt(bound);
        }
        return ByteString.copyFrom(indexes);
    }
}
