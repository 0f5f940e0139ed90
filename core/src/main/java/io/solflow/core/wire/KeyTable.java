package io.solflow.core.wire;

import io.solflow.core.chain.Pubkey;

/** The account keys of a transaction, numbered as the chain does: static, loaded writable, loaded readonly. */
final class KeyTable {

    private final IntTable staticKeys = new IntTable(1, 32);
    private final IntTable writableKeys = new IntTable(1, 32);
    private final IntTable readonlyKeys = new IntTable(1, 32);
    private byte[] bytes = {};

    /** Forgets all keys; those to come stand in these bytes. */
    void reset(final byte[] newBytes) {
        bytes = newBytes;
        staticKeys.clear();
        writableKeys.clear();
        readonlyKeys.clear();
    }

    void addStatic(final int from, final int end) {
        add(staticKeys, from, end);
    }

    void addWritable(final int from, final int end) {
        add(writableKeys, from, end);
    }

    void addReadonly(final int from, final int end) {
        add(readonlyKeys, from, end);
    }

    int count() {
        return staticKeys.rows() + writableKeys.rows() + readonlyKeys.rows();
    }

    int staticCount() {
        return staticKeys.rows();
    }

    /** Offset of a 32-byte key, -1 when there is no such key or it has another length. */
    int offset(final int key) {
        if (key < staticKeys.rows()) {
            return key < 0 ? -1 : staticKeys.get(key, 0);
        }
        final int loaded = key - staticKeys.rows();
        if (loaded < writableKeys.rows()) {
            return writableKeys.get(loaded, 0);
        }
        final int readonly = loaded - writableKeys.rows();
        return readonly < readonlyKeys.rows() ? readonlyKeys.get(readonly, 0) : -1;
    }

    /** True when there is such a key and it is this one. */
    boolean is(final int key, final Pubkey wanted) {
        final int offset = offset(key);
        return offset >= 0 && wanted.matches(bytes, offset);
    }

    private static void add(final IntTable keys, final int from, final int end) {
        keys.set(keys.add(), 0, end - from == Pubkey.LENGTH ? from : -1);
    }
}
