package io.solflow.bench.wire;

import java.io.IOException;

/** One way of reading a transaction update. */
interface UpdateReader {

    /** Reads everything that extraction needs and folds it into a number. */
    long read(byte[] update) throws IOException;
}
