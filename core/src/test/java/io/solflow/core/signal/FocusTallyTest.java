package io.solflow.core.signal;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class FocusTallyTest {

    private static final long SEED = 7;
    private static final int SHARE = 700;

    private final FocusTally tally = new FocusTally();
    private final SignalFigures figures = new SignalFigures();

    @Test
    void shouldNameTheFewestBuyersThatBringTheShare() {
        final Random random = new Random(SEED);
        for (int round = 0; round < 200; round++) {
            final int mints = 1 + random.nextInt(100);
            final long[][] bought = new long[mints][];
            for (int mint = 0; mint < mints; mint++) {
                tally.add(3 * mint);
                bought[mint] = random.longs(1 + random.nextInt(40), 0, 1L << random.nextInt(2, 40))
                        .toArray();
            }
            for (int wallet = 0; wallet < 40; wallet++) {
                for (int mint = 0; mint < mints; mint++) {
                    if (wallet < bought[mint].length) {
                        tally.buy(3 * mint, 100 * mint + wallet, bought[mint][wallet] / 2);
                        tally.buy(3 * mint + 1, 5, 9);
                        tally.buy(3 * mint, 100 * mint + wallet, bought[mint][wallet] - bought[mint][wallet] / 2);
                    }
                }
            }
            tally.group();
            for (int i = 0; i < tally.size(); i++) {
                tally.tell(i, SHARE, SignalConfig.WHOLE, figures);
                assertFewest(bought[tally.mint(i) / 3]);
            }
            tally.clear();
        }
    }

    @Test
    void shouldRoundAShareUpWithoutOverflow() {
        assertThat(FocusTally.share(10, 700)).isEqualTo(7);
        assertThat(FocusTally.share(11, 700)).isEqualTo(8);
        assertThat(FocusTally.share(Long.MAX_VALUE, 1000)).isEqualTo(Long.MAX_VALUE);
        assertThat(FocusTally.share(Long.MAX_VALUE, 700))
                .isEqualTo(BigInteger.valueOf(Long.MAX_VALUE)
                        .multiply(BigInteger.valueOf(700))
                        .add(BigInteger.valueOf(999))
                        .divide(BigInteger.valueOf(1000))
                        .longValueExact());
    }

    private void assertFewest(final long[] bought) {
        final long[] ascending = bought.clone();
        Arrays.sort(ascending);
        final long inflow = Arrays.stream(bought).sum();
        long brought = 0;
        int wallets = 0;
        while (wallets == 0 || (wallets < bought.length && brought * 1000 < inflow * SHARE)) {
            brought += ascending[ascending.length - ++wallets];
        }
        assertThat(figures.inflow()).as("seed %d", SEED).isEqualTo(inflow);
        assertThat(figures.buyers()).as("seed %d", SEED).isEqualTo(bought.length);
        assertThat(figures.focusedBuyers()).as("seed %d", SEED).isEqualTo(wallets);
        assertThat(figures.focusedInflow()).as("seed %d", SEED).isEqualTo(brought);
    }
}
