package io.solflow.bench.source;

import io.solflow.bench.report.Bar;
import io.solflow.bench.report.Comparison;
import io.solflow.bench.report.Row;
import io.solflow.bench.report.Suite;
import io.solflow.bench.report.SuiteContext;
import io.solflow.bench.wire.UpdateSet;
import io.solflow.core.wire.TransactionView;
import io.solflow.ingest.proto.SubscribeUpdate;
import java.io.IOException;
import java.util.List;
import java.util.Locale;

/**
 * The product's source beside a client that only counts, one with generated classes, and plain TCP; all get the same
 * messages of the same server, one after the other in each round. Wants two cores: one for the server, one for the client.
 */
public final class SourceSuite implements Suite {

    private static final int WARM_UP_ROUNDS = 4;
    private static final double TIMES_AS_FAST_AS_GENERATED = 3;
    private static final double SHARE_OF_COUNTING = 0.8;

    /** A client by its place in the round. */
    private interface ClientFactory {
        Client create(ServerProcess server, Expected expected);
    }

    /** What has to arrive. */
    private record Expected(long messages, long bytes, long transactions, long transactionBytes) {}

    private final RunFigures product = new RunFigures("SolFlow");
    private final RunFigures counting = new RunFigures("raw bytes, only counted");
    private final RunFigures generated = new RunFigures("generated classes");
    private final RunFigures tcp = new RunFigures("plain TCP frames");

    @Override
    public String name() {
        return "source";
    }

    @Override
    public void run(final SuiteContext context) throws Exception {
        measure(context, UpdateSet.KB_1_3, context.quick() ? 5 : 400);
    }

    private void measure(final SuiteContext context, final UpdateSet set, final int slots) throws Exception {
        final Expected expected = expected(set, slots);
        final int rounds = context.samples() + (context.quick() ? 0 : WARM_UP_ROUNDS);
        try (ServerProcess server = ServerProcess.start(set, slots)) {
            for (int round = 0; round < rounds; round++) {
                context.say("round " + (round + 1) + " of " + rounds);
                final boolean keep = round >= rounds - context.samples();
                run(product, SourceSuite::newProduct, server, expected, keep);
                run(counting, SourceSuite::newCounting, server, expected, keep);
                run(generated, SourceSuite::newGenerated, server, expected, keep);
                run(tcp, SourceSuite::newTcp, server, expected, keep);
            }
        }
        addRows(context, String.format(Locale.ROOT, "%,d messages, %s", expected.messages, set.describe()));
    }

    private static void run(
            final RunFigures figures,
            final ClientFactory factory,
            final ServerProcess server,
            final Expected expected,
            final boolean keep)
            throws Exception {
        figures.run(factory.create(server, expected), server, expected.messages, keep);
    }

    private static Client newProduct(final ServerProcess server, final Expected expected) {
        return new ProductClient(server.grpcPort(), new Arrivals(expected.transactions, expected.transactionBytes));
    }

    private static Client newCounting(final ServerProcess server, final Expected expected) {
        return new GrpcClient<>(
                server.grpcPort(),
                Marshallers.raw(),
                SharedBuffer::length,
                new Arrivals(expected.messages, expected.bytes));
    }

    private static Client newGenerated(final ServerProcess server, final Expected expected) {
        return new GrpcClient<>(
                server.grpcPort(),
                Marshallers.generated(),
                update -> update.hasTransaction() ? 1 : 0,
                new Arrivals(expected.messages, expected.transactions));
    }

    private static Client newTcp(final ServerProcess server, final Expected expected) {
        return new TcpClient(server.tcpPort(), new Arrivals(expected.messages, expected.bytes));
    }

    private static Expected expected(final UpdateSet set, final int slots) throws IOException {
        final TransactionView view = new TransactionView();
        long bytes = 0;
        long transactions = 0;
        long transactionBytes = 0;
        final List<byte[]> messages = ReplayStream.messages(set, slots);
        for (final byte[] message : messages) {
            bytes += message.length;
            if (view.wrap(message, 0, message.length)) {
                transactions++;
                transactionBytes += message.length;
            }
        }
        if (SubscribeUpdate.parseFrom(messages.get(0)).getTransaction().getSlot() == 0) {
            throw new IllegalStateException("the replay begins without a slot");
        }
        return new Expected(messages.size(), bytes, transactions, transactionBytes);
    }

    private void addRows(final SuiteContext context, final String conditions) {
        context.add(new Row("received", conditions, product.perSecond())
                .beside(Comparison.productBy(generated.perSecond()))
                .bar(Bar.atLeast(TIMES_AS_FAST_AS_GENERATED)));
        context.add(new Row("received", "the same", product.perSecond())
                .beside(Comparison.productBy(counting.perSecond()))
                .bar(Bar.atLeast(SHARE_OF_COUNTING)));
        context.add(new Row("received", "the same", product.perSecond()).beside(Comparison.productBy(tcp.perSecond())));
        for (final RunFigures peer : List.of(generated, counting)) {
            context.add(new Row("allocated", "the same", product.allocatedBytes())
                    .beside(Comparison.productBy(peer.allocatedBytes())));
        }
        if (!context.quick()) { // which is over within a tick of the system's CPU clock
            addCpuRows(context);
        }
    }

    private void addCpuRows(final SuiteContext context) {
        for (final RunFigures peer : List.of(generated, counting, tcp)) {
            context.add(new Row("CPU of the client process", "the same", product.cpuMicros())
                    .beside(Comparison.productBy(peer.cpuMicros())));
        }
        for (final RunFigures peer : List.of(generated, counting, tcp)) {
            context.add(new Row("CPU of the server meanwhile", "the same", product.serverCores())
                    .beside(Comparison.productBy(peer.serverCores())));
        }
    }
}
