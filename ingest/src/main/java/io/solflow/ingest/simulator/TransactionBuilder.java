package io.solflow.ingest.simulator;

import com.google.protobuf.ByteString;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.SubscribeUpdateTransactionInfo;
import io.solflow.ingest.proto.Transaction;
import io.solflow.ingest.proto.TransactionConfig;
import io.solflow.ingest.proto.TransactionError;
import io.solflow.ingest.proto.TransactionStatusMeta;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * Puts one transaction together the way the runtime would record it: instructions are entered and left like calls, at
 * any depth, and leave their traces in inner instructions, logs and balances. Reused; {@link #begin} starts anew.
 */
final class TransactionBuilder {

    private static final int COMPUTE_LIMIT = 1_400_000;
    private static final int SIGNATURE_LENGTH = 64;
    private static final int BASE_FEE_LAMPORTS = 5_000;
    private static final int MAX_INLINE_ACCOUNTS = 64;
    private static final int ERROR_INSTRUCTION = 8;
    private static final int ERROR_CUSTOM = 25;

    /** How a transaction is written. */
    private enum Version {
        LEGACY,
        /** With lookup tables. */
        V0,
        /** Without lookup tables, its fee in the message. */
        V1
    }

    private final SplittableRandom random;
    private final AccountTable accounts = new AccountTable();
    private final TokenLedger tokens = new TokenLedger();
    private final ProgramLog log = new ProgramLog();
    private final CallTree calls = new CallTree();
    private final SplittableRandom signatureRandom;
    private final Dice dice;
    private Version version = Version.LEGACY;
    private boolean heights;
    private int computeUnits;
    private int unitsLeft;
    private long priorityFeeLamports;
    private int failedTop;
    private int failureCode;

    /**
     * Nothing built yet.
     *
     * @param signatureRandom of the signatures, which no other market on the same chain may have.
     */
    TransactionBuilder(final SplittableRandom random, final SplittableRandom signatureRandom, final Dice dice) {
        this.random = random;
        this.signatureRandom = signatureRandom;
        this.dice = dice;
    }

    /** Starts a transaction that {@code feePayer} signs and pays for; a share of them is of version 1. */
    TransactionBuilder begin(final Address feePayer, final boolean useLookupTables) {
        begin(feePayer, dice.shows(ChainTrait.VERSION_1) ? Version.V1 : useLookupTables ? Version.V0 : Version.LEGACY);
        heights = !dice.shows(ChainTrait.WITHOUT_HEIGHTS);
        return this;
    }

    /** Starts a legacy transaction. */
    TransactionBuilder beginLegacy(final Address feePayer) {
        return begin(feePayer, Version.LEGACY);
    }

    private TransactionBuilder begin(final Address feePayer, final Version how) {
        accounts.clear();
        tokens.clear();
        log.clear();
        calls.clear();
        version = how;
        heights = true;
        computeUnits = 0;
        unitsLeft = COMPUTE_LIMIT;
        priorityFeeLamports = 0;
        failedTop = -1;
        accounts.signer(feePayer);
        return this;
    }

    void signer(final Address address) {
        accounts.signer(address);
    }

    /** True when the message itself says what a transaction pays and may use, and no instruction does. */
    boolean isVersion1() {
        return version == Version.V1;
    }

    /** What the transaction pays beside the base fee, and the compute units that it may use. */
    void budget(final int units, final long priorityLamports) {
        computeUnits = units;
        priorityFeeLamports = priorityLamports;
    }

    /**
     * Calls a program: a top-level instruction, or an inner one when called within another.
     *
     * @return the instruction's place in the order of execution, token batches unpacked.
     */
    int enter(final Address program, final byte[] data, final Address... accountList) {
        return enter(1, program, data, accountList);
    }

    /**
     * Calls a token program with a batch of so many transfers.
     *
     * @return the place of the first of them.
     */
    int batch(final int transfers, final Address program, final byte[] data, final Address... accountList) {
        final int first = enter(transfers, program, data, accountList);
        leave();
        return first;
    }

    private int enter(final int size, final Address program, final byte[] data, final Address... accountList) {
        final int programId = accounts.idOf(program);
        if (calls.depth() == 0) {
            accounts.invoked(programId);
        }
        final byte[] ids = new byte[accountList.length];
        for (int i = 0; i < ids.length; i++) {
            ids[i] = (byte) accounts.idOf(accountList[i]);
        }
        final int place = calls.enter(size, program, programId, data, ids);
        log.invoke(program, calls.depth());
        return place;
    }

    /** Calls a router, whose account list also names what it will call with. */
    void enterRouter(final Address program, final byte[] data, final Address... accountList) {
        enter(program, data, accountList);
        calls.isRouter();
    }

    /** Returns from the program called last. */
    void leave() {
        final Address program = calls.leave();
        final boolean builtin = program == WellKnown.SYSTEM_PROGRAM || program == WellKnown.COMPUTE_BUDGET;
        final int units = builtin ? 0 : 1_500 + random.nextInt(20_000);
        log.success(program, units, unitsLeft);
        unitsLeft = Math.max(200_000, unitsLeft - units);
    }

    /** Enters and leaves; the place as {@link #enter} gives it. */
    int call(final Address program, final byte[] data, final Address... accountList) {
        final int place = enter(program, data, accountList);
        leave();
        return place;
    }

    void log(final String text) {
        log.log(text);
    }

    /** Logs an instruction's name. */
    void logInstruction(final String name) {
        log.instruction(name);
    }

    /**
     * Emits an event the Anchor way: as a log of the bytes behind the tag, then as a call of the program to itself.
     *
     * @return the place of the call.
     */
    int event(final Address program, final Address eventAuthority, final byte[] taggedEvent) {
        data(Arrays.copyOfRange(taggedEvent, Long.BYTES, taggedEvent.length));
        return call(program, taggedEvent, eventAuthority);
    }

    /** Logs an event. */
    void data(final byte[] event) {
        log.data(event);
    }

    /** Fails the transaction in the instruction that is open; all that ran so far stays on record, without effect. */
    void fail(final int code) {
        failedTop = calls.lastTop();
        failureCode = code;
        while (calls.depth() > 0) {
            log.failed(calls.leave(), code);
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

    /** Tokens cease to exist. */
    void burn(final Address account, final long amount) {
        tokens.add(accounts.idOf(account), -amount);
    }

    /** The transaction at position {@code index} of its block. */
    SubscribeUpdateTransactionInfo build(final int index, final ByteString recentBlockhash) {
        if (version == Version.V1 && accounts.size() > MAX_INLINE_ACCOUNTS) {
            version = Version.V0;
        }
        accounts.arrange(version == Version.V0);
        final Message.Builder message =
                Message.newBuilder().setRecentBlockhash(recentBlockhash).setVersioned(version != Version.LEGACY);
        if (version == Version.V1) {
            message.setConfig(TransactionConfig.newBuilder()
                    .setPriorityFee(priorityFeeLamports)
                    .setComputeUnitLimit(computeUnits));
        }
        accounts.writeKeys(message);
        final TransactionStatusMeta.Builder meta = TransactionStatusMeta.newBuilder();
        // a log that was cut would leave nobody a way to heights that are missing
        calls.write(message, meta, accounts, heights || log.truncated());
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

    private ByteString[] signatures() {
        final ByteString[] signatures = new ByteString[accounts.signerCount()];
        final byte[] signature = new byte[SIGNATURE_LENGTH];
        for (int i = 0; i < signatures.length; i++) {
            signatureRandom.nextBytes(signature);
            signatures[i] = ByteString.copyFrom(signature);
        }
        return signatures;
    }
}
