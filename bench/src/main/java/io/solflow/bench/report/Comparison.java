package io.solflow.bench.report;

import java.util.ArrayList;
import java.util.List;

/**
 * The limit or peer that stands beside the product, measured in the same run, and how the two are divided.
 *
 * @param peer as many samples as the product has, each taken beside the product's of the same place.
 * @param division which of the two is divided by the other.
 */
public record Comparison(Figure peer, Division division) {

    /** Name and unit of every ratio. */
    public static final String RATIO_UNIT = "×";

    /** Which of the two is divided by the other. */
    public enum Division {
        /** For rates, where more is better, and for shares of a limit. */
        PRODUCT_BY_PEER,
        /** For times, where less is better: how many times as fast the product is. */
        PEER_BY_PRODUCT
    }

    /** Product divided by peer. */
    public static Comparison productBy(final Figure peer) {
        return new Comparison(peer, Division.PRODUCT_BY_PEER);
    }

    /** Peer divided by product. */
    public static Comparison byProduct(final Figure peer) {
        return new Comparison(peer, Division.PEER_BY_PRODUCT);
    }

    /** The ratio pair by pair. */
    public Figure ratio(final Figure product) {
        final List<Double> ours = product.samples();
        final List<Double> theirs = peer.samples();
        if (ours.size() != theirs.size() || !product.unit().equals(peer.unit())) {
            throw new IllegalArgumentException("no pairs: " + product.name() + " has " + ours.size() + " samples in "
                    + product.unit() + ", " + peer.name() + " " + theirs.size() + " in " + peer.unit());
        }
        final List<Double> ratios = new ArrayList<>();
        for (int i = 0; i < ours.size(); i++) {
            ratios.add(
                    division == Division.PRODUCT_BY_PEER ? ours.get(i) / theirs.get(i) : theirs.get(i) / ours.get(i));
        }
        return new Figure("ratio", RATIO_UNIT, ratios);
    }
}
