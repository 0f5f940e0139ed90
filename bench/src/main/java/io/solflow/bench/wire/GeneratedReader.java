package io.solflow.bench.wire;

import com.google.protobuf.ByteString;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.InnerInstruction;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.SubscribeUpdate;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.TokenBalance;
import io.solflow.ingest.proto.TransactionStatusMeta;
import java.io.IOException;
import java.util.List;

/** The usual way: generated classes. */
final class GeneratedReader implements UpdateReader {

    private final Digest digest = new Digest();

    @Override
    public long read(final byte[] bytes) throws IOException {
        final SubscribeUpdate update = SubscribeUpdate.parseFrom(bytes);
        final SubscribeUpdateTransactionInfo info = update.getTransaction().getTransaction();
        final Message message = info.getTransaction().getMessage();
        final TransactionStatusMeta meta = info.getMeta();
        digest.reset();
        digest.transaction(
                update.getTransaction().getSlot(),
                info.getIndex(),
                info.getSignature().byteAt(0),
                info.getIsVote(),
                meta.hasErr());
        topInstructions(message, meta);
        for (final InnerInstructions group : meta.getInnerInstructionsList()) {
            innerInstructions(group, message, meta);
        }
        balances(meta.getPreTokenBalancesList());
        balances(meta.getPostTokenBalancesList());
        for (int i = 0; i < meta.getLogMessagesCount(); i++) {
            digest.log(meta.getLogMessagesBytes(i).size());
        }
        return digest.value();
    }

    private void topInstructions(final Message message, final TransactionStatusMeta meta) {
        for (int i = 0; i < message.getInstructionsCount(); i++) {
            final CompiledInstruction instruction = message.getInstructions(i);
            digest.instruction(
                    i,
                    -1,
                    firstByte(key(instruction.getProgramIdIndex(), message, meta)),
                    instruction.getAccounts().size(),
                    instruction.getData().size(),
                    firstByte(instruction.getData()));
        }
    }

    private void innerInstructions(
            final InnerInstructions group, final Message message, final TransactionStatusMeta meta) {
        for (int i = 0; i < group.getInstructionsCount(); i++) {
            final InnerInstruction instruction = group.getInstructions(i);
            digest.instruction(
                    group.getIndex(),
                    i,
                    firstByte(key(instruction.getProgramIdIndex(), message, meta)),
                    instruction.getAccounts().size(),
                    instruction.getData().size(),
                    firstByte(instruction.getData()));
        }
    }

    private void balances(final List<TokenBalance> balances) {
        for (final TokenBalance balance : balances) {
            digest.balance(
                    balance.getAccountIndex(),
                    firstByte(balance.getMintBytes()),
                    balance.getUiTokenAmount().getDecimals());
        }
    }

    private static ByteString key(final int index, final Message message, final TransactionStatusMeta meta) {
        if (index < message.getAccountKeysCount()) {
            return message.getAccountKeys(index);
        }
        final int loaded = index - message.getAccountKeysCount();
        return loaded < meta.getLoadedWritableAddressesCount()
                ? meta.getLoadedWritableAddresses(loaded)
                : meta.getLoadedReadonlyAddresses(loaded - meta.getLoadedWritableAddressesCount());
    }

    private static int firstByte(final ByteString bytes) {
        return bytes.isEmpty() ? 0 : bytes.byteAt(0);
    }
}
