package io.solflow.app.engine;

import com.lmax.disruptor.EventHandler;
import com.lmax.disruptor.RewindableEventHandler;
import io.solflow.core.event.UpdateEvent;

/**
 * The handlers of the ring in their order, each of which may be put into a decorator before the ring is wired.
 *
 * @param extract finds the trades.
 * @param metrics keeps the windows.
 * @param persist writes.
 */
public record Stages(
        EventHandler<UpdateEvent> extract,
        EventHandler<UpdateEvent> metrics,
        RewindableEventHandler<UpdateEvent> persist) {

    /** The same with another last stage. */
    Stages withPersist(final RewindableEventHandler<UpdateEvent> decorated) {
        return new Stages(extract, metrics, decorated);
    }
}
