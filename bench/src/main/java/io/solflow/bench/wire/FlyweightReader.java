package io.solflow.bench.wire;

import io.solflow.core.wire.TransactionView;
import java.io.IOException;

/** The product's way: offsets into the bytes. */
final class FlyweightReader implements UpdateReader {

    private final TransactionView view = new TransactionView();
    private final Digest digest = new Digest();

    @Override
    public long read(final byte[] update) throws IOException {
        if (!view.wrap(update, 0, update.length)) {
            throw new IOException("malformed");
        }
        digest.reset();
        digest.transaction(view.slot(), view.txIndex(), update[view.signatureOffset()], view.vote(), view.failed());
        final int instructions = view.instructionCount();
        for (int i = 0; i < instructions; i++) {
            final int length = view.dataLength(i);
            digest.instruction(
                    view.outerIndex(i),
                    view.innerIndex(i),
                    update[view.programOffset(i)],
                    view.accountCount(i),
                    length,
                    length == 0 ? 0 : update[view.dataOffset(i)]);
        }
        final int balances = view.tokenBalanceCount();
        for (int i = 0; i < balances; i++) {
            digest.balance(
                    view.tokenBalanceAccount(i), update[view.tokenBalanceMintOffset(i)], view.tokenBalanceDecimals(i));
        }
        final int logs = view.logCount();
        for (int i = 0; i < logs; i++) {
            digest.log(view.logLength(i));
        }
        return digest.value();
    }
}
