/** Work beside the writer: old rows removed, copies made. */
package io.solflow.persist.upkeep;
