package io.solflow.ingest.simulator;

import com.google.protobuf.ByteString;
import io.solflow.ingest.proto.Message;
import io.solflow.ingest.proto.MessageAddressTableLookup;
import io.solflow.ingest.proto.MessageHeader;
import io.solflow.ingest.proto.TransactionStatusMeta;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The accounts of one transaction with the lamports that move between them. Accounts get an id when first named;
 * {@link #arrange} turns ids into the positions that the wire uses: writable signers, read-only signers, writable,
 * read-only, then what lookup tables load, writable first.
 */
final class AccountTable {

    /** More than any transaction may name. */
    private static final int CAPACITY = 256;

    private static final Address LOOKUP_TABLE = Address.random(new SplittableRandom(1), Address.Role.STATE);
    private static final long WALLET_SPARE_LAMPORTS = 5_000_000_000L;

    private final Address[] addresses = new Address[CAPACITY];
    private final long[] floors = new long[CAPACITY];
    private final long[] deltas = new long[CAPACITY];
    private final boolean[] held = new boolean[CAPACITY];
    private final boolean[] signers = new boolean[CAPACITY];
    private final boolean[] invoked = new boolean[CAPACITY];
    private final int[] positions = new int[CAPACITY];
    private final int[] ids = new int[CAPACITY];
    private int size;
    private int signerCount;
    private int readonlyUnsigned;
    private int staticCount;
    private int loadedWritable;

    void clear() {
        size = 0;
    }

    int size() {
        return size;
    }

    /** The id of an account, which is added when new. */
    int idOf(final Address address) {
        for (int id = 0; id < size; id++) {
            if (addresses[id].same(address)) {
                return id;
            }
        }
        if (size == CAPACITY) {
            throw new IllegalStateException("transaction names more than " + CAPACITY + " accounts");
        }
        addresses[size] = address;
        floors[size] = address.role().lamports();
        deltas[size] = 0;
        held[size] = false;
        signers[size] = false;
        invoked[size] = false;
        return size++;
    }

    void signer(final Address address) {
        signers[idOf(address)] = true;
    }

    /** Marks a program that a top-level instruction names: it cannot come from a lookup table. */
    void invoked(final int id) {
        invoked[id] = true;
    }

    /** Says what an account holds before the transaction; the first word counts. */
    void holds(final int id, final long lamports) {
        if (!held[id]) {
            held[id] = true;
            floors[id] = lamports;
        }
    }

    void move(final int from, final int to, final long lamports) {
        deltas[from] -= lamports;
        deltas[to] += lamports;
    }

    int position(final int id) {
        return positions[id];
    }

    /** Gives every id its position; lookup tables are used when {@code versioned}. */
    void arrange(final boolean versioned) {
        int next = 0;
        next = place(next, true, true, false, versioned);
        next = place(next, true, false, false, versioned);
        signerCount = next;
        next = place(next, false, true, false, versioned);
        readonlyUnsigned = -next;
        next = place(next, false, false, false, versioned);
        readonlyUnsigned += next;
        staticCount = next;
        next = place(next, false, true, true, versioned);
        loadedWritable = next - staticCount;
        place(next, false, false, true, versioned);
    }

    private int place(
            final int first, final boolean signer, final boolean writable, final boolean loaded, final boolean tables) {
        int next = first;
        for (int id = 0; id < size; id++) {
            final Address.Role role = addresses[id].role();
            final boolean isWritable = role.writable() || signers[id];
            final boolean isLoaded = tables && role.tabled() && !signers[id] && !invoked[id];
            if (signers[id] == signer && isWritable == writable && isLoaded == loaded) {
                positions[id] = next;
                ids[next++] = id;
            }
        }
        return next;
    }

    int signerCount() {
        return signerCount;
    }

    void writeKeys(final Message.Builder message) {
        message.setHeader(MessageHeader.newBuilder()
                .setNumRequiredSignatures(signerCount)
                .setNumReadonlyUnsignedAccounts(readonlyUnsigned));
        for (int position = 0; position < staticCount; position++) {
            message.addAccountKeys(addresses[ids[position]].wire());
        }
        if (size > staticCount) {
            final int loadedReadonly = size - staticCount - loadedWritable;
            message.addAddressTableLookups(MessageAddressTableLookup.newBuilder()
                    .setAccountKey(LOOKUP_TABLE.wire())
                    .setWritableIndexes(tableIndexes(0, loadedWritable))
                    .setReadonlyIndexes(tableIndexes(loadedWritable, loadedReadonly)));
        }
    }

    private static ByteString tableIndexes(final int first, final int count) {
        final byte[] indexes = new byte[count];
        for (int i = 0; i < count; i++) {
            indexes[i] = (byte) (3 * (first + i));
        }
        return ByteString.copyFrom(indexes);
    }

    /** Writes loaded addresses and lamport balances; a failed transaction moves nothing but the fee. */
    void writeBalances(
            final TransactionStatusMeta.Builder meta,
            final boolean failed,
            final long feeLamports,
            final SplittableRandom random) {
        if (failed) {
            Arrays.fill(deltas, 0, size, 0);
        }
        deltas[0] -= feeLamports;
        for (int position = 0; position < size; position++) {
            final int id = ids[position];
            long before = held[id] ? floors[id] : Math.max(floors[id], floors[id] - deltas[id]);
            if (addresses[id].role() == Address.Role.WALLET) {
                before += random.nextLong(WALLET_SPARE_LAMPORTS);
            }
            meta.addPreBalances(before);
            meta.addPostBalances(before + deltas[id]);
            if (position >= staticCount) {
                final ByteString key = addresses[id].wire();
                if (position < staticCount + loadedWritable) {
                    meta.addLoadedWritableAddresses(key);
                } else {
                    meta.addLoadedReadonlyAddresses(key);
                }
            }
        }
    }
}
