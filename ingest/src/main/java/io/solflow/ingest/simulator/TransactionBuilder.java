package io.solflow.ingest.simulator;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import io.solflow.ingest.proto.CompiledInstruction;
import io.solflow.ingest.proto.InnerInstruction;
import io.solflow.ingest.proto.InnerInstructions;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.Transaction;
import io.solflow.ingest.proto.TransactionError;
import io.solflow.ingest.proto.TransactionStatusMeta;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Puts one transaction together the way the runtime would record it: instructions are entered and left like calls, at
 * any depth, and leave their traces in inner instructions, logs and balances. Reused; {@link #begin} starts anew.
 */
final class TransactionBuilder {

    private static final int COMPUTE_LIMIT = 1_400_000;
    private static final int SIGNATURE_LENGTH = 64;
    private static final int BASE_FEE_LAMPORTS = 5_000;
    private static final int ERROR_INSTRUCTION = 8;
    private static final int ERROR_CUSTOM = 25;

    /** One instruction; accounts are ids until the transaction is built. */
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

    private final SplittableRandom random;
    private final AccountTable accounts = new AccountTable();
    private final TokenLedger tokens = new TokenLedger();
    private final ProgramLog log = new ProgramLog();
    private final List<Call> calls = new ArrayList<>();
    private final List<Call> open = new ArrayList<>();
    private boolean versioned;
    private int topCount;
    private int unitsLeft;
    private long priorityFeeLamports;
    private int failedTop;
    private int failureCode;

    TransactionBuilder(final SplittableRandom random) {
        this.random = random;
    }

    /** Starts a transaction that {@code feePayer} signs and pays for. */
    TransactionBuilder begin(final Address feePayer, final boolean useLookupTables) {
        accounts.clear();
        tokens.clear();
        log.clear();
        calls.clear();
        open.clear();
        versioned = useLookupTables;
        topCount = 0;
        unitsLeft = COMPUTE_LIMIT;
        priorityFeeLamports = 0;
        failedTop = -1;
        accounts.signer(feePayer);
        return this;
    }

    void signer(final Address address) {
        accounts.signer(address);
    }

    void priorityFee(final long lamports) {
        priorityFeeLamports = lamports;
    }

    /** Calls a program: a top-level instruction, or an inner one when called within another. */
    void enter(final Address program, final byte[] data, final Address... accountList) {
        final int programId = accounts.idOf(program);
        if (open.isEmpty()) {
            accounts.invoked(programId);
            topCount++;
        }
        final byte[] ids = new byte[accountList.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (byte) accounts.idOf(accountList[i]);
        }
        final Call call = new Call(program, programId, topCount - 1, open.size() + 1, data, ids);
        calls.add(call);
        open.add(call);
        log.invoke(program, open.size());
    }

    /** Calls a router, whose account list also names what it will call with. */
    void enterRouter(final Address program, final byte[] data, final Address... accountList) {
        enter(program, data, accountList);
        open.get(open.size() - 1).router = true;
    }

    /** Returns from the program called last. */
    void leave() {
        final Call call = open.remove(open.size() - 1);
        if (call.router) {
            addCalleeAccounts(call);
        }
        final boolean builtin = call.program == WellKnown.SYSTEM_PROGRAM || call.program == WellKnown.COMPUTE_BUDGET;
        final int units = builtin ? 0 : 1_500 + random.nextInt(20_000);
        log.success(call.program, units, unitsLeft);
        unitsLeft = Math.max(200_000, unitsLeft - units);
    }

    /** Enters and leaves. */
    void call(final Address program, final byte[] data, final Address... accountList) {
        enter(program, data, accountList);
        leave();
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

    void log(final String text) {
        log.log(text);
    }

    /** Logs an instruction's name. */
    void logInstruction(final String name) {
        log.instruction(name);
    }

    /** Emits an event the Anchor way: as a log of the bytes behind the tag, then as a call of the program to itself. */
    void event(final Address program, final Address eventAuthority, final byte[] taggedEvent) {
        data(Arrays.copyOfRange(taggedEvent, Long.BYTES, taggedEvent.length));
        call(program, taggedEvent, eventAuthority);
    }

    /** Logs an event. */
    void data(final byte[] event) {
        log.data(event);
    }

    /** Fails the transaction in the instruction that is open; all that ran so far stays on record, without effect. */
    void fail(final int code) {
        failedTop = topCount - 1;
        failureCode = code;
        while (!open.isEmpty()) {
            log.failed(open.remove(open.size() - 1).program, code);
        }
    }

    boolean failed() {
        return failedTop >= 0;
    }

    /** Says how many lamports an account holds before the transaction. */
    void holdsLamports(final Address account, final long lamports) {
        accounts.holds(accounts.idOf(account), lamports);
    }

    void moveLamports(final Address from, final Address to, final long lamports) {
        accounts.move(accounts.idOf(from), accounts.idOf(to), lamports);
    }

    /** Declares a token account. */
    void tokenAccount(final Address account, final Mint mint, final Address owner) {
        tokens.add(accounts.idOf(account), mint, owner);
    }

    /** Declares a token account and what it holds before the transaction. */
    void vault(final Address account, final Mint mint, final Address owner, final long amount) {
        tokenAccount(account, mint, owner);
        tokens.holds(accounts.idOf(account), amount);
    }

    /** The token account is created here. */
    void opened(final Address account) {
        tokens.opened(accounts.idOf(account));
    }

    /** The token account is closed here; its lamports go to {@code to}. */
    void closed(final Address account, final Address to) {
        final int id = accounts.idOf(account);
        tokens.closed(id);
        long lamports = Address.Role.TOKEN_ACCOUNT.lamports();
        if (tokens.mintOf(id).isWrappedSol()) {
            final long rest = tokens.delta(id);
            tokens.add(id, -rest);
            lamports += rest;
        }
        accounts.move(id, accounts.idOf(to), lamports);
    }

    /** Turns lamports that an account of wrapped SOL has received into tokens. */
    void wrapped(final Address account, final long lamports) {
        tokens.add(accounts.idOf(account), lamports);
    }

    void moveTokens(final Address from, final Address to, final long amount) {
        final int fromId = accounts.idOf(from);
        final int toId = accounts.idOf(to);
        tokens.move(fromId, toId, amount);
        if (tokens.mintOf(fromId).isWrappedSol()) {
            accounts.move(fromId, toId, amount);
        }
    }

    /** The transaction at position {@code index} of its block. */
    SubscribeUpdateTransactionInfo build(final int index, final ByteString recentBlockhash) {
        accounts.arrange(versioned);
        final Message.Builder message =
                Message.newBuilder().setRecentBlockhash(recentBlockhash).setVersioned(versioned);
        accounts.writeKeys(message);
        final TransactionStatusMeta.Builder meta = TransactionStatusMeta.newBuilder();
        writeInstructions(message, meta);
        writeOutcome(meta);
        final ByteString[] signatures = signatures();
        return SubscribeUpdateTransactionInfo.newBuilder()
                .setSignature(signatures[0])
                .setIndex(index)
                .setTransaction(Transaction.newBuilder()
                        .addAllSignatures(Arrays.asList(signatures))
                        .setMessage(message))
                .setMeta(meta)
                .build();
    }

    private void writeOutcome(final TransactionStatusMeta.Builder meta) {
        final long fee = (long) BASE_FEE_LAMPORTS * accounts.signerCount() + priorityFeeLamports;
        meta.setFee(fee);
        meta.setComputeUnitsConsumed(COMPUTE_LIMIT - unitsLeft + 450);
        if (failed()) {
            meta.setErr(TransactionError.newBuilder()
                    .setErr(ByteString.copyFrom(new ByteWriter()
                            .u32(ERROR_INSTRUCTION)
                            .u8(failedTop)
                            .u32(ERROR_CUSTOM)
                            .u32(failureCode)
                            .take())));
        }
        tokens.settle(accounts, random);
        accounts.writeBalances(meta, failed(), fee, random);
        tokens.write(meta, accounts, failed());
        for (final ByteString message : log.messages()) {
            meta.addLogMessagesBytes(message);
        }
    }

    private void writeInstructions(final Message.Builder message, final TransactionStatusMeta.Builder meta) {
        InnerInstructions.Builder inner = null;
        for (final Call call : calls) {
            if (call.height == 1) {
                message.addInstructions(CompiledInstruction.newBuilder()
                        .setProgramIdIndex(accounts.position(call.programId))
                        .setAccounts(positions(call.accounts))
                        .setData(UnsafeByteOperations.unsafeWrap(call.data)));
                continue;
            }
            if (inner == null || inner.getIndex() != call.top) {
                if (inner != null) {
                    meta.addInnerInstructions(inner);
                }
                inner = InnerInstructions.newBuilder().setIndex(call.top);
            }
            inner.addInstructions(InnerInstruction.newBuilder()
                    .setProgramIdIndex(accounts.position(call.programId))
                    .setAccounts(positions(call.accounts))
                    .setData(UnsafeByteOperations.unsafeWrap(call.data))
                    .setStackHeight(call.height));
        }
        if (inner != null) {
            meta.addInnerInstructions(inner);
        }
    }

    private ByteString positions(final byte[] ids) {
        final byte[] positions = new byte[ids.length];
        for (int i = 0; i < ids.length; i++) {
            positions[i] = (byte) accounts.position(ids[i] & 0xFF);
        }
        return UnsafeByteOperations.unsafeWrap(positions);
    }

    private ByteString[] signatures() {
        final ByteString[] signatures = new ByteString[accounts.signerCount()];
        final byte[] signature = new byte[SIGNATURE_LENGTH];
        for (int i = 0; i < signatures.length; i++) {
            random.nextBytes(signature);
            signatures[i] = ByteString.copyFrom(signature);
        }
        return signatures;
    }
}
