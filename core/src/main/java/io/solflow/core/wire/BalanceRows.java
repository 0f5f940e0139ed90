package io.solflow.core.wire;

/** Token balances in the order in which they came. */
final class BalanceRows {

    private static final int ACCOUNT = 0;
    private static final int MINT_OFFSET = 1;
    private static final int MINT_LENGTH = 2;
    private static final int DECIMALS = 3;
    private static final int HAS_DECIMALS = 4;
    /** Where the owner's length stands, which is rarely asked for; 0 when there is none. */
    private static final int OWNER_FIELD = 5;

    private static final int STRIDE = 6;

    private final IntTable rows = new IntTable(STRIDE, 32);

    void clear() {
        rows.clear();
    }

    int count() {
        return rows.rows();
    }

    /** Reads a balance. */
    void read(final byte[] bytes, final int from, final int end, final int depth) {
        int account = 0;
        int mint = 0;
        int mintEnd = 0;
        int owner = 0;
        int decimals = 0;
        int hasDecimals = 0;
        int at = from;
        while (at < end) {
            final int tag = ProtoStep.tag(bytes, at, end);
            at = ProtoStep.afterNumber(bytes, at, end);
            switch (tag) {
                case Tags.BALANCE_ACCOUNT_INDEX -> {
                    account = ProtoStep.number(bytes, at, end);
                    at = ProtoStep.afterNumber(bytes, at, end);
                }
                case Tags.BALANCE_MINT -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    mint = start;
                    mintEnd = at;
                }
                case Tags.BALANCE_UI_TOKEN_AMOUNT -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    decimals = decimals(bytes, start, at, depth + 1, decimals);
                    // a zero is absent on the wire, so the message alone says that decimals are known
                    hasDecimals = 1;
                }
                case Tags.BALANCE_OWNER -> {
                    owner = at;
                    at = ProtoStep.stop(bytes, at, end);
                }
                default -> at = ProtoStep.skip(tag, bytes, at, end, depth);
            }
        }
        final int row = rows.add();
        rows.set(row, ACCOUNT, account);
        rows.set(row, MINT_OFFSET, mint);
        rows.set(row, MINT_LENGTH, mintEnd - mint);
        rows.set(row, DECIMALS, decimals);
        rows.set(row, HAS_DECIMALS, hasDecimals);
        rows.set(row, OWNER_FIELD, owner);
    }

    /** The decimals of an amount, {@code current} when it does not say. */
    private static int decimals(final byte[] bytes, final int from, final int end, final int depth, final int current) {
        int decimals = current;
        int at = from;
        while (at < end) {
            final int tag = ProtoStep.tag(bytes, at, end);
            at = ProtoStep.afterNumber(bytes, at, end);
            if (tag == Tags.AMOUNT_DECIMALS) {
                decimals = ProtoStep.number(bytes, at, end);
                at = ProtoStep.afterNumber(bytes, at, end);
            } else {
                at = ProtoStep.skip(tag, bytes, at, end, depth);
            }
        }
        return decimals;
    }

    int account(final int balance) {
        return rows.get(balance, ACCOUNT);
    }

    int mintOffset(final int balance) {
        return rows.get(balance, MINT_OFFSET);
    }

    int mintLength(final int balance) {
        return rows.get(balance, MINT_LENGTH);
    }

    int decimals(final int balance) {
        return rows.get(balance, DECIMALS);
    }

    boolean hasDecimals(final int balance) {
        return rows.get(balance, HAS_DECIMALS) != 0;
    }

    int ownerOffset(final byte[] bytes, final int balance) {
        final int field = rows.get(balance, OWNER_FIELD);
        return field == 0 ? 0 : ProtoStep.afterNumber(bytes, field, bytes.length);
    }

    int ownerLength(final byte[] bytes, final int balance) {
        final int field = rows.get(balance, OWNER_FIELD);
        return field == 0 ? 0 : ProtoStep.number(bytes, field, bytes.length);
    }
}
