package io.solflow.ingest.simulator;

import java.util.Arrays;

/** An instruction's accounts while they are listed. */
final class AddressList {

    private Address[] addresses = new Address[28];
    private int size;

    AddressList add(final Address address) {
        if (size == addresses.length) {
            addresses = Arrays.copyOf(addresses, 2 * size);
        }
        addresses[size++] = address;
        return this;
    }

    Address[] toArray() {
        return Arrays.copyOf(addresses, size);
    }
}
