/**
 * Reads the flat columns of Apache Parquet files, one page of one column in memory at a time, and
 * trusts nothing that a file says about itself. Depends on nothing of ours.
 *
 * @see <a href="https://parquet.apache.org/docs/file-format/">the format</a>
 */
@NullMarked
package dev.evenkeel.parquet;

import org.jspecify.annotations.NullMarked;
