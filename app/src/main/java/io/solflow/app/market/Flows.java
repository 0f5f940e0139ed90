package io.solflow.app.market;

import io.solflow.core.event.Window;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Net flow of a token in SOL, by window. Immutable. */
public final class Flows {

    static final Flows NONE = new Flows(new double[Window.COUNT]);

    private final double[] sol;

    private Flows(final double[] sol) {
        this.sol = sol;
    }

    /** From columns that follow each other, shortest window first. */
    static Flows read(final ResultSet row, final int firstColumn) throws SQLException {
        final double[] sol = new double[Window.COUNT];
        for (int i = 0; i < sol.length; i++) {
            sol[i] = row.getDouble(firstColumn + i);
        }
        return new Flows(sol);
    }

    /** Buys minus sells within a window. */
    public double sol(final Window window) {
        return sol[window.index()];
    }
}
