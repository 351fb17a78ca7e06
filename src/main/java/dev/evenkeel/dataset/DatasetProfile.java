package dev.evenkeel.dataset;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What was found in the file of a dataset.
 *
 * @param inputShape [features], a categorical column counted once a category
 * @param classes sorted labels; empty for regression
 * @param columns all columns of the file, targets and ignored ones included
 * @param missingCells among features and regression targets
 */
public record DatasetProfile(
    List<@Nullable Integer> inputShape,
    List<String> classes,
    List<ColumnProfile> columns,
    List<ProfileWarning> warnings,
    MissingCells missingCells) {}
