package io.solflow.ingest.wire;

import com.google.protobuf.ByteString;
import io.solflow.core.wire.TransactionView;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.InnerInstruction;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.SubscribeUpdateTransaction;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.TokenBalance;
import io.solflow.ingest.proto.TransactionStatusMeta;
import io.solflow.ingest.wire.parity.ReadBalance;
import io.solflow.ingest.wire.parity.ReadInfo;
import io.solflow.ingest.wire.parity.ReadInner;
import io.solflow.ingest.wire.parity.ReadInstruction;
import io.solflow.ingest.wire.parity.ReadMeta;
import io.solflow.ingest.wire.parity.ReadTransaction;
import java.util.ArrayList;
import java.util.List;

/** What a transaction's view must show, computed from generated objects in the plainest way. */
final class ExpectedTransaction {

    private final long slot;
    private final long index;
    private final boolean vote;
    private final boolean failed;
    private final boolean innerInstructionsNone;
    private final ByteString signature;
    private final int signers;
    private final List<ByteString> keys = new ArrayList<>();
    private final List<ByteString> logs = new ArrayList<>();
    private final List<Balance> balances = new ArrayList<>();
    private final List<Instruction> top = new ArrayList<>();
    private final List<Group> groups = new ArrayList<>();

    private record Instruction(int program, ByteString accounts, ByteString data, int stackHeight) {}

    private record Group(int index, List<Instruction> instructions) {}

    private record Balance(int account, ByteString mint, ByteString owner, int decimals) {}

    /** From the interface's own messages. */
    ExpectedTransaction(final SubscribeUpdateTransaction update) {
        final SubscribeUpdateTransactionInfo info = update.getTransaction();
        final TransactionStatusMeta meta = info.getMeta();
        slot = update.getSlot();
        index = info.getIndex();
        vote = info.getIsVote();
        failed = meta.hasErr();
        innerInstructionsNone = meta.getInnerInstructionsNone();
        signature = info.getSignature();
        signers = signers(
                info.getTransaction().getMessage().getHeader().getNumRequiredSignatures(),
                info.getTransaction().getMessage().getAccountKeysCount());
        keys.addAll(info.getTransaction().getMessage().getAccountKeysList());
        keys.addAll(meta.getLoadedWritableAddressesList());
        keys.addAll(meta.getLoadedReadonlyAddressesList());
        for (int i = 0; i < meta.getLogMessagesCount(); i++) {
            logs.add(meta.getLogMessagesBytes(i));
        }
        meta.getPreTokenBalancesList().forEach(this::add);
        meta.getPostTokenBalancesList().forEach(this::add);
        for (final CompiledInstruction ix : info.getTransaction().getMessage().getInstructionsList()) {
            top.add(new Instruction(ix.getProgramIdIndex(), ix.getAccounts(), ix.getData(), 1));
        }
        for (final InnerInstructions group : meta.getInnerInstructionsList()) {
            final List<Instruction> instructions = new ArrayList<>();
            for (final InnerInstruction ix : group.getInstructionsList()) {
                instructions.add(
                        new Instruction(ix.getProgramIdIndex(), ix.getAccounts(), ix.getData(), ix.getStackHeight()));
            }
            groups.add(new Group(group.getIndex(), instructions));
        }
    }

    /** From the messages that hold only what is read. */
    ExpectedTransaction(final ReadTransaction update) {
        final ReadInfo info = update.getTransaction();
        final ReadMeta meta = info.getMeta();
        slot = update.getSlot();
        index = info.getIndex();
        vote = info.getIsVote();
        failed = meta.hasErr();
        innerInstructionsNone = meta.getInnerInstructionsNone();
        signature = info.getSignature();
        signers = signers(
                info.getTransaction().getMessage().getHeader().getNumRequiredSignatures(),
                info.getTransaction().getMessage().getAccountKeysCount());
        keys.addAll(info.getTransaction().getMessage().getAccountKeysList());
        keys.addAll(meta.getLoadedWritableAddressesList());
        keys.addAll(meta.getLoadedReadonlyAddressesList());
        logs.addAll(meta.getLogMessagesList());
        meta.getPreTokenBalancesList().forEach(this::add);
        meta.getPostTokenBalancesList().forEach(this::add);
        for (final ReadInstruction ix : info.getTransaction().getMessage().getInstructionsList()) {
            top.add(new Instruction(ix.getProgramIdIndex(), ix.getAccounts(), ix.getData(), 1));
        }
        for (final ReadInner group : meta.getInnerInstructionsList()) {
            final List<Instruction> instructions = new ArrayList<>();
            for (final ReadInstruction ix : group.getInstructionsList()) {
                instructions.add(
                        new Instruction(ix.getProgramIdIndex(), ix.getAccounts(), ix.getData(), ix.getStackHeight()));
            }
            groups.add(new Group(group.getIndex(), instructions));
        }
    }

    private static int signers(final int told, final int keys) {
        return Math.min(Math.max(0, Math.min(told, 255)), keys);
    }

    private void add(final TokenBalance balance) {
        balances.add(new Balance(
                balance.getAccountIndex(),
                balance.getMintBytes(),
                balance.getOwnerBytes(),
                balance.getUiTokenAmount().getDecimals()));
    }

    private void add(final ReadBalance balance) {
        balances.add(new Balance(
                balance.getAccountIndex(),
                balance.getMint(),
                balance.getOwner(),
                balance.getUiTokenAmount().getDecimals()));
    }

    /** The first field in which the view differs, null when there is none. */
    String differenceTo(final TransactionView view) {
        if (view.slot() != slot || view.txIndex() != index || view.vote() != vote || view.failed() != failed) {
            return "slot, index, vote or failed";
        }
        if (view.innerInstructionsNone() != innerInstructionsNone) {
            return "innerInstructionsNone";
        }
        final boolean sameSignature = signature.size() == 64
                ? same(view, view.signatureOffset(), 64, signature)
                : view.signatureOffset() == -1;
        if (!sameSignature) {
            return "signature";
        }
        if (view.signerCount() != signers) {
            return "signers";
        }
        if (!sameKeys(view)) {
            return "keys";
        }
        if (!sameLogs(view)) {
            return "logs";
        }
        if (!sameBalances(view)) {
            return "token balances";
        }
        return instructionDifference(view);
    }

    private boolean sameKeys(final TransactionView view) {
        boolean same = view.keyCount() == keys.size() && view.keyOffset(-1) == -1 && view.keyOffset(keys.size()) == -1;
        for (int i = 0; same && i < keys.size(); i++) {
            same = keys.get(i).size() == 32 ? same(view, view.keyOffset(i), 32, keys.get(i)) : view.keyOffset(i) == -1;
        }
        return same;
    }

    private boolean sameLogs(final TransactionView view) {
        boolean same = view.logCount() == logs.size();
        for (int i = 0; same && i < logs.size(); i++) {
            same = same(view, view.logOffset(i), view.logLength(i), logs.get(i));
        }
        return same;
    }

    private boolean sameBalances(final TransactionView view) {
        boolean same = view.tokenBalanceCount() == balances.size();
        for (int i = 0; same && i < balances.size(); i++) {
            final Balance balance = balances.get(i);
            same = view.tokenBalanceAccount(i) == balance.account
                    && view.tokenBalanceDecimals(i) == balance.decimals
                    && same(view, view.tokenBalanceMintOffset(i), view.tokenBalanceMintLength(i), balance.mint)
                    && same(view, view.tokenBalanceOwnerOffset(i), view.tokenBalanceOwnerLength(i), balance.owner);
        }
        return same;
    }

    private String instructionDifference(final TransactionView view) {
        int row = 0;
        boolean orphaned = false;
        for (final Group group : groups) {
            orphaned |= (group.index < 0 || group.index >= top.size()) && !group.instructions.isEmpty();
        }
        for (int outer = 0; outer < top.size(); outer++) {
            if (!sameInstruction(view, row++, top.get(outer), outer, TransactionView.TOP_LEVEL)) {
                return "instruction " + outer;
            }
            int inner = 0;
            for (final Group group : groups) {
                if (group.index == outer) {
                    for (final Instruction ix : group.instructions) {
                        if (!sameInstruction(view, row++, ix, outer, inner++)) {
                            return "inner instruction " + outer + "." + (inner - 1);
                        }
                    }
                }
            }
        }
        if (view.instructionCount() != row) {
            return "instruction count";
        }
        return view.orphanedInstructions() == orphaned ? null : "orphanedInstructions";
    }

    /** A height that was not recorded may come from the log. */
    private boolean sameInstruction(
            final TransactionView view, final int row, final Instruction ix, final int outer, final int inner) {
        if (row >= view.instructionCount()
                || view.programIndex(row) != ix.program
                || view.outerIndex(row) != outer
                || view.innerIndex(row) != inner
                || (ix.stackHeight != 0 && view.stackHeight(row) != ix.stackHeight)
                || view.accountCount(row) != ix.accounts.size()
                || !same(view, view.dataOffset(row), view.dataLength(row), ix.data)) {
            return false;
        }
        for (int i = 0; i < ix.accounts.size(); i++) {
            if (view.accountIndex(row, i) != (ix.accounts.byteAt(i) & 0xFF)) {
                return false;
            }
        }
        return view.accountIndex(row, ix.accounts.size()) == -1 && view.accountIndex(row, -1) == -1;
    }

    private static boolean same(
            final TransactionView view, final int offset, final int length, final ByteString expected) {
        if (length != expected.size()) {
            return false;
        }
        for (int i = 0; i < length; i++) {
            if (view.bytes()[offset + i] != expected.byteAt(i)) {
                return false;
            }
        }
        return true;
    }
}
