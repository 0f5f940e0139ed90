package io.solflow.ingest.simulator;

import io.solflow.ingest.proto.TokenBalance;
import io.solflow.ingest.proto.TransactionStatusMeta;
import io.solflow.ingest.proto.UiTokenAmount;
import java.util.SplittableRandom;

/** The token accounts of one transaction: what they held, what moved, which were opened and closed. */
final class TokenLedger {

    private static final int CAPACITY = 64;
    private static final long UNKNOWN = -1;
    private static final double[] POWERS = {1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12};

    private final int[] ids = new int[CAPACITY];
    private final Mint[] mints = new Mint[CAPACITY];
    private final Address[] owners = new Address[CAPACITY];
    private final long[] before = new long[CAPACITY];
    private final long[] deltas = new long[CAPACITY];
    private final boolean[] opened = new boolean[CAPACITY];
    private final boolean[] closed = new boolean[CAPACITY];
    private int size;

    void clear() {
        size = 0;
    }

    /** Adds a token account, whose balance before is made up unless {@link #holds} says it. */
    void add(final int id, final Mint mint, final Address owner) {
        if (find(id) < 0) {
            ids[size] = id;
            mints[size] = mint;
            owners[size] = owner;
            before[size] = UNKNOWN;
            deltas[size] = 0;
            opened[size] = false;
            closed[size] = false;
            size++;
        }
    }

    /** Says the balance before the transaction; the first word counts. */
    void holds(final int id, final long amount) {
        final int at = indexOf(id);
        if (before[at] == UNKNOWN) {
            before[at] = amount;
        }
    }

    /** The account was created by this transaction, so it has no balance before. */
    void opened(final int id) {
        final int at = indexOf(id);
        opened[at] = true;
        before[at] = 0;
    }

    /** The account was closed by this transaction, so it has no balance after. */
    void closed(final int id) {
        closed[indexOf(id)] = true;
    }

    boolean isOpened(final int id) {
        return opened[indexOf(id)];
    }

    Mint mintOf(final int id) {
        return mints[indexOf(id)];
    }

    /** What came in less what went out, so far. */
    long delta(final int id) {
        return deltas[indexOf(id)];
    }

    void add(final int id, final long amount) {
        deltas[indexOf(id)] += amount;
    }

    void move(final int from, final int to, final long amount) {
        add(from, -amount);
        add(to, amount);
    }

    /** Makes up the unknown balances, and lets accounts of wrapped SOL hold the lamports that go with theirs. */
    void settle(final AccountTable accounts, final SplittableRandom random) {
        for (int i = 0; i < size; i++) {
            if (before[i] == UNKNOWN) {
                before[i] = Math.max(0, -deltas[i]) + (closed[i] ? 0 : random.nextLong(Math.abs(deltas[i]) + 1));
            }
            if (opened[i]) {
                accounts.holds(ids[i], 0);
            } else if (mints[i].isWrappedSol()) {
                accounts.holds(ids[i], Address.Role.VAULT.lamports() + before[i]);
            }
        }
    }

    /** Writes the balances; a failed transaction leaves every account as it was. */
    void write(final TransactionStatusMeta.Builder meta, final AccountTable accounts, final boolean failed) {
        for (int i = 0; i < size; i++) {
            final int position = accounts.position(ids[i]);
            if (!opened[i]) {
                meta.addPreTokenBalances(balance(i, position, before[i]));
            }
            if (failed ? !opened[i] : !closed[i]) {
                meta.addPostTokenBalances(balance(i, position, before[i] + (failed ? 0 : deltas[i])));
            }
        }
    }

    private TokenBalance balance(final int at, final int position, final long amount) {
        final Mint mint = mints[at];
        return TokenBalance.newBuilder()
                .setAccountIndex(position)
                .setMintBytes(mint.address().wireText())
                .setOwnerBytes(owners[at].wireText())
                .setProgramIdBytes(mint.tokenProgram().wireText())
                .setUiTokenAmount(UiTokenAmount.newBuilder()
                        .setUiAmount(amount / POWERS[mint.decimals()])
                        .setDecimals(mint.decimals())
                        .setAmount(Long.toString(amount))
                        .setUiAmountString(decimalText(amount, mint.decimals())))
                .build();
    }

    /** The amount in whole tokens, without trailing zeros. */
    static String decimalText(final long amount, final int decimals) {
        String digits = Long.toString(amount);
        if (decimals == 0) {
            return digits;
        }
        if (digits.length() <= decimals) {
            digits = "0".repeat(decimals + 1 - digits.length()) + digits;
        }
        final int point = digits.length() - decimals;
        int end = digits.length();
        while (end > point && digits.charAt(end - 1) == '0') {
            end--;
        }
        return end == point
                ? digits.substring(0, point)
                : digits.substring(0, point) + '.' + digits.substring(point, end);
    }

    private int indexOf(final int id) {
        final int at = find(id);
        if (at < 0) {
            throw new IllegalStateException("account id " + id + " is no token account of this transaction");
        }
        return at;
    }

    private int find(final int id) {
        for (int i = 0; i < size; i++) {
            if (ids[i] == id) {
                return i;
            }
        }
        return -1;
    }
}
