package io.solflow.bench.wire;

import io.solflow.core.chain.Base58;
import io.solflow.core.chain.Base58Encoder;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Base58 text of keys and signatures: limb tables, the two usual ways. One core. Before it measures, all three have to give
 * the same text for every value, and the text has to give the value again.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 5, time = 2)
@Measurement(iterations = 3, time = 1)
@Fork(1)
public class Base58Benchmark {

    private static final String ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
    private static final BigInteger BASE = BigInteger.valueOf(58);
    private static final int VALUES = 256;
    private static final long SEED = 3;

    /** Bytes of a value. */
    @Param({"32", "64"})
    public int length;

    private final Base58Encoder encoder = new Base58Encoder();
    private final byte[][] values = new byte[VALUES][];
    private final byte[] text = new byte[Base58Encoder.MAX_TEXT_LENGTH];
    private int next;

    /** Makes the values and compares the encoders. */
    @Setup(Level.Trial)
    public void check() {
        final Random random = new Random(SEED);
        for (int i = 0; i < VALUES; i++) {
            values[i] = new byte[length];
            random.nextBytes(values[i]);
            if (i % 4 == 0) {
                values[i][0] = 0; // leading zeros are a case of their own
            }
            final int textLength = encoder.encode(values[i], 0, length, text, 0);
            final String ours = new String(text, 0, textLength, StandardCharsets.US_ASCII);
            if (!ours.equals(divided(values[i]))
                    || !ours.equals(bytewise(values[i]))
                    || !Arrays.equals(Base58.decode(ours), values[i])) {
                throw new IllegalStateException("the encoders disagree about " + Arrays.toString(values[i]));
            }
        }
    }

    /** The product's tables. */
    @Benchmark
    public int tables() {
        return encoder.encode(next(), 0, length, text, 0);
    }

    /** Division of big integers. */
    @Benchmark
    public String bigInteger() {
        return divided(next());
    }

    /** Long division, byte by byte. */
    @Benchmark
    public String byteWise() {
        return bytewise(next());
    }

    private byte[] next() {
        next = (next + 1) % VALUES;
        return values[next];
    }

    private static String divided(final byte[] value) {
        final StringBuilder reversed = new StringBuilder();
        BigInteger rest = new BigInteger(1, value);
        while (rest.signum() > 0) {
            final BigInteger[] parts = rest.divideAndRemainder(BASE);
            reversed.append(ALPHABET.charAt(parts[1].intValue()));
            rest = parts[0];
        }
        return reversed.append("1".repeat(leadingZeros(value))).reverse().toString();
    }

    private static String bytewise(final byte[] value) {
        final byte[] digits = new byte[2 * value.length];
        int count = 0;
        for (final byte b : value) {
            int carry = b & 0xFF;
            for (int i = 0; i < count; i++) {
                carry += digits[i] << 8;
                digits[i] = (byte) (carry % 58);
                carry /= 58;
            }
            while (carry > 0) {
                digits[count++] = (byte) (carry % 58);
                carry /= 58;
            }
        }
        final StringBuilder text = new StringBuilder("1".repeat(leadingZeros(value)));
        for (int i = count - 1; i >= 0; i--) {
            text.append(ALPHABET.charAt(digits[i]));
        }
        return text.toString();
    }

    private static int leadingZeros(final byte[] value) {
        int zeros = 0;
        while (zeros < value.length && value[zeros] == 0) {
            zeros++;
        }
        return zeros;
    }
}
