package io.solflow.app.support;

import com.google.protobuf.ByteString;
import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.program.DexProgram;
import io.solflow.ingest.proto.BlockHeight;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.InnerInstruction;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateBlockMeta;
import io.solflow.ingest.proto.SubscribeUpdateTransaction;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.Transaction;
import io.solflow.ingest.proto.TransactionStatusMeta;
import io.solflow.ingest.proto.UnixTimestamp;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** BonkSwap buys in real wire form, each by a wallet of its own in a mint of its own, numbered. */
public final class Crowd {

    private static final Pubkey TOKEN_PROGRAM = Pubkey.of("TokenkegQfeZyiNwAJbNbGKPFXCWuBvf9Ss623VQ5DA");
    private static final int WALLET = 0;
    private static final int MINT = 1;
    private static final int SOL = 2;
    private static final int BONK_SWAP = 3;
    private static final int TOKEN = 4;
    private static final int VAULT_X = 5;
    private static final int VAULT_Y = 6;
    private static final int SWAPPER_X = 7;
    private static final int SWAPPER_Y = 8;
    private static final int OTHER = 9;
    private static final long LAMPORTS = 1_000_000_000L;
    private static final int DECIMALS = 6;

    private final TransactionStatusMeta meta = TransactionStatusMeta.newBuilder()
            .addInnerInstructions(InnerInstructions.newBuilder()
                    .addInstructions(transfer(LAMPORTS, 9, SWAPPER_X, SOL, VAULT_X, WALLET))
                    .addInstructions(transfer(5_000_000, DECIMALS, VAULT_Y, MINT, SWAPPER_Y, OTHER)))
            .build();
    private final CompiledInstruction swap = CompiledInstruction.newBuilder()
            .setProgramIdIndex(BONK_SWAP)
            .setAccounts(keys(OTHER, OTHER, SOL, MINT, VAULT_X, VAULT_Y, SWAPPER_X, SWAPPER_Y, WALLET, OTHER, OTHER))
            .setData(ByteString.copyFrom(ByteBuffer.allocate(33)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putLong(Discriminator.instruction("swap"))
                    .put(32, (byte) 1)
                    .array()))
            .build();

    /** The buy of the wallet and mint with that number. */
    public byte[] buy(final long slot, final int index, final int number) {
        final Message.Builder message = Message.newBuilder()
                .addAccountKeys(key(number, 1))
                .addAccountKeys(key(number, 2))
                .addAccountKeys(key(Pubkey.WRAPPED_SOL))
                .addAccountKeys(key(DexProgram.BONK_SWAP.programId()))
                .addAccountKeys(key(TOKEN_PROGRAM));
        for (int other = VAULT_X; other <= OTHER; other++) {
            message.addAccountKeys(key(other, 3));
        }
        return SubscribeUpdate.newBuilder()
                .setTransaction(SubscribeUpdateTransaction.newBuilder()
                        .setSlot(slot)
                        .setTransaction(SubscribeUpdateTransactionInfo.newBuilder()
                                .setSignature(key(number, 4).concat(key(number, 5)))
                                .setIndex(index)
                                .setTransaction(Transaction.newBuilder().setMessage(message.addInstructions(swap)))
                                .setMeta(meta)))
                .build()
                .toByteArray();
    }

    /** The block meta that ends a slot. */
    public static byte[] blockMeta(final long slot, final long timeSeconds) {
        return SubscribeUpdate.newBuilder()
                .setBlockMeta(SubscribeUpdateBlockMeta.newBuilder()
                        .setSlot(slot)
                        .setParentSlot(slot - 1)
                        .setBlockTime(UnixTimestamp.newBuilder().setTimestamp(timeSeconds))
                        .setBlockHeight(BlockHeight.newBuilder().setBlockHeight(slot)))
                .build()
                .toByteArray();
    }

    private static InnerInstruction transfer(
            final long amount,
            final int decimals,
            final int source,
            final int mint,
            final int destination,
            final int authority) {
        return InnerInstruction.newBuilder()
                .setProgramIdIndex(TOKEN)
                .setAccounts(keys(source, mint, destination, authority))
                .setData(ByteString.copyFrom(ByteBuffer.allocate(10)
                        .order(ByteOrder.LITTLE_ENDIAN)
                        .put((byte) 12)
                        .putLong(amount)
                        .put((byte) decimals)
                        .array()))
                .setStackHeight(2)
                .build();
    }

    private static ByteString keys(final int... indexes) {
        final byte[] bytes = new byte[indexes.length];
        for (int i = 0; i < indexes.length; i++) {
            bytes[i] = (byte) indexes[i];
        }
        return ByteString.copyFrom(bytes);
    }

    private static ByteString key(final Pubkey key) {
        return ByteString.copyFrom(key.toBytes());
    }

    /** A key of its own for each number and role; scattered, as keys are. */
    private static ByteString key(final int number, final int role) {
        final long scattered = (number * 8L + role) * 0x9E3779B97F4A7C15L;
        return ByteString.copyFrom(ByteBuffer.allocate(Pubkey.LENGTH)
                .putLong(scattered)
                .putLong(Long.reverse(scattered))
                .putLong(number)
                .putLong(role)
                .array());
    }
}
