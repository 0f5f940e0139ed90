package io.solflow.bench.report;

import java.util.Objects;
import java.util.Optional;

/**
 * A line of a table: what was measured under which conditions, the product's figure, and where there is one the limit or
 * peer beside it and the bar. The bar holds for the median ratio when there is a comparison, else for the product's median.
 *
 * <p>Immutable; {@link #beside} and {@link #bar} give a changed copy:
 *
 * <pre>
 * new Row("persist trades", "batch 1,000, fresh file", ours).beside(Comparison.productBy(cLoop)).bar(Bar.atLeast(0.75))
 * </pre>
 */
public final class Row {

    private final String what;
    private final String conditions;
    private final Figure product;
    private final Optional<Comparison> comparison;
    private final Optional<Bar> bar;

    /** A row without anything beside it. */
    public Row(final String what, final String conditions, final Figure product) {
        this(what, conditions, product, Optional.empty(), Optional.empty());
    }

    private Row(
            final String what,
            final String conditions,
            final Figure product,
            final Optional<Comparison> comparison,
            final Optional<Bar> bar) {
        this.what = Objects.requireNonNull(what);
        this.conditions = Objects.requireNonNull(conditions);
        this.product = Objects.requireNonNull(product);
        this.comparison = comparison;
        this.bar = bar;
        comparison.ifPresent(beside -> beside.ratio(product)); // fails early when there are no pairs
    }

    /** The same row with a limit or peer beside it. */
    public Row beside(final Comparison newComparison) {
        return new Row(what, conditions, product, Optional.of(newComparison), bar);
    }

    /** The same row with a bar. */
    public Row bar(final Bar newBar) {
        return new Row(what, conditions, product, comparison, Optional.of(newBar));
    }

    /** What was measured. */
    public String what() {
        return what;
    }

    /** Under which conditions: batch size, number of mints and so on. */
    public String conditions() {
        return conditions;
    }

    /** The product's figure. */
    public Figure product() {
        return product;
    }

    /** The limit or peer beside it. */
    public Optional<Comparison> comparison() {
        return comparison;
    }

    /** The ratio pair by pair. */
    public Optional<Figure> ratio() {
        return comparison.map(beside -> beside.ratio(product));
    }

    /** What has to be reached. */
    public Optional<Bar> bar() {
        return bar;
    }

    /** Whether the bar is met; empty without a bar. */
    public Optional<Boolean> met() {
        return bar.map(limit -> limit.metBy(ratio().orElse(product).median()));
    }
}
