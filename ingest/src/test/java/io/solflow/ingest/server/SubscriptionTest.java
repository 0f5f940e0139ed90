package io.solflow.ingest.server;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.solflow.ingest.proto.SubscribeRequest;
import org.junit.jupiter.api.Test;

class SubscriptionTest {

    private final Call call = new Call();
    private final Subscription subscription = new Subscription(call, 10, Delivery.LIVE);
    private int backlogWhileSending;

    /** A call whose transport is ready when the test says so. */
    private final class Call extends ServerCall<SubscribeRequest, OutboundUpdate> {
        private boolean ready;
        private int sent;
        private Status closed;

        @Override
        public void request(final int count) {
            // requests nothing
        }

        @Override
        public void sendHeaders(final Metadata headers) {
            // nobody reads them
        }

        @Override
        public void sendMessage(final OutboundUpdate update) {
            sent++;
            backlogWhileSending = Math.max(backlogWhileSending, subscription.backlog());
        }

        @Override
        public void close(final Status status, final Metadata trailers) {
            closed = status;
        }

        @Override
        public boolean isCancelled() {
            return false;
        }

        @Override
        public boolean isReady() {
            return ready;
        }

        @Override
        public MethodDescriptor<SubscribeRequest, OutboundUpdate> getMethodDescriptor() {
            return SubscribeHandler.METHOD;
        }
    }

    @Test
    void shouldCutOffAClientThatPingsAndDoesNotRead() {
        for (int i = 0; i < Subscription.MAX_WAITING_CONTROLS; i++) {
            subscription.addControl(new byte[2]);
        }
        assertThat(call.closed).isNull();
        assertThat(subscription.backlog()).isEqualTo(Subscription.MAX_WAITING_CONTROLS);

        subscription.addControl(new byte[2]);

        assertThat(call.closed.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
        assertThat(subscription.backlog()).isZero();
    }

    @Test
    void shouldAnswerAnyNumberOfPingsOfAClientThatReads() {
        call.ready = true;
        for (int i = 0; i < 5 * Subscription.MAX_WAITING_CONTROLS; i++) {
            subscription.addControl(new byte[2]);
        }
        assertThat(call.closed).isNull();
        assertThat(call.sent).isEqualTo(5 * Subscription.MAX_WAITING_CONTROLS);
    }

    /** A feed that waits for empty queues is told of none that a ping empties, and would wait for ever. */
    @Test
    void shouldNeverShowAFeedAPingThatIsSentAtOnce() {
        call.ready = true;
        subscription.addControl(new byte[2]);
        assertThat(call.sent).isOne();
        assertThat(backlogWhileSending).isZero();
    }
}
