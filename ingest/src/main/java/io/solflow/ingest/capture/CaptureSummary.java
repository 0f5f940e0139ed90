package io.solflow.ingest.capture;

/**
 * What {@link CaptureBlocks} has made of its file so far.
 *
 * @param updates updates read.
 * @param blocks blocks handed out.
 * @param transactions transactions in them.
 * @param malformed updates that are no protobuf, left out.
 * @param late updates of a slot that was handed out already, left out: what a reconnect sent again.
 * @param duplicates transactions left out because their slot already held their signature.
 * @param withoutMeta blocks handed out although their block meta was not in the capture.
 * @param truncatedAt where the file's incomplete part starts, {@link RecordedUpdates#WHOLE} when there is none.
 */
public record CaptureSummary(
        long updates,
        long blocks,
        long transactions,
        long malformed,
        long late,
        long duplicates,
        long withoutMeta,
        long truncatedAt) {}
