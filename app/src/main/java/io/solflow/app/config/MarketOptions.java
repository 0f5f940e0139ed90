package io.solflow.app.config;

import io.solflow.ingest.simulator.MarketConfig;
import java.util.Map;
import java.util.OptionalLong;
import picocli.CommandLine.Option;

/** Flags of the simulated market. */
public final class MarketOptions {

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "2000",
            description = "Trades a second of chain time (default: ${DEFAULT-VALUE}).")
    private int rate;

    @Option(
            names = "--tokens",
            paramLabel = "N",
            defaultValue = "500",
            description = "Tokens in the market (default: ${DEFAULT-VALUE}).")
    private int tokens;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Seed of all randomness; the same seed gives the same market (default: ${DEFAULT-VALUE}).")
    private long seed;

    /** The market, begun at this slot and time; endless without a limit. */
    public MarketConfig market(
            final long startSlot, final long startTimeSeconds, final OptionalLong seconds, final int slotMs) {
        try {
            return new MarketConfig(rate, tokens, seed, startSlot, startTimeSeconds, seconds, slotMs, Map.of());
        } catch (final IllegalArgumentException e) {
            throw new UsageException(e.getMessage(), e);
        }
    }
}
