package io.solflow.core.wire;

/**
 * The instructions of a transaction in the order in which they came, and the groups in which inner ones came. Afterwards
 * {@link #inExecutionOrder} numbers them as they were executed, the entries of a {@link TokenBatch} in the batch's place.
 */
final class InstructionRows {

    /** Inner index of a top-level instruction. */
    static final int TOP_LEVEL = -1;

    private static final int PROGRAM_INDEX = 0;
    private static final int ACCOUNTS_OFFSET = 1;
    private static final int ACCOUNTS_LENGTH = 2;
    private static final int DATA_OFFSET = 3;
    private static final int DATA_LENGTH = 4;
    private static final int STACK_HEIGHT = 5;
    private static final int OUTER = 6;
    private static final int INNER = 7;
    private static final int STRIDE = 8;

    private static final int GROUP_INDEX = 0;
    private static final int GROUP_FIRST = 1;
    private static final int GROUP_COUNT = 2;
    private static final int GROUP_NEXT = 3;

    // Chains of groups are numbered from 1, so that 0 ends one.
    private static final int TOP_ROW = 0;
    private static final int CHAIN_FIRST = 1;
    private static final int CHAIN_LAST = 2;

    private final IntTable rows = new IntTable(STRIDE, 64);
    private final IntTable tops = new IntTable(3, 8);
    private final IntTable groups = new IntTable(4, 8);
    private final IntTable order = new IntTable(1, 64);
    private boolean innerShown;
    private boolean heightsMissing;
    /** True when the data of any instruction starts like a batch. */
    private boolean batches;

    void clear() {
        rows.clear();
        tops.clear();
        groups.clear();
        order.clear();
        innerShown = false;
        heightsMissing = false;
        batches = false;
    }

    /** Reads a top-level instruction. */
    void readTop(final byte[] bytes, final int from, final int end, final int depth) {
        final int top = tops.add();
        tops.set(top, TOP_ROW, rows.rows());
        tops.set(top, CHAIN_FIRST, 0);
        tops.set(top, CHAIN_LAST, 0);
        read(bytes, from, end, depth);
    }

    /** Reads the inner instructions of a top-level one. */
    void readGroup(final byte[] bytes, final int from, final int end, final int depth) {
        final int first = rows.rows();
        int index = 0;
        int at = from;
        while (at < end) {
            final int tag = ProtoStep.tag(bytes, at, end);
            at = ProtoStep.afterNumber(bytes, at, end);
            switch (tag) {
                case Tags.INNER_INSTRUCTIONS -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    heightsMissing |= read(bytes, start, at, depth + 1) == 0;
                }
                case Tags.INNER_INDEX -> {
                    index = ProtoStep.number(bytes, at, end);
                    at = ProtoStep.afterNumber(bytes, at, end);
                }
                default -> at = ProtoStep.skip(tag, bytes, at, end, depth);
            }
        }
        final int group = groups.add();
        groups.set(group, GROUP_INDEX, index);
        groups.set(group, GROUP_FIRST, first);
        groups.set(group, GROUP_COUNT, rows.rows() - first);
        groups.set(group, GROUP_NEXT, 0);
    }

    /** Reads an instruction; its stack height, 0 when not recorded. */
    private int read(final byte[] bytes, final int from, final int end, final int depth) {
        int program = 0;
        int stackHeight = 0;
        int accounts = 0;
        int accountsEnd = 0;
        int data = 0;
        int dataEnd = 0;
        int at = from;
        while (at < end) {
            final int tag = ProtoStep.tag(bytes, at, end);
            at = ProtoStep.afterNumber(bytes, at, end);
            switch (tag) {
                case Tags.INSTRUCTION_PROGRAM_INDEX -> {
                    program = ProtoStep.number(bytes, at, end);
                    at = ProtoStep.afterNumber(bytes, at, end);
                }
                case Tags.INSTRUCTION_ACCOUNTS -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    accounts = start;
                    accountsEnd = at;
                }
                case Tags.INSTRUCTION_DATA -> {
                    final int start = ProtoStep.afterNumber(bytes, at, end);
                    at = ProtoStep.stop(bytes, at, end);
                    data = start;
                    dataEnd = at;
                }
                case Tags.INSTRUCTION_STACK_HEIGHT -> {
                    stackHeight = ProtoStep.number(bytes, at, end);
                    at = ProtoStep.afterNumber(bytes, at, end);
                }
                default -> at = ProtoStep.skip(tag, bytes, at, end, depth);
            }
        }
        final int row = rows.add();
        rows.set(row, PROGRAM_INDEX, program);
        rows.set(row, ACCOUNTS_OFFSET, accounts);
        rows.set(row, ACCOUNTS_LENGTH, accountsEnd - accounts);
        rows.set(row, DATA_OFFSET, data);
        rows.set(row, DATA_LENGTH, dataEnd - data);
        rows.set(row, STACK_HEIGHT, stackHeight);
        batches |= dataEnd > data && bytes[data] == TokenBatch.TAG;
        return stackHeight;
    }

    /**
     * Numbers the instructions in execution order: each top-level one followed by its inner ones.
     *
     * @param keys of the transaction, to know the token programs by.
     * @return false when inner instructions name a top-level one that does not exist; they have no number.
     */
    boolean inExecutionOrder(final byte[] bytes, final KeyTable keys) {
        chainGroups();
        final int read = rows.rows();
        int placed = 0;
        for (int outer = 0; outer < tops.rows(); outer++) {
            final int row = tops.get(outer, TOP_ROW);
            rows.set(row, STACK_HEIGHT, 1);
            place(bytes, keys, row, outer, TOP_LEVEL);
            int inner = 0;
            int group = tops.get(outer, CHAIN_FIRST);
            while (group != 0) {
                final int first = groups.get(group - 1, GROUP_FIRST);
                final int count = groups.get(group - 1, GROUP_COUNT);
                for (int i = 0; i < count; i++) {
                    place(bytes, keys, first + i, outer, inner++);
                }
                group = groups.get(group - 1, GROUP_NEXT);
            }
            placed += 1 + inner;
            innerShown |= inner > 0;
        }
        return placed == read;
    }

    /** Links the groups of inner instructions of each top-level one; linear, whatever order and number they have. */
    private void chainGroups() {
        for (int group = 0; group < groups.rows(); group++) {
            final int outer = groups.get(group, GROUP_INDEX);
            if (outer >= 0 && outer < tops.rows()) {
                final int last = tops.get(outer, CHAIN_LAST);
                if (last == 0) {
                    tops.set(outer, CHAIN_FIRST, group + 1);
                } else {
                    groups.set(last - 1, GROUP_NEXT, group + 1);
                }
                tops.set(outer, CHAIN_LAST, group + 1);
            }
        }
    }

    private void place(final byte[] bytes, final KeyTable keys, final int row, final int outer, final int inner) {
        rows.set(row, OUTER, outer);
        rows.set(row, INNER, inner);
        if (batches && isBatch(bytes, keys, row)) {
            placeEntries(bytes, row);
        } else {
            order.set(order.add(), 0, row);
        }
    }

    private boolean isBatch(final byte[] bytes, final KeyTable keys, final int row) {
        final int offset = rows.get(row, DATA_OFFSET);
        final int length = rows.get(row, DATA_LENGTH);
        return length > 0
                && bytes[offset] == TokenBatch.TAG
                && TokenBatch.isProgram(keys, rows.get(row, PROGRAM_INDEX))
                && TokenBatch.addsUp(bytes, offset, length, rows.get(row, ACCOUNTS_LENGTH));
    }

    private void placeEntries(final byte[] bytes, final int batch) {
        final int end = rows.get(batch, DATA_OFFSET) + rows.get(batch, DATA_LENGTH);
        int accounts = rows.get(batch, ACCOUNTS_OFFSET);
        int at = rows.get(batch, DATA_OFFSET) + 1;
        while (at < end) {
            final int row = rows.add();
            rows.set(row, PROGRAM_INDEX, rows.get(batch, PROGRAM_INDEX));
            rows.set(row, ACCOUNTS_OFFSET, accounts);
            rows.set(row, ACCOUNTS_LENGTH, TokenBatch.accounts(bytes, at));
            rows.set(row, DATA_OFFSET, at + TokenBatch.HEADER_LENGTH);
            rows.set(row, DATA_LENGTH, TokenBatch.dataLength(bytes, at));
            rows.set(row, STACK_HEIGHT, rows.get(batch, STACK_HEIGHT));
            rows.set(row, OUTER, rows.get(batch, OUTER));
            rows.set(row, INNER, rows.get(batch, INNER));
            order.set(order.add(), 0, row);
            accounts += TokenBatch.accounts(bytes, at);
            at += TokenBatch.HEADER_LENGTH + TokenBatch.dataLength(bytes, at);
        }
    }

    /** True when any inner instruction has a number. */
    boolean innerShown() {
        return innerShown;
    }

    /** True when the height of an inner instruction was not recorded. */
    boolean heightsMissing() {
        return heightsMissing;
    }

    /** Sets a height that was not recorded. */
    void stackHeight(final int instruction, final int height) {
        rows.set(order.get(instruction, 0), STACK_HEIGHT, height);
    }

    int count() {
        return order.rows();
    }

    int programIndex(final int instruction) {
        return rows.get(order.get(instruction, 0), PROGRAM_INDEX);
    }

    int accountsOffset(final int instruction) {
        return rows.get(order.get(instruction, 0), ACCOUNTS_OFFSET);
    }

    int accountsLength(final int instruction) {
        return rows.get(order.get(instruction, 0), ACCOUNTS_LENGTH);
    }

    int dataOffset(final int instruction) {
        return rows.get(order.get(instruction, 0), DATA_OFFSET);
    }

    int dataLength(final int instruction) {
        return rows.get(order.get(instruction, 0), DATA_LENGTH);
    }

    int stackHeight(final int instruction) {
        return rows.get(order.get(instruction, 0), STACK_HEIGHT);
    }

    int outerIndex(final int instruction) {
        return rows.get(order.get(instruction, 0), OUTER);
    }

    int innerIndex(final int instruction) {
        return rows.get(order.get(instruction, 0), INNER);
    }
}
