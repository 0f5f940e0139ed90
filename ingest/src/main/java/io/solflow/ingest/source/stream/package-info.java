/** The live source: one subscription at a time over an ordered list of servers, where it resumes and when it gives up. */
package io.solflow.ingest.source.stream;
