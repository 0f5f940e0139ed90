package io.solflow.core.program;

import io.solflow.core.chain.Discriminator;
import io.solflow.core.wire.InstructionView;
import java.util.Arrays;

/** A program's instructions that are known and swap nothing. Immutable. */
final class OtherInstructions {

    /** Anchor's own instructions, by which a program's IDL account is kept. */
    private static final long ANCHOR_IDL = Discriminator.ofHex("40f4bc78a7e9690a");

    private final long[] discriminators;

    private OtherInstructions(final long[] discriminators) {
        this.discriminators = discriminators;
    }

    /** Those with these snake_case names, and what every Anchor program has. */
    static OtherInstructions named(final String... names) {
        final long[] discriminators = new long[names.length + 2];
        for (int i = 0; i < names.length; i++) {
            discriminators[i] = Discriminator.instruction(names[i]);
        }
        discriminators[names.length] = ANCHOR_IDL;
        discriminators[names.length + 1] = Discriminator.CPI_EVENT_TAG;
        Arrays.sort(discriminators);
        return new OtherInstructions(discriminators);
    }

    /** The outcome of an instruction that is none of the program's swaps. */
    Outcome outcome(final InstructionView instruction) {
        if (instruction.dataLength() < Discriminator.LENGTH) {
            return Outcome.MALFORMED;
        }
        return Arrays.binarySearch(discriminators, instruction.discriminator()) >= 0
                ? Outcome.IGNORED
                : Outcome.UNKNOWN;
    }
}
