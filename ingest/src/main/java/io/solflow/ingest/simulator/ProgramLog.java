package io.solflow.ingest.simulator;

import java.util.ArrayList;
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

    /** Lines about one program, made once. */
    private static final class Lines {
        private final String[] invoke = new String[MAX_DEPTH + 1];
        private final String success;
        private final String consumed;
        private final String failed;

        Lines(final Address program) {
            for (int depth = 1; depth <= MAX_DEPTH; depth++) {
                invoke[depth] = "Program " + program + " invoke [" + depth + ']';
            }
            success = "Program " + program + " success";
            consumed = "Program " + program + " consumed ";
            failed = "Program " + program + " failed: custom program error: 0x";
        }
    }

    private final Map<Address, Lines> linesByProgram = new HashMap<>();
    private final List<String> messages = new ArrayList<>();
    private int bytes;
    private boolean truncated;

    void clear() {
        messages.clear();
        bytes = 0;
        truncated = false;
    }

    List<String> messages() {
        return messages;
    }

    void invoke(final Address program, final int depth) {
        add(lines(program).invoke[depth]);
    }

    void success(final Address program, final int unitsConsumed, final int unitsLeft) {
        if (unitsConsumed > 0) {
            add(lines(program).consumed + unitsConsumed + " of " + unitsLeft + " compute units");
        }
        add(lines(program).success);
    }

    void failed(final Address program, final int code) {
        add(lines(program).failed + Integer.toHexString(code));
    }

    void log(final String text) {
        add("Program log: " + text);
    }

    void data(final byte[] data) {
        add("Program data: " + Base64.getEncoder().encodeToString(data));
    }

    private void add(final String message) {
        if (truncated) {
            return;
        }
        if (bytes + message.length() > LIMIT_BYTES) {
            truncated = true;
            messages.add(TRUNCATED);
            return;
        }
        bytes += message.length();
        messages.add(message);
    }

    private Lines lines(final Address program) {
        return linesByProgram.computeIfAbsent(program, Lines::new);
    }
}
