package io.solflow.ingest.simulator;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.InnerInstruction;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.TransactionStatusMeta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The instructions of one transaction in the order in which they ran, at any depth; accounts are ids until written. */
final class CallTree {

    /** One instruction. */
    private static final class Call {
        private final Address program;
        private final int programId;
        private final int top;
        private final int height;
        private final byte[] data;
        private byte[] accounts;
        private boolean router;

        Call(
                final Address program,
                final int programId,
                final int top,
                final int height,
                final byte[] data,
                final byte[] accounts) {
            this.program = program;
            this.programId = programId;
            this.top = top;
            this.height = height;
            this.data = data;
            this.accounts = accounts;
        }
    }

    private final List<Call> calls = new ArrayList<>();
    private final List<Call> open = new ArrayList<>();
    private int topCount;
    private int places;

    void clear() {
        calls.clear();
        open.clear();
        topCount = 0;
        places = 0;
    }

    /** How many calls are open. */
    int depth() {
        return open.size();
    }

    /** Number of the top-level instruction that was entered last. */
    int lastTop() {
        return topCount - 1;
    }

    /**
     * Enters an instruction, an inner one when another is open.
     *
     * @param size places that it takes: the transfers of a token batch, otherwise 1.
     * @return the first of them.
     */
    int enter(final int size, final Address program, final int programId, final byte[] data, final byte[] accountIds) {
        if (open.isEmpty()) {
            topCount++;
        }
        final Call call = new Call(program, programId, topCount - 1, open.size() + 1, data, accountIds);
        calls.add(call);
        open.add(call);
        final int place = places;
        places += size;
        return place;
    }

    /** Lets the open call list the accounts of what it calls, as routers do. */
    void isRouter() {
        open.get(open.size() - 1).router = true;
    }

    /** Leaves the open call and says whose it was. */
    Address leave() {
        final Call call = open.remove(open.size() - 1);
        if (call.router) {
            addCalleeAccounts(call);
        }
        return call.program;
    }

    private void addCalleeAccounts(final Call router) {
        for (int i = calls.indexOf(router) + 1; i < calls.size(); i++) {
            final Call callee = calls.get(i);
            if (callee.top == router.top && callee.height == router.height + 1) {
                final int length = router.accounts.length;
                router.accounts = Arrays.copyOf(router.accounts, length + 1 + callee.accounts.length);
                router.accounts[length] = (byte) callee.programId;
                System.arraycopy(callee.accounts, 0, router.accounts, length + 1, callee.accounts.length);
            }
        }
    }

    /** Writes top-level instructions into the message and inner ones into the meta. */
    void write(
            final Message.Builder message,
            final TransactionStatusMeta.Builder meta,
            final AccountTable accounts,
            final boolean heights) {
        InnerInstructions.Builder inner = null;
        for (final Call call : calls) {
            if (call.height == 1) {
                message.addInstructions(CompiledInstruction.newBuilder()
                        .setProgramIdIndex(accounts.position(call.programId))
                        .setAccounts(positions(call.accounts, accounts))
                        .setData(UnsafeByteOperations.unsafeWrap(call.data)));
                continue;
            }
            if (inner == null || inner.getIndex() != call.top) {
                if (inner != null) {
                    meta.addInnerInstructions(inner);
                }
                inner = InnerInstructions.newBuilder().setIndex(call.top);
            }
            final InnerInstruction.Builder instruction = InnerInstruction.newBuilder()
                    .setProgramIdIndex(accounts.position(call.programId))
                    .setAccounts(positions(call.accounts, accounts))
                    .setData(UnsafeByteOperations.unsafeWrap(call.data));
            if (heights) {
                instruction.setStackHeight(call.height);
            }
            inner.addInstructions(instruction);
        }
        if (inner != null) {
            meta.addInnerInstructions(inner);
        }
    }

    private static ByteString positions(final byte[] ids, final AccountTable accounts) {
        final byte[] positions = new byte[ids.length];
        for (int i = 0; i < ids.length; i++) {
            positions[i] = (byte) accounts.position(ids[i] & 0xFF);
        }
        return UnsafeByteOperations.unsafeWrap(positions);
    }
}
