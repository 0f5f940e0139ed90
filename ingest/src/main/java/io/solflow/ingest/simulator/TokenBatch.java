package io.solflow.ingest.simulator;

import java.util.ArrayList;
import java.util.List;

/** Transfers of one token program that wait to be packed into one instruction. Reused. */
final class TokenBatch {

    private static final int TOKEN_BATCH = 255;

    private final Address program;
    private final ByteWriter writer = new ByteWriter();
    private final List<Address> accounts = new ArrayList<>();
    private int size;

    /** A batch for one of the two token programs. */
    TokenBatch(final Address program) {
        this.program = program;
    }

    /** Adds an instruction of the program. */
    void add(final byte[] data, final Address... accountList) {
        if (size == 0) {
            writer.u8(TOKEN_BATCH);
        }
        writer.u8(accountList.length).u8(data.length).bytes(data);
        accounts.addAll(List.of(accountList));
        size++;
    }

    boolean isEmpty() {
        return size == 0;
    }

    /** Calls the program and says the place of the first instruction. */
    int call(final TransactionBuilder tx) {
        final int first = tx.batch(size, program, writer.take(), accounts.toArray(new Address[0]));
        accounts.clear();
        size = 0;
        return first;
    }
}
