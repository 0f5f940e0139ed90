package io.solflow.bench.line;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * One run of the line.
 *
 * @param jar the product.
 * @param database the file it writes; made when it is not there.
 * @param arrival rhythm and commitment.
 * @param warmUpTrades sent first, as fast as they are taken, and not counted: a service is warm.
 * @param rate trades a second by plan, 0 for as fast as they are taken.
 * @param chainRate trades a second of chain time in the market.
 * @param seconds of the counted part.
 * @param jvm options of the product's JVM, for profiles.
 * @param args more arguments of the product.
 */
record LineSettings(
        Path jar,
        Path database,
        Arrival arrival,
        long warmUpTrades,
        double rate,
        double chainRate,
        double seconds,
        List<String> jvm,
        List<String> args) {

    LineSettings {
        jvm = List.copyOf(jvm);
        args = List.copyOf(args);
    }

    String[] command() {
        final List<String> command = new ArrayList<>(List.of("run"));
        command.addAll(args);
        return command.toArray(new String[0]);
    }
}
