/**
 * What every suite needs to publish its figures: samples, ratios against the limit or peer beside them, bars, the result
 * file with the conditions, and the tables of the README that are written from it. A figure is never typed by hand.
 */
package io.solflow.bench.report;
