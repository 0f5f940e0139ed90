package io.solflow.ingest.feed;

import java.util.List;

/**
 * What {@link JsonRpcFiles} has made of its files. Complete when its last block was taken.
 *
 * @param files files read.
 * @param otherFiles files of given folders that have no known ending, passed over.
 * @param transactions transactions in the blocks handed out.
 * @param blocks blocks handed out.
 * @param duplicates transactions left out because the same slot already held their signature.
 * @param unpositioned transactions in the blocks handed out whose position is not known.
 * @param skipped responses, or transactions of a block, that could not be used.
 * @param skippedMessages the first {@link JsonRpcFiles#MAX_MESSAGES} of them: file, place and reason.
 * @param assumed things that were assumed: a block's slot, a doubtful position.
 * @param notes the first of them, at most as many.
 */
public record JsonRpcSummary(
        int files,
        int otherFiles,
        long transactions,
        long blocks,
        long duplicates,
        long unpositioned,
        long skipped,
        List<String> skippedMessages,
        long assumed,
        List<String> notes) {

    /** Copies the lists. */
    public JsonRpcSummary {
        skippedMessages = List.copyOf(skippedMessages);
        notes = List.copyOf(notes);
    }
}
