package io.solflow.bench.wire;

import com.google.protobuf.CodedInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Protobuf's own stream, by hand over the same fields: what one writes who wants no generated classes but leaves the wire
 * format to the library. Byte fields are copied, as the stream hands them out; what needs keys waits for the end, because
 * loaded keys come last.
 */
final class CodedReader implements UpdateReader {

    private record Instruction(int outer, int inner, int program, int accounts, int dataLength, int firstByte) {}

    private final Digest digest = new Digest();
    private final List<byte[]> staticKeys = new ArrayList<>();
    private final List<byte[]> writableKeys = new ArrayList<>();
    private final List<byte[]> readonlyKeys = new ArrayList<>();
    private final List<Instruction> instructions = new ArrayList<>();
    private CodedInputStream in;
    private long slot;
    private long txIndex;
    private int signatureByte;
    private boolean vote;
    private boolean failed;
    private int topInstructions;

    /** Reads a field whose tag was just read; false when it is none of its own. */
    private interface Fields {
        boolean read(int tag) throws IOException;
    }

    @Override
    public long read(final byte[] update) throws IOException {
        staticKeys.clear();
        writableKeys.clear();
        readonlyKeys.clear();
        instructions.clear();
        slot = 0;
        txIndex = 0;
        vote = false;
        failed = false;
        topInstructions = 0;
        digest.reset();
        in = CodedInputStream.newInstance(update);
        fields(tag -> tag == 34 && message(this::transactionUpdate));
        digest.transaction(slot, txIndex, signatureByte, vote, failed);
        staticKeys.addAll(writableKeys);
        staticKeys.addAll(readonlyKeys);
        for (final Instruction instruction : instructions) {
            digest.instruction(
                    instruction.outer,
                    instruction.inner,
                    staticKeys.get(instruction.program)[0],
                    instruction.accounts,
                    instruction.dataLength,
                    instruction.firstByte);
        }
        return digest.value();
    }

    private void fields(final Fields fields) throws IOException {
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            if (!fields.read(tag)) {
                in.skipField(tag);
            }
        }
    }

    private boolean message(final Fields fields) throws IOException {
        final int limit = in.pushLimit(in.readRawVarint32());
        fields(fields);
        in.popLimit(limit);
        return true;
    }

    private boolean transactionUpdate(final int tag) throws IOException {
        switch (tag) {
            case 10 -> message(this::info);
            case 16 -> slot = in.readUInt64();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean info(final int tag) throws IOException {
        switch (tag) {
            case 10 -> signatureByte = in.readByteArray()[0];
            case 16 -> vote = in.readBool();
            case 26 -> message(inner -> inner == 18 && message(this::transactionMessage));
            case 34 -> message(this::meta);
            case 40 -> txIndex = in.readUInt64();
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean transactionMessage(final int tag) throws IOException {
        switch (tag) {
            case 18 -> staticKeys.add(in.readByteArray());
            case 34 -> instruction(topInstructions++, -1);
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean meta(final int tag) throws IOException {
        switch (tag) {
            case 10 -> {
                in.skipField(tag);
                failed = true;
            }
            case 42 -> innerGroup();
            case 50 -> {
                final int length = in.readRawVarint32();
                digest.log(length);
                in.skipRawBytes(length);
            }
            case 58, 66 -> balance();
            case 98 -> writableKeys.add(in.readByteArray());
            case 106 -> readonlyKeys.add(in.readByteArray());
            default -> {
                return false;
            }
        }
        return true;
    }

    private void innerGroup() throws IOException {
        final int limit = in.pushLimit(in.readRawVarint32());
        int outer = 0;
        int inner = 0;
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 8 -> outer = in.readUInt32();
                case 18 -> instruction(outer, inner++); // servers write the index first
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
    }

    private void instruction(final int outer, final int inner) throws IOException {
        final int limit = in.pushLimit(in.readRawVarint32());
        int program = 0;
        int accounts = 0;
        byte[] data = {};
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 8 -> program = in.readUInt32();
                case 18 -> {
                    accounts = in.readRawVarint32();
                    in.skipRawBytes(accounts);
                }
                case 26 -> data = in.readByteArray();
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
        instructions.add(new Instruction(outer, inner, program, accounts, data.length, data.length == 0 ? 0 : data[0]));
    }

    private void balance() throws IOException {
        final int limit = in.pushLimit(in.readRawVarint32());
        int account = 0;
        int mintByte = 0;
        final int[] decimals = {0};
        for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
            switch (tag) {
                case 8 -> account = in.readUInt32();
                case 18 -> mintByte = in.readByteArray()[0];
                case 26 ->
                    message(amount -> {
                        if (amount != 16) {
                            return false;
                        }
                        decimals[0] = in.readUInt32();
                        return true;
                    });
                default -> in.skipField(tag);
            }
        }
        in.popLimit(limit);
        digest.balance(account, mintByte, decimals[0]);
    }
}
