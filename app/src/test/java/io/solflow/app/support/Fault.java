package io.solflow.app.support;

import java.nio.ByteBuffer;

/**
 * What happens to one connection that passes through a {@link FaultyProxy}.
 *
 * @param side whose bytes are counted and, where the harm stops them, stopped.
 * @param afterBytes how many of them pass unharmed.
 * @param frame HTTP/2 frame for {@link Harm#FRAME}, else empty.
 */
public record Fault(Side side, long afterBytes, Harm harm, ByteBuffer frame) {

    /** Where bytes come from. */
    public enum Side {
        SERVER,
        CLIENT
    }

    /** What is done. */
    public enum Harm {
        /** Both ends see the connection closed (FIN). */
        CLOSE,
        /** Both ends see it reset (RST). */
        RESET,
        /** The client sees the end of the server's bytes, while its own are still taken. */
        HALF_CLOSE,
        /** It stays open, and nothing comes through it any more, either way. */
        SILENCE,
        /** The server seems to send a frame of its own, after the frame that holds the last byte counted. */
        FRAME
    }

    /** Passes everything. */
    static final Fault NONE = new Fault(Side.SERVER, Long.MAX_VALUE, Harm.CLOSE, ByteBuffer.allocate(0));

    private static final int FRAME_HEADER = 9;
    private static final int RST_STREAM = 3;
    private static final int GOAWAY = 7;

    /** The stream of a gRPC connection's first call; HTTP/1 upgrades would have taken number 1. */
    private static final int FIRST_STREAM = 3;

    public static Fault of(final Side side, final long afterBytes, final Harm harm) {
        return new Fault(side, afterBytes, harm, ByteBuffer.allocate(0));
    }

    /** The server goes away; streams up to {@code lastStream} it would still serve. */
    public static Fault goAway(final long afterBytes, final int lastStream, final int errorCode) {
        final ByteBuffer frame =
                header(GOAWAY, 0, 2 * Integer.BYTES).putInt(lastStream).putInt(errorCode);
        return new Fault(Side.SERVER, afterBytes, Harm.FRAME, frame.flip());
    }

    /** The server, or somebody on the way, resets the stream but not the connection. */
    public static Fault resetStream(final long afterBytes, final int errorCode) {
        final ByteBuffer frame = header(RST_STREAM, FIRST_STREAM, Integer.BYTES).putInt(errorCode);
        return new Fault(Side.SERVER, afterBytes, Harm.FRAME, frame.flip());
    }

    private static ByteBuffer header(final int type, final int stream, final int length) {
        return ByteBuffer.allocate(FRAME_HEADER + length)
                .putInt((length << Byte.SIZE) | type)
                .put((byte) 0)
                .putInt(stream);
    }
}
