package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.chain.Pubkey;
import io.solflow.core.wire.InstructionView;
import io.solflow.core.wire.TransactionView;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Finds the event that an instruction of one program printed as {@code Program data: <base64>}.
 *
 * <p>The runtime logs each invocation between {@code Program <id> invoke [depth]} and {@code Program <id> success}, so
 * the program's n-th invocation in the logs is its n-th instruction in execution order; where inner instructions are
 * missing, its n-th at depth 1 is its n-th top-level one. A data line counts only while that invocation is the innermost
 * one. Text that a program prints comes as {@code Program log: …} and is never read as the runtime's own. Logs that do
 * not add up, or are truncated, end the search. Holds a buffer; not thread safe.
 */
final class ProgramLogs {

    private static final byte[] PROGRAM = ascii("Program ");
    private static final byte[] DATA = ascii("Program data: ");
    private static final byte[] TRUNCATED = ascii("Log truncated");
    private static final byte[] INVOKE = ascii(" invoke [");
    private static final byte[] SUCCESS = ascii(" success");
    private static final byte[] FAILED = ascii(" failed: ");

    private static final int MIN_ID_LENGTH = 32;
    private static final int MAX_ID_LENGTH = 44;

    /** The server cuts all logs of a transaction at 10 KB; no event of a trade comes near this. */
    private static final int MAX_EVENT_LENGTH = 6 * 1024;

    private final byte[] programId;
    private final byte[] decoded = new byte[MAX_EVENT_LENGTH];
    private byte[] bytes = {};
    private int lineStart;
    private int lineEnd;

    private boolean topLevelOnly;
    private int earlierInvocations;
    private int depth;
    private int emitterDepth;

    ProgramLogs(final Pubkey program) {
        programId = ascii(program.toString());
    }

    /** Wraps {@code body} around the first such event; false when there is none. Valid until the next call. */
    boolean find(final InstructionView emitter, final long eventDiscriminator, final EventBody body) {
        final TransactionView transaction = emitter.transaction();
        bytes = transaction.bytes();
        topLevelOnly = InvocationTree.innerMissing(transaction);
        earlierInvocations = invocationsBefore(transaction, emitter.index(), topLevelOnly);
        depth = 0;
        emitterDepth = 0;
        for (int line = 0; line < transaction.logCount(); line++) {
            lineStart = transaction.logOffset(line);
            lineEnd = lineStart + transaction.logLength(line);
            if (startsWith(DATA, lineStart)) {
                if (emitterDepth != 0 && depth == emitterDepth && decodeData(eventDiscriminator, body)) {
                    return true;
                }
            } else if (!followInvocations(emitter.stackHeight())) {
                return false;
            }
        }
        return false;
    }

    /** Keeps track of the runtime's own lines; false when the search is over. */
    private boolean followInvocations(final int emitterHeight) {
        if (restIs(TRUNCATED, lineStart)) {
            return false;
        }
        final int idEnd = startsWith(PROGRAM, lineStart) ? idEnd() : -1;
        if (idEnd < 0) {
            return true;
        }
        if (startsWith(INVOKE, idEnd)) {
            depth++;
            return invokedDepth(idEnd) == depth && enter(idEnd, emitterHeight);
        }
        if (restIs(SUCCESS, idEnd) || startsWith(FAILED, idEnd)) {
            return depth != emitterDepth && depth-- > 0;
        }
        return true;
    }

    /** Notes when an invocation is the emitter's; false when it cannot be it although it is its turn. */
    private boolean enter(final int idEnd, final int emitterHeight) {
        if (emitterDepth == 0 && isProgram(idEnd) && (!topLevelOnly || depth == 1) && earlierInvocations-- == 0) {
            emitterDepth = depth;
            return emitterHeight == 0 || emitterHeight == depth;
        }
        return true;
    }

    private static int invocationsBefore(final TransactionView transaction, final int emitter, final boolean topLevel) {
        int count = 0;
        for (int i = 0; i < emitter; i++) {
            if (transaction.programIndex(i) == transaction.programIndex(emitter)
                    && (!topLevel || transaction.innerIndex(i) == TransactionView.TOP_LEVEL)) {
                count++;
            }
        }
        return count;
    }

    /** Decodes the first field of a data line; false when it is no event with that discriminator. */
    private boolean decodeData(final long eventDiscriminator, final EventBody body) {
        final int start = lineStart + DATA.length;
        int end = start;
        while (end < lineEnd && bytes[end] != ' ') {
            end++;
        }
        if (Base64Bytes.capacity(end - start) > decoded.length) {
            return false;
        }
        final int length = Base64Bytes.decode(bytes, start, end - start, decoded);
        if (length < Discriminator.LENGTH || ByteWords.i64(decoded, 0) != eventDiscriminator) {
            return false;
        }
        body.wrap(decoded, Discriminator.LENGTH, length - Discriminator.LENGTH);
        return true;
    }

    /** End of the program id in the line, -1 when what follows {@code Program} is none. */
    private int idEnd() {
        final int start = lineStart + PROGRAM.length;
        int end = start;
        while (end < lineEnd && bytes[end] != ' ') {
            if (bytes[end] == ':' || end - start == MAX_ID_LENGTH) {
                return -1;
            }
            end++;
        }
        return end - start < MIN_ID_LENGTH ? -1 : end;
    }

    private boolean isProgram(final int idEnd) {
        return Arrays.equals(bytes, lineStart + PROGRAM.length, idEnd, programId, 0, programId.length);
    }

    /** The number in {@code invoke [n]}, -1 when it is none. */
    private int invokedDepth(final int idEnd) {
        int depth = 0;
        for (int i = idEnd + INVOKE.length; i < lineEnd - 1; i++) {
            final int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9 || depth > 1000) {
                return -1;
            }
            depth = 10 * depth + digit;
        }
        return bytes[lineEnd - 1] == ']' ? depth : -1;
    }

    private boolean startsWith(final byte[] text, final int offset) {
        return lineEnd - offset >= text.length
                && Arrays.equals(bytes, offset, offset + text.length, text, 0, text.length);
    }

    private boolean restIs(final byte[] text, final int offset) {
        return Arrays.equals(bytes, offset, lineEnd, text, 0, text.length);
    }

    private static byte[] ascii(final String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
