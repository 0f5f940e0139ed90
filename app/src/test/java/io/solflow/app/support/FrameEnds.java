package io.solflow.app.support;

/** Follows the bytes of a server's HTTP/2 connection and tells where its frames end. */
final class FrameEnds {

    private static final int HEADER = 9;
    private static final int LENGTH_BYTES = 3;

    private int headerBytes;
    private int left;

    /** Takes bytes up to the end of a frame, or all; returns how many. {@link #atEnd} tells which. */
    public int take(final byte[] bytes, final int offset, final int length) {
        int taken = 0;
        while (taken < length) {
            if (headerBytes < HEADER) {
                if (headerBytes < LENGTH_BYTES) {
                    left = (left << Byte.SIZE) | (bytes[offset + taken] & 0xFF);
                }
                headerBytes++;
                taken++;
            } else {
                final int step = Math.min(left, length - taken);
                left -= step;
                taken += step;
            }
            if (headerBytes == HEADER && left == 0) {
                headerBytes = 0;
                return taken;
            }
        }
        return taken;
    }

    public boolean atEnd() {
        return headerBytes == 0;
    }
}
