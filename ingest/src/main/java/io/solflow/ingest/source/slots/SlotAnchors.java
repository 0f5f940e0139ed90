package io.solflow.ingest.source.slots;

import io.solflow.core.chain.ChainTime;

/**
 * What the chain's history says about the time of a slot: recorded block times, and the slots at which the pace changed.
 * Between two of them a slot has their average length; behind the last one the length that was measured last.
 *
 * <p>The target of 400 ms went to 350, 300, 250 and 200 ms in four steps, each in force one epoch of 432 000 slots after its
 * gate: slots 440 640 000, 442 368 000, 447 984 000 and 454 896 000. Real slots are some hundredths longer, so the times of
 * those four are worked out from the recorded ones around them.
 */
final class SlotAnchors {

    /** Length of a slot behind the last anchor: measured on 2026-10-27, for a target of 200 ms. */
    static final long NEWEST_MICROS = 214_000;

    private static final long MICROS = 1_000_000;

    /** Slot and block time on mainnet, ascending; the first is genesis. From public getBlock and getTransaction responses. */
    private static final long[][] ANCHORS = {
        {0L, ChainTime.GENESIS_SECONDS},
        {122_788_843L, 1_646_009_934L},
        {129_938_837L, 1_650_079_198L},
        {234_830_070L, 1_702_090_095L},
        {235_045_958L, 1_702_188_462L},
        {254_170_887L, 1_710_441_678L},
        {255_009_459L, 1_710_799_126L},
        {255_036_323L, 1_710_810_363L},
        {258_196_593L, 1_712_181_279L},
        {273_851_860L, 1_719_286_921L},
        {274_940_365L, 1_719_780_729L},
        {276_934_628L, 1_720_697_665L},
        {276_973_735L, 1_720_716_026L},
        {277_138_295L, 1_720_793_155L},
        {284_677_332L, 1_724_126_293L},
        {302_649_801L, 1_732_156_970L},
        {317_007_416L, 1_738_104_027L},
        {319_383_548L, 1_739_054_849L},
        {320_301_972L, 1_739_418_845L},
        {322_533_777L, 1_740_303_125L},
        {327_561_062L, 1_742_297_902L},
        {329_025_122L, 1_742_883_005L},
        {335_404_896L, 1_745_425_114L},
        {344_556_402L, 1_749_038_413L},
        {345_646_824L, 1_749_468_265L},
        {351_126_068L, 1_751_655_835L},
        {356_399_841L, 1_753_747_643L},
        {356_503_771L, 1_753_789_184L},
        {356_623_147L, 1_753_836_965L},
        {367_429_621L, 1_758_114_933L},
        {372_472_641L, 1_760_110_834L},
        {376_243_586L, 1_761_609_724L},
        {376_411_673L, 1_761_676_473L},
        {378_401_816L, 1_762_473_839L},
        {398_202_772L, 1_770_287_039L},
        {415_000_018L, 1_776_896_562L},
        {415_623_442L, 1_777_143_237L},
        {416_010_561L, 1_777_296_399L},
        {416_232_317L, 1_777_384_595L},
        {430_584_458L, 1_783_107_384L},
        {433_556_176L, 1_784_322_457L},
        {435_946_190L, 1_785_327_618L},
        {438_515_078L, 1_786_412_817L},
        {438_709_109L, 1_786_494_563L},
        {440_640_000L, 1_787_308_047L}, // 350 ms
        {441_840_975L, 1_787_737_824L},
        {442_368_000L, 1_787_926_446L}, // 300 ms
        {447_984_000L, 1_789_707_692L}, // 250 ms
        {448_485_736L, 1_789_841_756L},
        {451_989_539L, 1_790_777_970L},
        {452_620_407L, 1_790_946_835L},
        {453_668_517L, 1_791_227_294L},
        {454_604_670L, 1_791_478_629L},
        {454_896_000L, 1_791_556_822L}, // 200 ms
    };

    private static final int LAST = ANCHORS.length - 1;

    /** The last slot of which a time is known. */
    static final long LAST_SLOT = ANCHORS[LAST][0];

    private SlotAnchors() {}

    /** The time of a slot from 0 to what a chain position holds, unix seconds. */
    static long seconds(final long slot) {
        final int from = segment(slot);
        return ANCHORS[from][1] + (slot - ANCHORS[from][0]) * secondsOf(from) / slotsOf(from);
    }

    /** How long a slot is around a slot, in microseconds. */
    static long micros(final long slot) {
        final int from = segment(slot);
        return secondsOf(from) * MICROS / slotsOf(from);
    }

    private static long secondsOf(final int segment) {
        return segment == LAST ? NEWEST_MICROS : ANCHORS[segment + 1][1] - ANCHORS[segment][1];
    }

    private static long slotsOf(final int segment) {
        return segment == LAST ? MICROS : ANCHORS[segment + 1][0] - ANCHORS[segment][0];
    }

    /** The anchor at or before a slot. */
    private static int segment(final long slot) {
        int low = 0;
        int high = LAST;
        while (low < high) {
            final int middle = (low + high + 1) >>> 1;
            if (ANCHORS[middle][0] <= slot) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }
}
