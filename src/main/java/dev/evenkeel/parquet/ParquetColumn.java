package dev.evenkeel.parquet;

/**
 * A top-level column of a file.
 *
 * @param leaf its place among the column chunks of a row group; meaningless where unreadable
 * @param unit of times: digits after the second
 * @param note why it is unreadable, as the end of a sentence; else empty
 */
public record ParquetColumn(
    String name,
    Meaning meaning,
    int leaf,
    PhysicalType type,
    int typeLength,
    boolean optional,
    boolean unsigned,
    int scale,
    int unit,
    boolean utc,
    String note) {}
