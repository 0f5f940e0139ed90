package io.solflow.ingest.simulator;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnsafeByteOperations;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The log messages of one transaction, cut like the runtime's after 10 000 bytes. */
final class ProgramLog {

    /** The runtime's limit on the text of all messages together. */
    static final int LIMIT_BYTES = 10_000;

    static final String TRUNCATED = "Log truncated";

    private static final int MAX_DEPTH = 5;

    private static final byte[] DATA = "Program data: ".getBytes(StandardCharsets.US_ASCII);

    /** Lines about one program, made once and encoded once. */
    private static final class Lines {
        private final ByteString[] invoke = new ByteString[MAX_DEPTH + 1];
        private final ByteString success;
        private final ByteString consumed;
        private final String failed;

        Lines(final Address program) {
            for (int depth = 1; depth <= MAX_DEPTH; depth++) {
                invoke[depth] = ByteString.copyFromUtf8("Program " + program + " invoke [" + depth + ']');
            }
            success = ByteString.copyFromUtf8("Program " + program + " success");
            consumed = ByteString.copyFromUtf8("Program " + program + " consumed ");
            failed = "Program " + program + " failed: custom program error: 0x";
        }
    }

    private final Map<Address, Lines> linesByProgram = new HashMap<>();
    private final Map<String, ByteString> instructionLines = new HashMap<>();
    private final List<ByteString> messages = new ArrayList<>();
    private int bytes;
    private boolean truncated;

    void clear() {
        messages.clear();
        bytes = 0;
        truncated = false;
    }

    /** True when messages are missing. */
    boolean truncated() {
        return truncated;
    }

    /** The messages, UTF-8. */
    List<ByteString> messages() {
        return messages;
    }

    void invoke(final Address program, final int depth) {
        add(lines(program).invoke[depth]);
    }

    void success(final Address program, final int unitsConsumed, final int unitsLeft) {
        if (unitsConsumed > 0) {
            final ByteString prefix = lines(program).consumed;
            final String units = unitsConsumed + " of " + unitsLeft + " compute units";
            final byte[] line = new byte[prefix.size() + units.length()];
            prefix.copyTo(line, 0);
            System.arraycopy(units.getBytes(StandardCharsets.US_ASCII), 0, line, prefix.size(), units.length());
            add(UnsafeByteOperations.unsafeWrap(line));
        }
        add(lines(program).success);
    }

    void failed(final Address program, final int code) {
        add(ByteString.copyFromUtf8(lines(program).failed + Integer.toHexString(code)));
    }

    void log(final String text) {
        add(ByteString.copyFromUtf8("Program log: " + text));
    }

    /** The line that names an instruction; there are few of them. */
    void instruction(final String name) {
        add(instructionLines.computeIfAbsent(name, n -> ByteString.copyFromUtf8("Program log: Instruction: " + n)));
    }

    void data(final byte[] data) {
        final byte[] text = Base64.getEncoder().encode(data);
        final byte[] line = Arrays.copyOf(DATA, DATA.length + text.length);
        System.arraycopy(text, 0, line, DATA.length, text.length);
        add(UnsafeByteOperations.unsafeWrap(line));
    }

    private void add(final ByteString message) {
        if (truncated) {
            return;
        }
        if (bytes + message.size() > LIMIT_BYTES) {
            truncated = true;
            messages.add(ByteString.copyFromUtf8(TRUNCATED));
            return;
        }
        bytes += message.size();
        messages.add(message);
    }

    private Lines lines(final Address program) {
        return linesByProgram.computeIfAbsent(program, Lines::new);
    }
}
