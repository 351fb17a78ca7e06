/**
 * Reads CSV files, those that are uploaded and those that are sent for predictions: one grammar, in
 * which a cell means the same to both.
 *
 * <p>Knows what a cell's text means ({@code training.data}) and nothing else of ours.
 */
@NullMarked
package dev.evenkeel.csv;

import org.jspecify.annotations.NullMarked;
